"""The best steady streak, and one side against the other."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.history.aims import Aim
from voicecoach.history.queries import LandingRow, SetRow
from voicecoach.history.sides import sides
from voicecoach.history.streaks import best_streak
from voicecoach.listening.rhythm import Rhythm


def made_set(
    intervals_s: Iterable[float], *, exercise: str = "ankle-hops", side: str | None = None, round_: int = 1
) -> SetRow:
    at = list(accumulate(intervals_s, initial=10.0))
    rhythm = Rhythm()
    for one in at:
        rhythm.add(one)
    return SetRow(
        session_id=1,
        number=round_,
        exercise=exercise,
        side=side,
        round=round_,
        started_at_s=9.5,
        ended_at_s=at[-1] + 0.5,
        planned_s=at[-1] - 9.0,
        count=len(at),
        rhythm=rhythm.summary(),
        landings=tuple(LandingRow(one, 0.9, number) for number, one in enumerate(at, start=1)),
    )


def test_an_even_set_is_one_streak() -> None:
    streak = best_streak([made_set([0.45] * 20)])
    assert streak is not None
    assert streak.landings == 21
    assert streak.seconds == pytest.approx(9.0)


@pytest.mark.parametrize("odd_s", [0.9, 1.6, 0.3, 0.6])
def test_a_stumble_a_pause_and_a_missed_landing_end_a_streak(odd_s: float) -> None:
    streak = best_streak([made_set([0.45] * 6 + [odd_s] + [0.45] * 9)])
    assert streak is not None
    assert streak.landings == 10


def test_a_tempo_that_drifts_slowly_is_still_on_the_beat() -> None:
    streak = best_streak([made_set([0.40 * 1.01**number for number in range(20)])])
    assert streak is not None
    assert streak.landings == 21


def test_the_best_of_several_sets_is_named() -> None:
    streak = best_streak([made_set([0.45] * 5), made_set([0.45] * 8, round_=2), made_set([0.45] * 8, round_=3)])
    assert streak is not None
    assert (streak.landings, streak.set_number) == (9, 2)


def test_a_few_landings_are_no_streak() -> None:
    assert best_streak([]) is None
    assert best_streak([made_set([0.45, 0.45])]) is None
    assert best_streak([made_set([0.3, 0.6, 0.3, 0.6, 0.3])]) is None


@given(st.lists(st.floats(0.2, 3.0), max_size=40))
def test_a_streak_is_within_its_set(intervals_s: list[float]) -> None:
    one = made_set(intervals_s)
    streak = best_streak([one])
    if streak is not None:
        assert 4 <= streak.landings <= len(one.landings)
        assert streak.seconds <= sum(intervals_s) + 1e-6


def test_feet_that_take_turns_are_told_apart() -> None:
    (found,) = sides([(made_set([0.40, 0.50] * 8), Aim(turn=2))])
    assert found.names == ("one foot", "the other")
    assert found.intervals_s == pytest.approx((0.40, 0.50))
    assert found.difference == pytest.approx(-0.1 / 0.45)


def test_a_landing_that_was_not_heard_still_takes_its_turn() -> None:
    (found,) = sides([(made_set([0.40, 0.50] * 4 + [0.90] + [0.40, 0.50] * 4), Aim(turn=2))])
    assert found.intervals_s == pytest.approx((0.40, 0.50))


def test_two_steps_each_are_two_of_one_foot_then_two_of_the_other() -> None:
    (found,) = sides([(made_set([0.40, 0.40, 0.48, 0.48] * 5), Aim(turn=4))])
    assert found.intervals_s == pytest.approx((0.40, 0.48))


def test_sets_on_one_leg_are_compared_with_the_other_leg_of_their_round() -> None:
    left, right = (made_set([s] * 9, side=side) for s, side in [(0.40, "left"), (0.44, "right")])
    again = made_set([0.41] * 9, side="left", round_=2)
    (found,) = sides([(left, Aim()), (right, Aim()), (again, Aim())])
    assert (found.label, found.names) == ("round 1", ("left", "right"))
    assert found.intervals_s == pytest.approx((0.40, 0.44))


def test_feet_together_and_too_few_landings_have_no_sides() -> None:
    assert sides([(made_set([0.45] * 20), Aim()), (made_set([0.45] * 6), Aim(turn=2))]) == []
