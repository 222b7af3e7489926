"""Weeks hold what their days held, also those without a session."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from lived import STARTED_AT, lived, origin

from voicecoach.history import queries
from voicecoach.history.aims import Aim
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession
from voicecoach.history.weeks import weeks


def aim_of(_circuit: str, exercise: str) -> Aim:
    return Aim(turn=4) if exercise == "hurdle-march" else Aim((2.0, 2.8))


def test_weeks_are_a_direct_recount_of_the_event_lines(database: Database) -> None:
    told: Counter[str] = Counter()
    with database.writing() as connection:
        for day in (0, 6, 21):
            lines = lived("ankle-stiffness", hops_hz=2.2, seed=day)
            KeptSession.begin(connection, origin(f"day {day}", STARTED_AT + timedelta(days=day))).add(connection, lines)
            told.update(lines[-1]["counts"])
    with database.reading() as connection:
        rows = queries.sessions(connection)
        sets = queries.sets(connection, [row.id for row in rows])
    found = weeks(rows, sets, aim_of)
    assert [week.monday for week in found] == [date(2026, 3, 2) + timedelta(weeks=number) for number in range(4)]
    assert [week.sessions for week in found] == [2, 0, 0, 1]
    assert sum(week.hops for week in found) == told["ankle-hops"]
    assert sum(week.steps for week in found) == told["hurdle-march"]
    assert found[0].cadence_hz == pytest.approx(2.2, rel=0.03)
    assert found[1].cadence_hz is None
    other = weeks(rows, sets, aim_of, "another circuit")
    assert [(week.hops, week.cadence_hz) for week in other] == [(week.hops, None) for week in found]
    assert weeks([], [], aim_of) == []
