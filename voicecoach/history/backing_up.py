"""A copy of the history that is whole, taken while sessions may be running."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from voicecoach.errors import HistoryError
from voicecoach.history.database import Database
from voicecoach.sqlite_files import MAGIC


def back_up(database: Database, target: Path) -> None:
    """Copy an SQLite history to `target` by SQLite's own backup, and check the copy; HistoryError if it can't be.

    The copy takes its name last: a backup that breaks off leaves the one before.  It takes the place of an earlier
    one, and of nothing else.
    """
    if database.path is None:
        raise HistoryError(
            f"{database.name} is a server's; back it up with the server's own tool (PostgreSQL: pg_dump), "
            "or session by session with `voicecoach export --format json`"
        )
    if target.exists() and target.samefile(database.path):
        raise HistoryError(f"{target} is the history itself; give another file")
    half = target.with_name(f"{target.name}.part")
    for path in (target, half):
        _refuse_to_replace(path)
    try:
        with database.reading() as source, closing(sqlite3.connect(half)) as copy:
            # SQLite's own, beneath SQLAlchemy's two layers: a disk that can only be read was opened as such.
            driver: Any = source.connection.driver_connection
            driver.backup(copy)
            # One file, without the two that a running database has beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
            (found,) = copy.execute("PRAGMA integrity_check").fetchone()
        if found != "ok":
            raise HistoryError(f"{database.name}: the copy is damaged ({found}); the backup was not kept")
        with half.open("rb") as file:
            os.fsync(file.fileno())
        half.replace(target)
    except (OSError, sqlite3.Error) as reason:
        told = reason.strerror if isinstance(reason, OSError) and reason.strerror else reason
        raise HistoryError(f"{target}: the backup can't be written ({told}); choose another FILE") from reason
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def _refuse_to_replace(path: Path) -> None:
    """Raise HistoryError if something is there that is neither empty nor a database."""
    try:
        if not path.exists():
            return
        if path.is_file():
            with path.open("rb") as file:
                begins = file.read(len(MAGIC))
            if begins in {b"", MAGIC}:
                return
    except OSError as reason:
        raise HistoryError(f"{path} can't be looked into ({reason.strerror}); choose another FILE") from reason
    raise HistoryError(f"{path} is there already and is no database; give another FILE, so that nothing is lost")
