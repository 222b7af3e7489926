"""A report says the same whatever the database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from lived import STARTED_AT, lived, origin

from voicecoach.history import queries
from voicecoach.history.aims import Aim
from voicecoach.history.cards import Line
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession
from voicecoach.history.reporting.content import LISTED, session_content, whole_content
from voicecoach.history.reporting.page import page


def pages(url: str) -> list[str]:
    """Keep three sessions and return the pages of the last one and of all."""
    database = Database(url)
    with database.writing() as connection:
        for day in (0, 2, 9):
            started = origin(f"day {day}", STARTED_AT + timedelta(days=day))
            KeptSession.begin(connection, started).add(connection, lived("demo", hops_hz=2.0 + 0.1 * day, seed=day))
    with database.reading() as connection:
        rows = queries.sessions(connection)
        contents = [session_content(connection, rows[-1], aim_of), whole_content(connection, rows, aim_of)]
    database.close()
    return [page(content) for content in contents]


def aim_of(_circuit: str, _exercise: str) -> Aim:
    return Aim((2.0, 2.8))


def test_postgres_and_sqlite_give_the_same_reports(tmp_path: Path, postgres_url: str) -> None:
    assert pages(f"sqlite:///{tmp_path / 'history.db'}") == pages(postgres_url)


def told(folder: Path, *sessions: tuple[str, list[Line]]) -> tuple[str, str]:
    """Keep a session a day and return what is said first of the last one, and in the report of all."""
    database = Database(f"sqlite:///{folder / 'history.db'}")
    with database.writing() as connection:
        for day, (circuit, lines) in enumerate(sessions):
            started = origin(f"day {day}", STARTED_AT + timedelta(days=day))
            named = [{**lines[0], "circuit": circuit}, *lines[1:]]
            KeptSession.begin(connection, started).add(connection, named)
    with database.reading() as connection:
        rows = queries.sessions(connection)
        contents = session_content(connection, rows[-1], aim_of), whole_content(connection, rows, aim_of)
    database.close()
    return contents[0].sentences[0], contents[1].sentences[0]


HEARD = lived()
UNHEARD = [
    {**line, "count": None} if line["event"] == "step_ended" else line for line in HEARD if line["event"] != "landing"
]


def test_only_the_first_session_is_called_that(tmp_path: Path) -> None:
    assert all("your first session of demo" in one for one in told(tmp_path, ("demo", HEARD)))


def test_hops_that_are_counted_for_the_first_time_are_no_first_session(tmp_path: Path) -> None:
    said = told(tmp_path, ("demo", UNHEARD), ("demo", UNHEARD), ("demo", HEARD))
    assert all("first session of demo in which hops were counted" in one for one in said)


def test_a_session_that_no_microphone_heard_is_not_one_of_fewer_hops(tmp_path: Path) -> None:
    one, _ = told(tmp_path, ("demo", HEARD), ("demo", UNHEARD))
    assert one == "No hops were counted in this session; there is nothing to compare."


def test_a_circuit_that_was_long_left_alone_is_compared_all_the_same(tmp_path: Path) -> None:
    said = told(tmp_path, ("test", HEARD), *[("demo", HEARD)] * (LISTED + 5), ("test", HEARD))
    assert all(one.startswith("About the same tempo as last time: ") for one in said), said


@pytest.mark.parametrize("until_s", [0.0, 20.0, 31.0, 45.0])
def test_a_session_that_still_runs_is_reported_as_far_as_it_is(tmp_path: Path, until_s: float) -> None:
    database = Database(f"sqlite:///{tmp_path / 'history.db'}")
    lines = lived("ankle-hops", until=until_s)
    with database.writing() as connection:
        KeptSession.begin(connection, origin("running")).add(connection, lines)
    with database.reading() as connection:
        content = session_content(connection, queries.session(connection, "last"), aim_of)
    database.close()
    heard = sum(line["event"] == "landing" for line in lines)
    assert "still running" in content.about
    assert sum(len(plate.rows) for plate in content.plates if plate.key.startswith("rhythm")) == heard
    assert page(content).count("<svg") == len(content.plates)
