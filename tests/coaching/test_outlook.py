"""What a session knows of the past: how many hops are left, what is said of rest and level, what to aim for."""

from __future__ import annotations

import pytest
from any_past import DAY_S, hop_set, past, pasts, rhythm, session
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.circuit.model import Level
from voicecoach.coaching.allowance import Budget, budget_of, dose
from voicecoach.coaching.levels import CLEAN_NEEDED
from voicecoach.coaching.outlook import Outlook, Wanted, look_ahead
from voicecoach.coaching.past import Past, PastSession
from voicecoach.cuefiles import load_circuit

CIRCUIT = load_circuit("ankle-stiffness")
CIRCUITS = [load_circuit(name) for name in ("ankle-stiffness", "ankle-hops", "jump-rope", "hop-test")]


def outlook(*done: PastSession, level: Level = Level.START, wanted: Wanted | None = None, weekday: int = 3) -> Outlook:
    return look_ahead(past(*done, weekday=weekday), CIRCUIT, level, wanted)


def lines(found: Outlook) -> list[str]:
    return [one.line for one in found.opening]


def clean_days(number: int, level: Level = Level.START) -> list[PastSession]:
    return [session(3 + 2 * ago, level) for ago in range(number)]


def test_nobody_s_first_session_is_limited_warned_or_aimed() -> None:
    first = outlook()
    assert (first.budget, first.opening, first.offer, first.targets) == (None, (), None, ())
    assert first.aiming == CIRCUIT


@pytest.mark.parametrize(
    ("days_ago", "ended_ago_s", "said"),
    [
        (0, 3600.0, ["rest_needed_today", "hops_left"]),
        (1, 20 * 3600.0, ["rest_needed_yesterday"]),
        (2, 40 * 3600.0, ["rest_needed_recently"]),
        (2, 49 * 3600.0, []),
        (-1, -DAY_S, []),
    ],
)
def test_hops_within_48_hours_are_a_reason_to_rest(days_ago: int, ended_ago_s: float, said: list[str]) -> None:
    assert lines(outlook(session(days_ago, ended_ago_s=ended_ago_s))) == said


def test_a_few_hops_are_nothing_to_rest_from() -> None:
    assert lines(outlook(session(1, sets=(hop_set(8),)))) == []


def test_a_beginner_s_day_has_a_hundred_hops_and_the_week_three_such_days() -> None:
    assert outlook(session(0)).budget == Budget(66, 66, 100, 300, 34)
    week = [session(day, sets=(hop_set(90),)) for day in (1, 2, 3)]
    assert outlook(*week).budget == Budget(0, 270, 100, 300, 30)
    assert outlook(*week, weekday=1).budget == Budget(0, 90, 100, 300, 100)


def test_what_is_enough_grows_with_the_level_that_was_shown_not_with_the_level_that_is_asked() -> None:
    def day_limit(found: Outlook) -> int | None:
        return found.budget.day_limit if found.budget else None

    assert day_limit(outlook(*clean_days(1), level=Level.FULL)) == 100
    assert day_limit(outlook(*clean_days(CLEAN_NEEDED))) == dose(CIRCUIT, Level.BUILD) == 143
    assert day_limit(outlook(*clean_days(1, Level.FULL))) == dose(CIRCUIT, Level.FULL) == 252


def test_with_nothing_left_that_is_said_instead_of_the_rest() -> None:
    used = outlook(session(0, sets=(hop_set(97),)))
    assert used.budget is not None
    assert used.budget.leaves_no_set(0)
    assert lines(used) == ["hops_used_up"]


def test_the_user_decides() -> None:
    today = session(0, sets=(hop_set(97),))
    assert outlook(today, wanted=Wanted(unlimited=True)).budget is None
    assert lines(outlook(today, wanted=Wanted(unlimited=True))) == []
    asked = outlook(today, wanted=Wanted(hops=60))
    assert asked.budget == Budget(97, 97, None, None, 60)
    assert outlook(wanted=Wanted(hops=60)).budget == Budget(0, 0, None, None, 60)


def test_a_level_harder_than_suits_is_answered_with_an_easier_one() -> None:
    assert lines(outlook(session(20, Level.BUILD), level=Level.BUILD)) == ["level_easier"]
    assert lines(outlook(session(20, Level.BUILD), level=Level.START)) == []
    assert lines(outlook(session(3), level=Level.FULL)) == ["hops_left", "level_easier"]


def test_the_next_level_is_ready_after_the_session_that_completes_the_row() -> None:
    good = (hop_set(),) * 3
    almost = outlook(*clean_days(CLEAN_NEEDED - 1))
    assert almost.ready_after(good) is not None
    assert almost.ready_after((*good[:2], hop_set(found=rhythm(drift=-0.2)))) is None
    assert outlook(*clean_days(CLEAN_NEEDED)).ready_after(()) is None  # without a microphone nothing was heard
    assert outlook(*clean_days(CLEAN_NEEDED - 2)).ready_after(good) is None
    assert outlook(*clean_days(9, Level.FULL), level=Level.FULL).ready_after(good) is None


def test_the_steps_aim_for_ones_own_rhythm_unless_told_otherwise() -> None:
    done = clean_days(4)  # at 2.3 hops a second
    aims = {step.exercise: step.target_hz for step in outlook(*done).aiming.steps}
    assert aims["ankle-hops"] == pytest.approx((2.1, 2.5))
    assert aims["hurdle-march"] is None
    assert outlook(*done, wanted=Wanted(own_target=False)).aiming == CIRCUIT
    (asked,) = outlook(wanted=Wanted(target_hz=2.6)).targets
    assert (asked.slowest_hz, asked.quickest_hz) == pytest.approx((2.4, 2.8))


@given(pasts(), st.sampled_from(CIRCUITS))
def test_whatever_the_past_the_budget_is_never_negative_nor_more_than_a_day_s(any_past: Past, circuit: object) -> None:
    found = budget_of(any_past, circuit)  # type: ignore[arg-type]
    assert found.day_limit is not None
    assert 0 <= found.left <= found.day_limit
    assert found.left + found.today <= max(found.day_limit, found.today)
