"""A report says the same whatever the database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from lived import STARTED_AT, lived, origin

from voicecoach.history import queries
from voicecoach.history.aims import Aim
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession
from voicecoach.history.reporting.content import session_content, whole_content
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
