"""Advice from end to end: rendered hops, the listener, the session with --fast, the event log."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile
from measuring import of_kind, overlaps, read_events
from rhythms import RATE_HZ, RHYTHMS, WORK_AT, WORK_S, heading, heard, perform_rhythm, row

from voicecoach.listening.listener import Listener
from voicecoach.voice.tones import BEAT_DB, tone


@pytest.mark.parametrize("name", RHYTHMS)
def test_each_rule_fires_on_a_recording_made_for_it_and_stays_silent_on_the_others(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = heard(RHYTHMS[name], 1, tmp_path)
    with capsys.disabled():
        if name == next(iter(RHYTHMS)):
            print("", "advice by sound, one rendered hopper of a kind:", heading(), sep="\n", end="")
        print(f"\n{row(name, [given])}", end=" ")
    assert set(given) == RHYTHMS[name].deserves


def test_advice_is_spoken_over_no_number_and_every_landing_is_still_counted(tmp_path: Path) -> None:
    truth = perform_rhythm(RHYTHMS["too slow"], 1, tmp_path)
    events = read_events(tmp_path / "events.jsonl")
    advice = [cue for cue in of_kind(events, "cue") if cue["lane"] == "advice"]
    assert len(advice) == len(of_kind(events, "advice")) > 0
    assert not overlaps(of_kind(events, "cue"))
    assert not of_kind(events, "cue_dropped")
    assert all(cue["text"] and cue["end"] - cue["start"] < 2.0 for cue in advice)
    assert of_kind(events, "step_ended")[0]["count"] == len(truth)


def test_a_beat_is_in_the_written_sound_while_it_is_not_held(tmp_path: Path) -> None:
    perform_rhythm(RHYTHMS["too slow"], 1, tmp_path, beat=2.6, speaker=str(tmp_path / "out.wav"))
    beats = [cue for cue in of_kind(read_events(tmp_path / "events.jsonl"), "cue") if ".beat" in cue["id"]]
    assert [cue["start"] for cue in beats] == pytest.approx(
        [WORK_AT + n / 2.6 for n in range(1, len(beats) + 1)], abs=1e-3
    )
    assert len(beats) > (WORK_S - 1.0) * 2.6
    sound, rate_hz = soundfile.read(tmp_path / "out.wav", dtype="float32")
    first = round(beats[0]["start"] * rate_hz)
    assert abs(sound[first : first + round(0.045 * rate_hz)]).max() > 0.02


@pytest.mark.parametrize("rate_hz", [16_000, 48_000])
@pytest.mark.parametrize("loudness", [0.1, 0.3, 1.0])
def test_the_beat_is_not_heard_as_a_landing_however_loud(loudness: float, rate_hz: int) -> None:
    import numpy as np  # noqa: PLC0415 - only here

    chance = np.random.default_rng(1)
    room = chance.normal(0.0, 10.0 ** (-62.0 / 20.0), 12 * rate_hz).astype(np.float32)
    click = tone("beat", rate_hz).samples * np.float32(loudness)
    for beat in range(1, 24):
        first = round(beat / 2.2 * rate_hz)
        room[first : first + len(click)] += click
    listener = Listener(rate_hz)
    listener.expect(expecting=True, from_at=0.0)
    assert [*listener.hear(room), *listener.finish()] == []


def test_each_beat_is_softer_than_the_one_before() -> None:
    peaks = [float(abs(tone(name, RATE_HZ).samples).max()) for name in BEAT_DB]
    assert peaks == sorted(peaks, reverse=True)
    assert max(peaks) < 0.5 * float(abs(tone("tick", RATE_HZ).samples).max()) + 0.01
