"""What the history tells a coming session of a person's last ones; the same on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from lived import STARTED_AT, lived, origin

from voicecoach.circuit.model import Level
from voicecoach.coaching.levels import Grade, grade
from voicecoach.coaching.past import Past
from voicecoach.history.asked import asked
from voicecoach.history.cards import Line
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession
from voicecoach.history.looking_back import LAST_SESSIONS, past_of

NOW = STARTED_AT + timedelta(days=2, hours=10)
"""A Wednesday."""


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return lived("ankle-stiffness")


def keep(
    database: Database, lines: Sequence[Line], *started_at: datetime, person: str = "ada", name: str = "one"
) -> None:
    with database.writing() as connection:
        for number, at in enumerate(started_at):
            KeptSession.begin(connection, origin(f"{name}{number}", at, person)).add(connection, lines)


def looked_back(database: Database, now: datetime = NOW) -> Past:
    with database.reading() as connection:
        return past_of(connection, "ada", asked, now)


def test_there_is_no_past_before_the_first_session(database: Database) -> None:
    assert looked_back(database) == Past((), weekday=2)


def test_a_session_is_its_sets_of_hops_and_how_long_ago_it_was(database: Database, lines: list[Line]) -> None:
    keep(database, lines, STARTED_AT)
    keep(database, lines, STARTED_AT, person="bob", name="two")
    (found,) = looked_back(database).sessions
    assert (found.circuit, found.level, found.days_ago, found.finished) == ("ankle-stiffness", Level.START, 2, True)
    assert [one.exercise for one in found.sets] == ["ankle-hops"] * 3
    assert [one.count for one in found.sets] == [
        line["count"] for line in lines if line["event"] == "step_ended" and line["step"] == "ankle-hops"
    ]
    assert found.sets[0].target_hz == (2.0, 2.8)
    assert found.ended_ago_s == pytest.approx(58 * 3600.0 - lines[-1]["seconds"], abs=1.0)
    assert grade(found, 3) is Grade.CLEAN


def test_days_and_weeks_are_those_of_the_wall(database: Database, lines: list[Line]) -> None:
    hops = sum(line["count"] for line in lines if line["event"] == "step_ended" and line["step"] == "ankle-hops")
    keep(database, lines, STARTED_AT - timedelta(days=1), STARTED_AT, NOW - timedelta(hours=3))
    past = looked_back(database)
    assert (past.hops_today, past.hops_this_week) == (hops, 2 * hops)


def test_how_sure_a_count_was_and_that_the_budget_ended_it_are_known(database: Database, lines: list[Line]) -> None:
    doubted = [
        {**line, "confidence": 0.4} if line["event"] == "step_ended" and line["round"] == 2 else line for line in lines
    ]
    spent = {"t": 100.0, "event": "budget_used", "step": "ankle-hops", "round": 2, "hops": 30}
    keep(database, [*doubted[:-1], spent, doubted[-1]], STARTED_AT)
    (found,) = looked_back(database).sessions
    assert [one.is_believed for one in found.sets] == [True, False, True]
    assert found.budget_used


def test_only_the_last_sessions_are_looked_back_on_the_oldest_first(database: Database) -> None:
    short = lived("hop-test")
    days = [STARTED_AT - timedelta(days=day) for day in range(LAST_SESSIONS + 5)]
    keep(database, short, *days)
    found = looked_back(database).sessions
    assert [one.days_ago for one in found] == [*range(LAST_SESSIONS + 1, 1, -1)]
