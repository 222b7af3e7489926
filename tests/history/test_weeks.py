"""Weeks hold what their days held, also those without a session."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from lived import STARTED_AT, lived, origin

from voicecoach.history import queries
from voicecoach.history.aims import Aim
from voicecoach.history.cards import Line
from voicecoach.history.coached import coached
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession
from voicecoach.history.weeks import weeks


def nothing_is_known(_circuit: str, _exercise: str) -> Aim:
    return Aim()


def budget(week_limit: int | None) -> Line:
    return {"t": 0.0, "event": "budget", "today": 0, "week": 0, "day_limit": 100, "week_limit": week_limit, "left": 90}


def test_weeks_are_a_direct_recount_of_the_event_lines(database: Database) -> None:
    told: Counter[str] = Counter()
    limits = {0: [], 6: [budget(300)], 21: []}
    with database.writing() as connection:
        for day in (0, 6, 21):
            lines = lived("ankle-stiffness", hops_hz=2.2, seed=day)
            KeptSession.begin(connection, origin(f"day {day}", STARTED_AT + timedelta(days=day))).add(
                connection, [lines[0], *limits[day], *lines[1:]]
            )
            told.update(lines[-1]["counts"])
    with database.reading() as connection:
        rows = queries.sessions(connection)
        sets = queries.sets(connection, [row.id for row in rows])
        went_by = coached(connection, rows, nothing_is_known)
    found = weeks(rows, sets, went_by)
    assert [week.monday for week in found] == [date(2026, 3, 2) + timedelta(weeks=number) for number in range(4)]
    assert [week.enough for week in found] == [300, 300, 300, 300]
    assert [week.sessions for week in found] == [2, 0, 0, 1]
    assert sum(week.hops for week in found) == told["ankle-hops"]
    assert sum(week.steps for week in found) == told["hurdle-march"]
    assert found[0].cadence_hz == pytest.approx(2.2, rel=0.03)
    assert found[1].cadence_hz is None
    other = weeks(rows, sets, went_by, "another circuit")
    assert [(week.hops, week.cadence_hz) for week in other] == [(week.hops, None) for week in found]
    assert weeks([], [], went_by) == []


def test_enough_is_what_a_week_s_last_session_was_told_and_stays_so(database: Database) -> None:
    told = {0: None, 7: 300, 9: 420, 10: None, 28: 510}
    with database.writing() as connection:
        for day, limit in told.items():
            begun = KeptSession.begin(connection, origin(f"day {day}", STARTED_AT + timedelta(days=day)))
            begun.add(connection, [*lived("hop-test", until=1.0), budget(limit)])
    with database.reading() as connection:
        rows = queries.sessions(connection)
        found = weeks(rows, [], coached(connection, rows, nothing_is_known))
    assert [week.enough for week in found] == [None, 420, 420, 420, 510]
