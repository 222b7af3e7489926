"""What may not be written over."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from voicecoach.sqlite_files import is_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Path]:
    """Yield a database that is open and has what was just committed beside it."""
    path = tmp_path / "history.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE sets (count INTEGER)")
        connection.commit()
        yield path


def test_a_database_is_known_by_any_name(database: Path) -> None:
    link = database.with_name("report.html")
    link.symlink_to(database)
    assert is_database(database)
    assert is_database(link)


def test_what_lies_beside_an_open_database_belongs_to_it(database: Path) -> None:
    assert is_database(database.with_name("history.db-wal"))
    assert is_database(database.with_name("history.db-shm"))


def test_nothing_else_is_one(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>SQLite format 3", "utf-8")
    (tmp_path / "empty").touch()
    for name in ("page.html", "empty", "missing", "page.html-wal", "-wal", "missing/deeper", "nul\0"):
        assert not is_database(tmp_path / name)
    assert not is_database(tmp_path)
    assert not is_database(Path("-wal"))
