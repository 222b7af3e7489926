"""The reference was written by `python -m lab train`: sounds of which random things are known, and its log odds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.listening.bands import BANDS
from voicecoach.listening.impressions import Impression
from voicecoach.listening.judging import PLACES, WINDOW_S, Judge, known_of, places_between, windows
from voicecoach.listening.weights import WIDTH

REFERENCE = np.load(Path(__file__).parent / "judge_reference.npz")
JUDGE = Judge.load()


def test_it_answers_what_the_training_framework_answered() -> None:
    judged = [
        JUDGE.answers(known.astype(np.float32), places_between(at)) + JUDGE.own * log_odds
        for known, at, log_odds in zip(REFERENCE["known"], REFERENCE["at"], REFERENCE["log_odds"], strict=True)
    ]
    assert np.stack(judged) == pytest.approx(REFERENCE["answers"], abs=1e-3)


def impression(sure: float = 2.0) -> Impression:
    row = np.zeros(WIDTH, np.int8)
    return Impression(row, row, (sure, sure, 3.0), np.arange(BANDS, dtype=np.int8))


def test_a_set_of_no_sound_has_no_landing() -> None:
    assert len(JUDGE.log_odds([], [])) == 0
    assert known_of([]).shape == (0, len(REFERENCE["known"][0, 0]))


def test_where_it_lies_among_the_others_counts_not_when_the_set_was() -> None:
    instants = [0.45 * number for number in range(20)]
    early = JUDGE.log_odds(instants, [impression()] * 20)
    late = JUDGE.log_odds([1024.0 + at for at in instants], [impression()] * 20)
    assert late == pytest.approx(early, abs=1e-3)
    off_the_beat = JUDGE.log_odds([*instants[:10], instants[10] - 0.2, *instants[10:]], [impression()] * 21)
    assert off_the_beat[10] < early[10]


def test_a_sound_lies_between_two_places_and_in_its_own() -> None:
    places = places_between(np.array([0.0, 0.5, 30.0]))
    assert places.shape == (3, 3, PLACES)
    assert places.sum(axis=2) == pytest.approx(np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]), abs=1e-6)
    assert np.array_equal(places[0, 1, : PLACES // 2], places[1, 0, PLACES // 2 : -1])


@given(st.lists(st.floats(0.11, 40.0), max_size=300))
def test_every_sound_of_a_set_of_any_length_is_judged_once_beside_those_around_it(intervals_s: list[float]) -> None:
    at = np.cumsum([0.0, *intervals_s])
    judged = list(windows(at))
    assert [index for own, _ in judged for index in range(own.start, own.stop)] == list(range(len(at)))
    for own, around in judged:
        assert around.start <= own.start < own.stop <= around.stop
        assert at[around.stop - 1] - at[around.start] <= WINDOW_S
        near = (np.abs(at - at[own.start]) < WINDOW_S / 4.0) | (np.abs(at - at[own.stop - 1]) < WINDOW_S / 4.0)
        assert set(np.flatnonzero(near).tolist()) <= set(range(around.start, around.stop))


def test_a_long_set_is_judged_nearly_as_a_short_one() -> None:
    instants = [0.45 * number for number in range(200)]
    judged = JUDGE.log_odds(instants, [impression()] * 200)
    short = JUDGE.log_odds(instants[:50], [impression()] * 50)
    assert np.median(judged) == pytest.approx(np.median(short), abs=1.0)


def test_a_set_with_a_pause_longer_than_what_is_judged_at_once_is_judged() -> None:
    for pause_s in range(20, 60):
        instants = [0.45 * number + pause_s * (number >= 20) for number in range(40)]
        assert np.isfinite(JUDGE.log_odds(instants, [impression()] * 40)).all()
