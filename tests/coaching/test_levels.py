"""The next level is offered after clean sessions only; a break or a hard day suggests an easier one."""

from __future__ import annotations

import pytest
from any_past import hop_set, past, pasts, rhythm, session, sessions
from hypothesis import given

from voicecoach.circuit.model import Level
from voicecoach.coaching.levels import BREAK_DAYS, CLEAN_NEEDED, Grade, LevelOffer, Why, grade, offered_level
from voicecoach.coaching.past import Past, PastSession, hop_sets
from voicecoach.cuefiles import load_circuit

CIRCUIT = load_circuit("ankle-stiffness")
LEVELS = list(Level)

FADED = hop_set(found=rhythm(drift=-0.2))
SLOW = hop_set(found=rhythm(1.7))
UNEVEN = hop_set(found=rhythm(variation=0.15))
DOUBTFUL = hop_set(confidence=0.4)
LEFT_EARLY = hop_set(seconds=4.0, count=9)
GOOD = hop_set()


def clean_days(number: int, level: Level = Level.START, until: int = 2) -> list[PastSession]:
    return [session(until + 2 * ago, level) for ago in range(number)]


def offered(*done: PastSession) -> LevelOffer:
    return offered_level(past(*done), CIRCUIT)


def test_the_first_session_is_at_the_first_level() -> None:
    assert offered() == LevelOffer(Level.START, Why.FIRST)


def test_the_next_level_is_offered_after_enough_clean_sessions_and_not_before() -> None:
    assert offered(*clean_days(CLEAN_NEEDED - 1)) == LevelOffer(Level.START, Why.SAME, CLEAN_NEEDED - 1)
    assert offered(*clean_days(CLEAN_NEEDED)) == LevelOffer(Level.BUILD, Why.READY, CLEAN_NEEDED)


def test_clean_sessions_count_anew_at_every_level_and_there_is_none_above_the_last() -> None:
    start = clean_days(CLEAN_NEEDED, until=8)
    assert offered(*start, session(2, Level.BUILD)) == LevelOffer(Level.BUILD, Why.SAME, 1)
    full = clean_days(9, Level.FULL)
    assert offered(*full) == LevelOffer(Level.FULL, Why.SAME, 9)


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        ((GOOD, GOOD, GOOD), Grade.CLEAN),
        ((GOOD, GOOD, FADED), Grade.MIXED),
        ((GOOD, GOOD, SLOW), Grade.MIXED),
        ((GOOD, GOOD, UNEVEN), Grade.MIXED),
        ((GOOD, GOOD), Grade.MIXED),
        ((GOOD, GOOD, LEFT_EARLY), Grade.MIXED),
        ((GOOD, LEFT_EARLY, GOOD, GOOD), Grade.CLEAN),
        ((GOOD, FADED, SLOW), Grade.HARD),
        ((GOOD, GOOD, DOUBTFUL), Grade.UNKNOWN),
        ((), Grade.UNKNOWN),
    ],
)
def test_a_session_is_clean_if_every_set_was_done_believed_even_quick_and_did_not_fade(
    sets: tuple[object, ...], expected: Grade
) -> None:
    assert grade(session(sets=sets), hop_sets(CIRCUIT)) is expected  # type: ignore[arg-type]


def test_a_session_that_was_stopped_is_not_clean_and_one_that_the_budget_ended_is_not_judged() -> None:
    assert grade(session(finished=False), 3) is Grade.MIXED
    assert grade(session(budget_used=True), 3) is Grade.UNKNOWN


def test_one_mixed_session_begins_the_row_of_clean_ones_anew() -> None:
    mixed = session(4, sets=(GOOD, GOOD, FADED))
    assert offered(*clean_days(5, until=6), mixed, session(2)) == LevelOffer(Level.START, Why.SAME, 1)


def test_a_session_too_loud_to_count_neither_helps_nor_harms() -> None:
    loud = session(1, sets=(GOOD, DOUBTFUL, GOOD))
    assert offered(*clean_days(CLEAN_NEEDED), loud).why is Why.READY


def test_a_hard_session_suggests_the_level_below_and_a_hard_first_level_stays() -> None:
    hard = (FADED, FADED, GOOD)
    assert offered(session(2, Level.BUILD, sets=hard)) == LevelOffer(Level.START, Why.HARD)
    assert offered(session(2, sets=hard)) == LevelOffer(Level.START, Why.HARD)


def test_a_break_suggests_the_level_below() -> None:
    assert offered(session(BREAK_DAYS, Level.FULL)) == LevelOffer(Level.BUILD, Why.BREAK)
    assert offered(session(BREAK_DAYS - 1, Level.FULL)).why is Why.SAME


def test_hops_of_another_circuit_are_no_break_but_no_reason_for_more_either() -> None:
    long_ago = clean_days(CLEAN_NEEDED - 1, until=BREAK_DAYS)
    rope = session(3, Level.FULL, circuit="jump-rope")
    assert offered(*long_ago, rope) == LevelOffer(Level.START, Why.SAME, CLEAN_NEEDED - 1)


def test_a_circuit_that_is_the_same_at_every_level_offers_no_other() -> None:
    hop_test = load_circuit("hop-test")
    done = [session(day, circuit="hop-test", sets=(GOOD,)) for day in (2, 4, 6, 8)]
    assert offered_level(past(*done), hop_test).level is Level.START


@given(pasts())
def test_whatever_the_past_no_level_is_more_than_one_from_the_last(any_past: Past) -> None:
    offer = offered_level(any_past, CIRCUIT)
    last = next(any_past.of_circuit(CIRCUIT.id), None)
    before = Level.START if last is None or last.level is None else last.level
    assert abs(LEVELS.index(offer.level) - LEVELS.index(before)) <= 1


@given(pasts(), sessions())
def test_whatever_the_past_more_is_offered_only_after_clean_sessions(any_past: Past, newest: PastSession) -> None:
    any_past = past(*any_past.sessions, newest, weekday=any_past.weekday)
    offer = offered_level(any_past, CIRCUIT)
    if offer.why is Why.READY:
        judged = [grade(one, 3) for one in any_past.of_circuit(CIRCUIT.id)]
        assert [one for one in judged if one is not Grade.UNKNOWN][:CLEAN_NEEDED] == [Grade.CLEAN] * CLEAN_NEEDED
