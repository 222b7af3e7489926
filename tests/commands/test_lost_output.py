"""Standard output that can't be written: a session goes on, a command that only prints says so."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from measuring import read_events
from own_process import PROGRAM, hold_circuit

from voicecoach.cuefiles import cue_sound

ENVIRON = {"VOICECOACH_ENGINE": "none"}


@pytest.fixture
def circuit(tmp_path: Path) -> str:
    path = tmp_path / "mine.toml"
    path.write_text(hold_circuit("600s"), "utf-8")
    return str(path)


def start(*words: str, stdout: int, stderr: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    environ = os.environ | ENVIRON
    return subprocess.Popen([*PROGRAM, *words], env=environ, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr)


def nobody_reads() -> int:
    """Return a pipe's end for writing that nobody reads."""
    reader, writer = os.pipe()
    os.close(reader)
    return writer


def full_disk() -> int:
    return os.open("/dev/full", os.O_WRONLY)


def wait_for_lines(log: Path, count: int) -> None:
    deadline_at = time.monotonic() + 60.0
    while not log.exists() or len(log.read_bytes().splitlines()) < count:
        assert time.monotonic() < deadline_at
        time.sleep(0.05)


def interrupt_later(program: subprocess.Popen[bytes], log: Path) -> None:
    """Press Ctrl-C once the session has gone on for some lines."""
    wait_for_lines(log, 3)
    program.send_signal(signal.SIGINT)


@pytest.mark.parametrize("lost", [nobody_reads, full_disk])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_session_whose_screen_is_gone_goes_on_to_its_end(
    lost: Callable[[], int], unbuffered: str, circuit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    log, target = tmp_path / "out.jsonl", lost()
    program = start("run", circuit, "--fast", "--mic", "none", "--events", str(log), stdout=target)
    os.close(target)
    _, complaint = program.communicate(timeout=120.0)
    assert (program.returncode, complaint) == (0, b"")
    assert read_events(log)[-1]["reason"] == "finished"


def test_a_live_session_whose_reader_goes_away_is_stopped_in_good_order_later(circuit: str, tmp_path: Path) -> None:
    log = tmp_path / "out.jsonl"
    reader, writer = os.pipe()
    program = start("run", circuit, "--mic", "none", "--speaker", "none", "--events", str(log), stdout=writer)
    os.close(writer)
    assert os.read(reader, 1)
    os.close(reader)
    interrupt_later(program, log)
    _, complaint = program.communicate(timeout=60.0)
    assert (program.returncode, complaint) == (130, b"")
    assert read_events(log)[-1]["reason"] == "interrupted"


def test_a_live_session_whose_terminal_goes_away_is_stopped_in_good_order_later(circuit: str, tmp_path: Path) -> None:
    log = tmp_path / "out.jsonl"
    master, terminal = os.openpty()
    words = ("run", circuit, "--mic", "none", "--speaker", "none", "--events", str(log))
    program = start(*words, stdout=terminal, stderr=terminal)
    os.close(terminal)
    assert os.read(master, 1)
    os.close(master)
    interrupt_later(program, log)
    assert program.wait(timeout=60.0) == 130
    assert read_events(log)[-1]["reason"] == "interrupted"


@pytest.mark.parametrize(
    "words", [("check", "demo"), ("listen", str(cue_sound("demo-hops.flac")), "--json"), ("config",)]
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_command_that_only_prints_says_that_it_can_not(
    words: tuple[str, ...], unbuffered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    target = full_disk()
    program = start(*words, stdout=target)
    os.close(target)
    _, complaint = program.communicate(timeout=120.0)
    assert complaint.decode() == "voicecoach: the output can't be written (No space left on device)\n"
    assert program.returncode == 2


def test_a_reader_that_has_read_enough_ends_a_command_quietly() -> None:
    target = nobody_reads()
    program = start("circuits", stdout=target)
    os.close(target)
    _, complaint = program.communicate(timeout=120.0)
    assert complaint == b""


@pytest.mark.skipif(shutil.which("setsid") is None, reason="nothing here gives a program a terminal of its own")
def test_closing_the_terminal_that_a_session_was_started_from_stops_it_in_good_order(
    circuit: str, tmp_path: Path
) -> None:
    log = tmp_path / "out.jsonl"
    master, terminal = os.openpty()
    words = ("run", circuit, "--mic", "none", "--speaker", "none", "--events", str(log))
    program = subprocess.Popen(
        ["setsid", "--ctty", *PROGRAM, *words],
        env=os.environ | ENVIRON,
        stdin=terminal,
        stdout=terminal,
        stderr=subprocess.PIPE,
    )
    os.close(terminal)
    wait_for_lines(log, 3)
    os.close(master)
    _, complaint = program.communicate(timeout=60.0)
    assert (program.returncode, complaint) == (130, b"")
    assert read_events(log)[-1]["reason"] == "interrupted"


def test_events_that_standard_output_does_not_take_are_elsewhere_and_told(circuit: str) -> None:
    target = full_disk()
    program = start("run", circuit, "--fast", "--events", "-", stdout=target)
    os.close(target)
    _, complaint = program.communicate(timeout=120.0)
    assert program.returncode == 2
    assert "event lines could not be written; they are in" in complaint.decode().splitlines()[-1]
