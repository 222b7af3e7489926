"""Whole sessions in simulated time: the event log against the plan, and the written sound against both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import soundfile
from measuring import Clips, Line, find_cue, of_kind, overlaps, plan, planned_starts, read_events, read_mono
from render_hops import counted_sets, render_hops

from voicecoach.circuit.model import Level
from voicecoach.coaching.summary import Summary
from voicecoach.cuefiles import load_circuit
from voicecoach.runtime.performance import perform
from voicecoach.runtime.request import Request
from voicecoach.terminal.plain import PlainScreen

SEED = 1
SAMPLE_S = 1.0 / 48_000
SILENT = PlainScreen(Path("/dev/null").open("w", encoding="utf-8"))  # noqa: SIM115 - for as long as the tests run


def run(name: str, folder: Path, mic: Path | None, events: str, level: Level = Level.START) -> Summary:
    request = Request(
        load_circuit(name),
        level=level,
        mic=None if mic is None else str(mic),
        speaker=str(folder / "out.wav"),
        fast=True,
        events=str(folder / events),
        seed=SEED,
    )
    return perform(request, SILENT).summary


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fast")


@pytest.fixture(scope="module")
def truth(folder: Path) -> list[float]:
    run("ankle-stiffness", folder, None, "rehearsed.jsonl")
    sets, seconds = counted_sets(folder / "rehearsed.jsonl")
    sound, landings = render_hops(sets, seconds, seed=SEED)
    soundfile.write(folder / "hops.flac", sound, 48_000)
    return landings


@pytest.fixture(scope="module")
def events(folder: Path, truth: list[float]) -> list[Line]:
    summary = run("ankle-stiffness", folder, folder / "hops.flac", "out.jsonl")
    assert summary.landings == len(truth)
    return read_events(folder / "out.jsonl")


def test_every_landing_is_counted_where_it_fell(events: list[Line], truth: list[float]) -> None:
    heard = [line["at"] for line in of_kind(events, "landing")]
    assert heard == pytest.approx(truth, abs=0.01)
    assert len(of_kind(events, "count_spoken")) == len(truth)


def test_every_planned_cue_starts_exactly_at_its_instant(events: list[Line]) -> None:
    heard = {line["id"]: line["start"] for line in of_kind(events, "cue")}
    planned = planned_starts(plan("ankle-stiffness", "start", SEED))
    assert {cue_id: heard.get(cue_id) for cue_id in planned} == pytest.approx(planned, abs=1e-6)


def test_countdowns_stand_at_whole_seconds_before_the_work_they_announce(events: list[Line]) -> None:
    starts = {line["t"] for line in of_kind(events, "step_started")}
    counted = [line for line in of_kind(events, "cue") if ".get_ready.countdown" in line["id"]]
    assert len(counted) == 3 * 3 * 4
    for line in counted:
        assert any(abs(at - line["start"] - int(line["id"][-1])) < 1e-6 for at in starts)


def test_no_two_spoken_clips_overlap_and_none_is_dropped(events: list[Line]) -> None:
    assert not overlaps(of_kind(events, "cue"))
    assert not of_kind(events, "cue_dropped")


def test_each_cues_own_sound_is_in_the_written_file_at_its_instant(events: list[Line], folder: Path) -> None:
    recording, rate_hz = read_mono(folder / "out.wav")
    clips = Clips(rate_hz)
    for cue in of_kind(events, "cue"):
        spoken = cue["lane"] != "tone"
        # A tone is as like itself one period later, where a word mixes with it: it is looked for where it belongs.
        within_s = 0.05 if spoken else SAMPLE_S
        onset_s, likeness = find_cue(recording, cue, clips, cue["start"], within_s)
        assert onset_s == pytest.approx(cue["start"], abs=1.5 * SAMPLE_S), cue["id"]
        assert likeness > 0.55, cue["id"]
    clips.close()


def test_the_same_session_twice_has_the_same_events(events: list[Line], folder: Path) -> None:
    run("ankle-stiffness", folder, folder / "hops.flac", "again.jsonl")
    assert read_events(folder / "again.jsonl") == events


def test_every_event_line_has_its_promised_fields(events: list[Line]) -> None:
    promised = {
        "session_started": "circuit level mic speaker version",
        "cue": "id text lane start end",
        "count_spoken": "count landing_at start",
        "step_started": "step side round rounds seconds",
        "landing": "at heard_at confidence step count",
        "rhythm": "cadence_hz interval_s variation drift",
        "step_ended": "step side round count",
        "audio": "what device seconds",
        "session_ended": "reason counts seconds",
    }
    assert {line["event"] for line in events} == set(promised)
    for line in events:
        assert list(line)[:2] == ["t", "event"]
        assert set(promised[line["event"]].split()) <= set(line)
        assert json.loads(json.dumps(line)) == line


@pytest.mark.parametrize("level", list(Level))
def test_the_demo_counts_what_its_recording_holds_at_any_level(level: Level, tmp_path: Path) -> None:
    from voicecoach.cuefiles import cue_sound  # noqa: PLC0415 - only here

    assert run("demo", tmp_path, cue_sound("demo-hops.flac"), "demo.jsonl", level).landings == 42
