from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.coaching.next_landing import GAINS
from voicecoach.coaching.tracker import Tracker


@given(st.sampled_from(GAINS), st.floats(0.2, 1.0), st.floats(0.0, 1000.0), st.integers(2, 60))
def test_an_even_rhythm_is_followed_from_the_second_landing_on(
    gains: tuple[float, float], interval_s: float, from_at: float, landings: int
) -> None:
    tracker = Tracker(*gains)
    for number in range(landings):
        tracker.add(from_at + number * interval_s)
    assert tracker.next_at == pytest.approx(from_at + landings * interval_s, abs=1e-6)
    assert tracker.interval_s == pytest.approx(interval_s, abs=1e-6)


def mean_square_error(gains: tuple[float, float], *, on_a_grid: bool) -> float:
    chance, tracker, at, squares = random.Random(1), Tracker(*gains), 0.0, list[float]()
    for number in range(400):
        landing_at = number * 0.4 + chance.gauss(0.0, 0.02) if on_a_grid else at
        if number > 20:
            squares.append((landing_at - tracker.next_at) ** 2)
        tracker.add(landing_at)
        at += chance.gauss(0.4, 0.02)
    return sum(squares) / len(squares)


@pytest.mark.parametrize(("on_a_grid", "best"), [(False, GAINS[0]), (True, GAINS[-1])])
def test_each_kind_of_rhythm_has_its_tracker(best: tuple[float, float], *, on_a_grid: bool) -> None:
    errors = {gains: mean_square_error(gains, on_a_grid=on_a_grid) for gains in GAINS}
    assert min(errors, key=lambda gains: errors[gains]) == best
