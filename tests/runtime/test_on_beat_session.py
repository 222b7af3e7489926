"""A whole session in simulated time with numbers on the beat: real voice, rendered hops, the listener that ships."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import soundfile
from measuring import Clips, Line, find_cue, of_kind, overlaps, read_events, read_mono
from render_hops import Hopper, counted_sets, render_hops

from voicecoach.coaching.speaking import TAKEN_BACK
from voicecoach.cuefiles import load_circuit
from voicecoach.runtime.performance import perform
from voicecoach.runtime.request import Request
from voicecoach.terminal.plain import PlainScreen

HOPPED_S = 7.0
"""Of the ten seconds of each set: then the hopper stops."""

SILENT = PlainScreen(Path("/dev/null").open("w", encoding="utf-8"))  # noqa: SIM115 - for as long as the tests run


def run(folder: Path, mic: Path | None, name: str) -> list[Line]:
    events = folder / f"{name}.jsonl"
    perform(
        Request(
            load_circuit("demo"),
            mic="none" if mic is None else str(mic),
            speaker=str(folder / "out.wav"),
            fast=True,
            events=str(events),
            on_beat=True,
        ),
        SILENT,
    )
    return read_events(events)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("on-beat")


@pytest.fixture(scope="module")
def truth(folder: Path) -> list[float]:
    run(folder, None, "rehearsed")
    sets, seconds = counted_sets(folder / "rehearsed.jsonl")
    rows = [(start_s, HOPPED_S) for start_s, _ in sets]
    sound, landings = render_hops(rows, seconds, seed=2, hopper=Hopper(cadence_hz=2.4, jitter=0.01))
    soundfile.write(folder / "hops.flac", sound, 48_000)
    return landings


@pytest.fixture(scope="module")
def events(folder: Path, truth: list[float]) -> list[Line]:
    assert truth
    return run(folder, folder / "hops.flac", "events")


def placed(events: list[Line]) -> list[Line]:
    return [line for line in of_kind(events, "count_spoken") if line["placed"]]


def test_once_the_hopper_has_shown_to_be_even_numbers_fall_on_their_landings(
    events: list[Line], truth: list[float]
) -> None:
    beats = placed(events)
    assert len(beats) >= 0.4 * len(truth)
    errors_s = sorted(min(abs(line["onset"] - at) for at in truth) for line in beats)
    assert errors_s[int(0.95 * len(errors_s))] <= 0.03


def test_what_the_log_says_is_what_the_recording_holds(events: list[Line], folder: Path) -> None:
    recording, rate_hz = read_mono(folder / "out.wav")
    clips = Clips(rate_hz)
    starts = {line["start"] for line in placed(events)}
    numbers = [cue for cue in of_kind(events, "cue") if cue["start"] in starts]
    assert numbers
    for cue in numbers:
        onset_s, likeness = find_cue(recording, cue, clips, cue["start"], 0.05)
        assert onset_s == pytest.approx(cue["start"], abs=1e-4), cue["id"]
        assert likeness > 0.55, cue["id"]
    clips.close()


def test_each_stop_takes_back_one_number_at_most_and_the_totals_are_right(
    events: list[Line], truth: list[float]
) -> None:
    sets = [line for line in of_kind(events, "step_started") if line["step"] == "ankle-hops"]
    back = [line for line in of_kind(events, "cue_dropped") if line["reason"] == TAKEN_BACK]
    assert 0 < len(back) <= len(sets)
    totals = [line["count"] for line in of_kind(events, "step_ended") if line["step"] == "ankle-hops"]
    assert totals == [sum(line["t"] <= at < line["t"] + line["seconds"] for at in truth) for line in sets]


def test_nothing_overlaps_and_no_number_comes_twice_in_a_set(events: list[Line]) -> None:
    assert not overlaps(of_kind(events, "cue"))
    said = [line["count"] for line in of_kind(events, "count_spoken")]
    falls = [later for earlier, later in pairwise(said) if later <= earlier]
    assert falls == [1]
