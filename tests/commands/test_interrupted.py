"""How commands end that are broken off: 130 on Ctrl-C, 2 for a question that nobody answers, never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from measuring import read_mono

from voicecoach.cuefiles import cue_sound

PROGRAM = (sys.executable, "-m", "voicecoach")

INTERRUPTED_AT_IMPORT = """
import os, signal, sys

class CtrlC:
    def find_spec(self, name, path=None, target=None):
        if name == "{module}":
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may ignore it
sys.meta_path.insert(0, CtrlC())
from voicecoach.__main__ import start
start()
"""


@pytest.mark.parametrize("module", ["voicecoach.cli", "click", "voicecoach.cli_plan", "voicecoach.commands.check"])
def test_ctrl_c_while_the_program_is_still_being_imported_ends_it_quietly(module: str) -> None:
    words = [sys.executable, "-c", INTERRUPTED_AT_IMPORT.format(module=module), "check", "demo"]
    ended = subprocess.run(words, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (130, b"")


def test_a_deletion_that_nobody_confirms_deletes_nothing_and_has_status_2(tmp_path: Path) -> None:
    environ = os.environ | {"VOICECOACH_DATABASE": f"sqlite:///{tmp_path / 'history.db'}", "VOICECOACH_ENGINE": "none"}
    run = [*PROGRAM, "run", "demo", "--fast", "--keep", "--mic", "none"]
    subprocess.run(run, env=environ, check=True, stdout=subprocess.DEVNULL)
    delete = [*PROGRAM, "delete", "last"]
    done = subprocess.run(delete, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("voicecoach: the question was not answered")
    history = subprocess.run([*PROGRAM, "history", "--json"], env=environ, capture_output=True, check=True)
    assert len(history.stdout.splitlines()) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_listening_to_a_file_that_is_broken_off_tells_what_was_heard(number: signal.Signals, tmp_path: Path) -> None:
    hops, rate_hz = read_mono(cue_sound("demo-hops.flac"))
    soundfile.write(tmp_path / "long.wav", np.tile(hops, 40), rate_hz)
    listen = [*PROGRAM, "listen", str(tmp_path / "long.wav"), "--json"]
    with subprocess.Popen(listen, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        first = program.stdout.readline()
        program.send_signal(number)
        # By the same reader, which has read on.
        rest, complaint = program.stdout.read(), program.stderr.read()
    lines = [json.loads(line) for line in [first, *rest.splitlines()]]
    assert (program.returncode, complaint) == (130, "")
    assert [line["event"] for line in lines] == ["landing"] * (len(lines) - 1) + ["summary"]
    assert lines[-1]["count"] == len(lines) - 1 < 40 * 42
    assert lines[-1]["t"] >= lines[-2]["t"]
