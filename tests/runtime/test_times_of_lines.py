"""A log is read from top to bottom: no line lies before the one above it, and the last one is the session's end."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from measuring import Line, of_kind, read_events

from voicecoach.cuefiles import cue_sound, load_circuit
from voicecoach.runtime.performance import perform
from voicecoach.runtime.request import Request
from voicecoach.terminal.plain import PlainScreen


@pytest.mark.parametrize("engine", ["none", "pyttsx3"])
@pytest.mark.parametrize("hopped", [True, False])
def test_no_line_of_a_session_in_simulated_time_lies_before_the_one_above_it(
    engine: str, *, hopped: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICECOACH_ENGINE", engine)
    lines = lines_of(tmp_path / "out.jsonl", str(cue_sound("demo-hops.flac")) if hopped else None)
    times = [line["t"] for line in lines]
    assert [pair for pair in pairwise(times) if pair[1] < pair[0]] == []
    assert lines[-1]["event"] == "session_ended"
    assert lines[-1]["seconds"] == times[-1]


def test_a_session_without_a_voice_ends_when_its_last_tone_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICECOACH_ENGINE", "none")
    lines = lines_of(tmp_path / "out.jsonl", None)
    (last_tone,) = [line for line in of_kind(lines, "cue") if line["id"] == "over"]
    assert lines[-1]["t"] >= last_tone["end"]


def lines_of(log: Path, mic: str | None) -> list[Line]:
    with (log.parent / "screen.txt").open("w", encoding="utf-8") as screen:
        perform(Request(load_circuit("demo"), mic=mic, fast=True, events=str(log)), PlainScreen(screen))
    return read_events(log)
