"""The database: opened, brought to this version's schema, and every failure told in one sentence."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from voicecoach.errors import HistoryError
from voicecoach.history.migrating import VERSIONS, migrate, steps, version_of
from voicecoach.history.place import EXAMPLE, read_place
from voicecoach.sqlite_files import is_not_ours

WRITES: Final = "voicecoach_writes"
_AGAIN_S: Final = 0.02
_PRIMARY: Final = 0xFF
"""The bits of an error's code that tell its kind: https://sqlite.org/rescode.html"""
_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"


class Database:
    """An open history.

    Parameters
    ----------
    url
        An SQLAlchemy URL; a folder of an SQLite file that is missing is made.
    patience_s
        How long to wait for a server's answer, or for another writer to finish.

    Raises
    ------
    HistoryError
        It can't be opened, or was written by a newer version.
    """

    def __init__(self, url: str, *, patience_s: float = 15.0) -> None:
        self._place = read_place(url)
        self.name = self._place.name
        """What a person calls it: a file, or a URL without its password."""
        with self._telling(), self._doubting_the_url():
            self._engine = self._open(patience_s)
        try:
            with self.reading() as connection:
                present = version_of(connection)
            if present != steps()[-1].version:
                with self.writing() as connection:
                    migrate(connection, steps())
        except BaseException:
            self.close()
            raise

    @property
    def path(self) -> str | None:
        """The file, if it is one."""
        return self._place.path

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that reads one state of things; HistoryError for whatever fails within."""
        with self._telling(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are all kept at its end, or none; HistoryError for whatever fails."""
        with self._telling(), self._engine.execution_options(**{WRITES: True}).begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def _open(self, patience_s: float) -> Engine:
        url = self._place.url
        if self._place.is_sqlite:
            if self.path is not None:
                Path(self.path).parent.mkdir(parents=True, exist_ok=True)
            readable = _readable(url, self.path)
            engine = create_engine(readable, connect_args={"timeout": patience_s})
            event.listen(engine, "connect", _set_up_sqlite)
            event.listen(engine, "connect", self._refuse_another_programs)
            if readable is url:
                event.listen(engine, "connect", partial(_write_ahead, patience_s))
            event.listen(engine, "begin", _begin_sqlite)
        else:
            arguments = dict(self._place.arguments)
            if url.get_driver_name() == "pg8000":
                arguments["timeout"] = patience_s
            # A connection a transaction: a server that was restarted meanwhile costs nobody a stale one.
            engine = create_engine(url, connect_args=arguments, poolclass=NullPool)
        event.listen(engine, "do_connect", self._connect)
        return engine

    def _refuse_another_programs(self, connection: sqlite3.Connection, _record: object) -> None:
        tables = {name for (name,) in connection.execute(_TABLES)}
        if tables and VERSIONS not in tables:
            raise HistoryError(
                f"{self.name}: this is another program's database ({min(tables)} is in it) and stays as it is; "
                "set VOICECOACH_DATABASE to a file of its own"
            )

    def _connect(self, dialect: Dialect, _record: object, words: list[Any], options: dict[str, Any]) -> Any:  # noqa: ANN401 - a driver's
        with self._doubting_the_url():
            return dialect.connect(*words, **options)

    @contextmanager
    def _doubting_the_url(self) -> Iterator[None]:
        """Tell what a driver stumbles over that has no error for it: an option it has not, a host that can't be one."""
        try:
            yield
        except (TypeError, ValueError, AttributeError, LookupError) as reason:
            if isinstance(reason, OSError):  # a certificate that is not believed is a ValueError too
                raise
            raise HistoryError(
                f"{self.name}: the driver can't connect by this URL ({_in_short(reason)}); "
                "see the user, password and options in VOICECOACH_DATABASE"
            ) from reason

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except NoSuchModuleError as reason:
            named = self._place.url.drivername
            raise HistoryError(f'{self.name}: no driver is installed for a "{named}" database; {EXAMPLE}') from reason
        except ImportError as reason:
            raise HistoryError(
                f"{self.name}: the driver of this database is not installed ({reason}); "
                "for PostgreSQL: pip install 'voicecoach[postgres]', and write postgresql:// without a driver"
            ) from reason
        except (SQLAlchemyError, OSError) as reason:
            raise HistoryError(
                f"{self.name}: history can't be used ({_in_short(reason)}); {self._remedy(reason)}"
            ) from reason

    def _remedy(self, reason: Exception) -> str:
        if self.path and isinstance(reason, DBAPIError) and is_not_ours(reason.orig):
            return "this file is damaged or no history; move it away or restore a backup, or set VOICECOACH_DATABASE"
        looked_at = "that there is room and its folder can be written" if self.path else "that its server runs"
        return f"see {looked_at}, or set VOICECOACH_DATABASE"


def _readable(url: URL, path: str | None) -> URL:
    """Return what opens a file for reading at least: WAL makes files beside it, which a read-only disk refuses.

    https://sqlite.org/wal.html#read_only_databases
    """
    file = None if path is None else Path(path).absolute()
    if file is None or not file.exists() or os.access(file.parent, os.W_OK):
        return url
    query = {"uri": "true", "mode": "ro"}
    if not file.with_name(f"{file.name}-wal").exists():
        query["immutable"] = "1"
    return url.set(database=file.as_uri(), query=query)


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Python's driver begins transactions by its own rules, and none for a schema; ours are begun below.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _write_ahead(patience_s: float, connection: sqlite3.Connection, _record: object) -> None:
    # Of two that open a new file at once one is refused without any waiting, and has to ask again.
    refused_at = time.monotonic() + patience_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as reason:
            if reason.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY or time.monotonic() >= refused_at:
                raise
        time.sleep(_AGAIN_S)
    # Not NORMAL: a Pi is switched off by its plug, and WAL without a sync would lose the session then.
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    # A reader that turns into a writer can be refused at once, however patient; a writer says so first.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _in_short(reason: Exception) -> str:
    """Return the driver's own words, without the statement and the link that SQLAlchemy adds."""
    if isinstance(reason, OSError) and reason.strerror:
        return reason.strerror
    words = reason.orig if isinstance(reason, DBAPIError) and reason.orig is not None else reason
    match words.args:
        case [dict() as fields] if "M" in fields:  # PostgreSQL's, as pg8000 hands them on
            return str(fields["M"])
    return " ".join(str(words).split()) or type(words).__name__
