"""What history answers: lists, sets with landings and advice, weeks, the last hops; the same on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from lived import STARTED_AT, lived, origin

from voicecoach.errors import HistoryError
from voicecoach.history import queries
from voicecoach.history.cards import Line
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession, forget
from voicecoach.history.queries import Wanted


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return lived()


def keep(database: Database, lines: list[Line], at: datetime, person: str = "ada") -> int:
    with database.writing() as connection:
        kept = KeptSession.begin(connection, origin(f"{person} {at}", at, person))
        kept.add(connection, lines)
        return kept.id


def test_sessions_are_found_by_circuit_person_and_days(database: Database, lines: list[Line]) -> None:
    for day in range(4):
        keep(database, lines, STARTED_AT + timedelta(days=day))
    keep(database, lived("hop-test"), STARTED_AT, "bob")
    with database.reading() as connection:

        def of(**wanted: Any) -> list[int]:  # noqa: ANN401 - whatever can be wanted
            return [row.id for row in queries.sessions(connection, Wanted(**wanted))]

        assert of() == [1, 5, 2, 3, 4]
        assert of(circuit="hop-test") == of(person="bob") == [5]
        assert of(since=date(2026, 3, 4)) == [3, 4]
        assert of(until=date(2026, 3, 3), person="ada") == [1, 2]
        assert of(since=date.min, until=date.max, circuit="demo") == [1, 2, 3, 4]
        assert of(since=date(2026, 3, 3), until=date(2026, 3, 2)) == []


def test_a_session_late_in_the_evening_is_that_days_wherever_it_is_looked_at(
    database: Database, lines: list[Line]
) -> None:
    late_in_auckland = datetime(2026, 3, 1, 23, 50, tzinfo=timezone(timedelta(hours=13)))
    early_in_honolulu = datetime(2026, 3, 2, 0, 10, tzinfo=timezone(timedelta(hours=-10)))
    for at in (late_in_auckland, early_in_honolulu):
        keep(database, lines, at)
    with database.reading() as connection:
        first, second = queries.sessions(connection)
        assert (first.day, second.day) == (date(2026, 3, 1), date(2026, 3, 2))
        assert first.started_at.utcoffset() == timedelta(hours=13)
        assert [row.id for row in queries.sessions(connection, Wanted(until=date(2026, 3, 1)))] == [1]


def test_sets_come_with_the_landings_that_fell_in_them(database: Database, lines: list[Line]) -> None:
    keep(database, lines, STARTED_AT)
    keep(database, lines, STARTED_AT + timedelta(days=1))
    told = [line for line in lines if line["event"] == "landing"]
    with database.reading() as connection:
        found = queries.sets(connection, [2, 1], with_landings=True)
        bare = queries.sets(connection, [2])
    assert [one.session_id for one in found] == [2] * 4 + [1] * 4
    assert [one.exercise for one in found[:4]] == ["calf-hold", "calf-hold", "ankle-hops", "ankle-hops"]
    assert [landing.at_s for one in found[:4] for landing in one.landings] == [line["at"] for line in told]
    hops = found[2]
    assert hops.count == len(hops.landings) == len(hops.intervals_s) + 1
    assert hops.rhythm is not None
    assert hops.rhythm.cadence_hz == pytest.approx(2.2, abs=0.1)
    assert all(hops.started_at_s <= one.at_s <= hops.started_at_s + hops.seconds for one in hops.landings)
    assert [one.landings for one in bare] == [()] * 4
    assert [one.count for one in bare] == [one.count for one in found[:4]]


def seconds_of(database: Database, lines: list[Line]) -> list[float]:
    session_id = keep(database, lines, STARTED_AT)
    with database.reading() as connection:
        return [one.seconds for one in queries.sets(connection, [session_id])]


@pytest.mark.parametrize("older", [False, True])
def test_a_set_s_seconds_are_those_it_was_worked_whoever_kept_it(
    database: Database, lines: list[Line], *, older: bool
) -> None:
    """Of an older version it is only known when the last landing had been heard, almost a second after the work."""
    planned = [line["seconds"] for line in lines if line["event"] == "step_started"]
    if older:
        lines = [{**line, "seconds": None} if line["event"] == "step_ended" else line for line in lines]
    assert seconds_of(database, lines) == pytest.approx(planned)


@pytest.mark.parametrize("told", [True, "ten", -1.0, 1e300, 10**400])
def test_seconds_that_can_t_be_are_not_believed(database: Database, lines: list[Line], told: object) -> None:
    planned = [line["seconds"] for line in lines if line["event"] == "step_started"]
    odd = [{**line, "seconds": told} if line["event"] == "step_ended" else line for line in lines]
    assert all(0.0 <= one <= most + 1e-6 for one, most in zip(seconds_of(database, odd), planned, strict=True))


def test_a_set_that_was_left_has_the_seconds_until_then(database: Database, lines: list[Line]) -> None:
    left = [{**line, "seconds": 3.5} if line["event"] == "step_ended" else line for line in lines]
    assert seconds_of(database, left) == pytest.approx([3.5] * 4)


def test_advice_is_shown_where_it_was_said_with_its_rule(database: Database, lines: list[Line]) -> None:
    place = next(n for n, line in enumerate(lines) if line["event"] == "landing" and line["count"] == 9)
    at = lines[place]["t"]
    said = {"id": "advice.beat", "text": "Find the beat.", "lane": "advice", "start": at + 0.2, "end": at + 1.0}
    advice = [{"t": at, "event": "advice", "rule": "irregular"}, {"t": at + 1.0, "event": "cue", **said}]
    keep(database, [*lines[: place + 1], *advice, *lines[place + 1 :]], STARTED_AT)
    with database.reading() as connection:
        found = queries.sets(connection, [1], with_landings=True)
    assert [len(one.advice) for one in found] == [0, 0, 1, 0]
    (spoken,) = found[2].advice
    assert (spoken.rule, spoken.words, spoken.start_at_s) == ("irregular", "Find the beat.", at + 0.2)


def test_a_session_is_named_by_its_number_or_as_the_last(database: Database, lines: list[Line]) -> None:
    with database.reading() as connection, pytest.raises(HistoryError, match="no session yet"):
        queries.session(connection, "last")
    keep(database, lines, STARTED_AT)
    keep(database, lines, STARTED_AT - timedelta(days=1))
    with database.reading() as connection:
        assert queries.session(connection, "last").id == 1
        assert queries.session(connection, "2").id == 2
    for named in ("3", "-1", "first", "1;2", "9" * 30, "²"):
        with database.reading() as connection, pytest.raises(HistoryError):
            queries.session(connection, named)


def test_a_deleted_session_is_gone_with_all_its_lines_and_its_number(database: Database, lines: list[Line]) -> None:
    for day in range(2):
        keep(database, lines, datetime(2026, 1, 1 + day, tzinfo=UTC))
    with database.writing() as connection:
        forget(connection, 2)
    assert keep(database, lines, STARTED_AT) == 3
    with database.reading() as connection:
        assert [row.id for row in queries.sessions(connection)] == [1, 3]
        assert queries.sets(connection, [2], with_landings=True) == []
