"""A database of any age comes to this version's schema, on both kinds of database, and keeps what it holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from lived import lived, origin
from sqlalchemy import Connection, inspect, text

from voicecoach.errors import HistoryError
from voicecoach.history import tables
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession
from voicecoach.history.migrating import Step, migrate, steps, version_of
from voicecoach.history.rows import read_lines

NEWEST = steps()[-1].version
ROWS = {
    1: """\
INSERT INTO session (uid, person, machine, started_at, utc_offset_min, circuit, level, version, seconds, landings)
    VALUES ('old', 'ada', 'pi', '2026-01-05 07:00:00', 60, 'demo', 'start', '0.2.0', 74.5, 1);
INSERT INTO work_set (session_id, number, exercise, round, started_at_s, planned_s, count)
    VALUES (1, 1, 'ankle-hops', 1, 10.0, 10.0, 1);
INSERT INTO landing (session_id, seq, set_number, t, at_s, heard_at_s, confidence, step, count)
    VALUES (1, 1, 1, 11.1, 11.0, 11.05, 0.9, 'ankle-hops', 1);
INSERT INTO cue (session_id, seq, t, cue_id, lane, words, start_at_s, end_at_s)
    VALUES (1, 2, 12.0, 'advice.beat', 'advice', 'Find the beat.', 11.5, 12.0);
INSERT INTO note (session_id, seq, t, event, data) VALUES (1, 0, 10.0, 'step_started', '{"step": "ankle-hops"}');
""",
}
"""Rows as the program of each version wrote them."""


@pytest.fixture
def empty(url: str) -> Iterator[Database]:
    """Give a database without a table."""
    database = Database(url)
    with database.writing() as connection:
        for table in ("note", "cue", "landing", "work_set", "session", "schema_version"):
            connection.execute(text(f"DROP TABLE {table}"))
    yield database
    database.close()


def shape(connection: Connection) -> dict[str, list[str]]:
    found = inspect(connection)
    return {table: [column["name"] for column in found.get_columns(table)] for table in found.get_table_names()}


def test_a_new_database_has_the_tables_that_queries_see(database: Database) -> None:
    with database.reading() as connection:
        assert version_of(connection) == NEWEST
        found = shape(connection)
    found.pop("schema_version")
    found.pop("sqlite_sequence", None)
    assert found == {table.name: [column.name for column in table.columns] for table in tables.metadata.sorted_tables}


@pytest.mark.parametrize("version", [step.version for step in steps()])
def test_from_every_version_on_rows_are_kept(empty: Database, url: str, version: int) -> None:
    with empty.writing() as connection:
        migrate(connection, [step for step in steps() if step.version <= version])
        for statement in Step(version, ROWS[version]).statements("any"):
            connection.execute(text(statement.replace(":", "\\:")))
    again = Database(url)
    with again.reading() as connection:
        assert version_of(connection) == NEWEST
        assert [line["event"] for line in read_lines(connection, 1)] == ["step_started", "landing", "cue"]
    with again.writing() as connection:
        assert KeptSession.begin(connection, origin("next")).id == 2
    again.close()


def test_a_step_that_is_yet_to_come_changes_a_database_in_use(database: Database) -> None:
    with database.writing() as connection:
        KeptSession.begin(connection, origin("now")).add(connection, lived())
    to_come = Step(NEWEST + 1, "ALTER TABLE session ADD COLUMN mood TEXT;\nUPDATE session SET mood = 'good';")
    with database.writing() as connection:
        migrate(connection, [*steps(), to_come])
    with database.writing() as connection:
        migrate(connection, [*steps(), to_come])  # once is enough
        assert version_of(connection) == NEWEST + 1
        assert connection.execute(text("SELECT mood FROM session")).scalar() == "good"


def test_a_step_that_breaks_off_leaves_the_schema_before_it(database: Database) -> None:
    broken = Step(NEWEST + 1, "ALTER TABLE session ADD COLUMN mood TEXT;\nUPDATE nowhere SET mood = 'good';")
    with pytest.raises(HistoryError, match="nowhere"), database.writing() as connection:
        migrate(connection, [*steps(), broken])
    with database.reading() as connection:
        assert version_of(connection) == NEWEST
        assert "mood" not in shape(connection)["session"]


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(database: Database, url: str) -> None:
    with database.writing() as connection:
        connection.execute(text("INSERT INTO schema_version VALUES (999, '2040-01-01 00:00:00')"))
    with pytest.raises(HistoryError, match="newer voicecoach"):
        Database(url)


def test_another_programs_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.executescript("CREATE TABLE bookmarks (id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT);")
    before = path.read_bytes()
    with pytest.raises(HistoryError, match=r"other\.db: this is another program's database \(bookmarks is in it\)"):
        Database(f"sqlite:///{path}")
    assert path.read_bytes() == before
