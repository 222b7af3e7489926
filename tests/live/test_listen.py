"""`voicecoach listen` at a virtual microphone: it is told to the end, and ends quietly when nobody reads."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import soundfile
from render_hops import render_hops
from virtual_audio import MIC, RATE_HZ, VirtualAudio

pytestmark = pytest.mark.live

LISTEN = (sys.executable, "-m", "voicecoach", "listen", "--mic", MIC, "--json")
CUT_SHORT = f"note: the microphone {MIC} is cut short for a moment"
"""What a busy machine does to a microphone, and is told of: not amiss."""


def amiss(complaint: str) -> list[str]:
    return [line for line in complaint.splitlines() if line != CUT_SHORT]


@pytest.fixture
def hops(tmp_path: Path) -> Path:
    sound, _ = render_hops([(1.0, 18.0)], 20.0, seed=3)
    soundfile.write(tmp_path / "hops.wav", sound, RATE_HZ)
    return tmp_path / "hops.wav"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_ctrl_c_has_what_was_heard_last_told_before_the_summary(
    number: signal.Signals, audio: VirtualAudio, hops: Path
) -> None:
    with subprocess.Popen(
        LISTEN, env=audio.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stderr.readline()
        feeder = audio.feed(hops)
        told = [program.stdout.readline() for _ in range(8)]
        program.send_signal(number)
        # By the same readers, which may have read on.
        rest, complaint = program.stdout.read(), program.stderr.read()
        feeder.terminate()
        feeder.communicate(timeout=10.0)
    *landings, summary = [json.loads(line) for line in [*told, *rest.splitlines()]]
    assert program.returncode == 130
    assert not amiss(complaint)
    assert summary["event"] == "summary"
    assert summary["count"] == len(landings) >= 8
    assert summary["t"] >= landings[-1]["t"]


def test_it_ends_when_nobody_reads_any_more(audio: VirtualAudio, hops: Path) -> None:
    with subprocess.Popen(
        LISTEN, env=audio.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stderr.readline()
        feeder = audio.feed(hops)
        program.stdout.readline()
        program.stdout.close()
        deadline_at = time.monotonic() + 30.0
        while program.poll() is None:
            assert time.monotonic() < deadline_at
            time.sleep(0.1)
        complaint = program.stderr.read()
        feeder.terminate()
        feeder.communicate(timeout=10.0)
    assert not amiss(complaint)
