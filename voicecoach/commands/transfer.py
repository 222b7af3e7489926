"""`voicecoach export` and `import`: sessions to other programs, and from other machines."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from voicecoach import config
from voicecoach.commands.opened import opened
from voicecoach.errors import HistoryError
from voicecoach.history import queries
from voicecoach.history.database import Database
from voicecoach.history.importing import Elsewhere, bring_in, local_time, read_log
from voicecoach.history.queries import Wanted
from voicecoach.history.rows import read_lines
from voicecoach.sqlite_files import is_database

STDOUT = "-"


def export_session(named: str, kind: str, output: str | None, person: str | None, *, landings: bool) -> None:
    """Write a session as `kind` (fit, csv or json) to a file or standard output."""
    if landings and kind != "csv":
        raise HistoryError(f"--landings is for --format csv; {kind} has {'every line' if kind == 'json' else 'sets'}")
    if kind == "fit" and output in {None, STDOUT} and sys.stdout.isatty():
        raise HistoryError("A FIT file is not for a screen; give -o FILE")
    with opened() as database:
        content = _exported(database, named, kind, person, landings=landings)
        if output is not None and is_database(Path(output)):
            raise HistoryError(f"{output} is a database; choose another file with -o, so that nothing is lost")
    if output is None or output == STDOUT:
        sys.stdout.buffer.write(content)
        return
    try:
        Path(output).write_bytes(content)
    except OSError as reason:
        raise HistoryError(f"{output} can't be written ({reason.strerror}); choose another file with -o") from reason


def import_log(file: str, person: str | None, started: datetime | None) -> None:
    """Read an event log's sessions into history, each once."""
    path = Path(file)
    try:
        with path.open(encoding="utf-8") as text:
            found = read_log(file, text)
        # The log's last line was written when the file was.
        ended_at = datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone()
    except OSError as reason:
        raise HistoryError(f"{file} can't be read ({reason.strerror})") from reason
    except UnicodeDecodeError as reason:
        raise HistoryError(f"{file} is not UTF-8; import takes a log of `voicecoach run --events`") from reason
    elsewhere = Elsewhere(person or config.person(), config.machine(), ended_at, _started_at(started))
    with opened() as database:
        for lines in found:
            number, new = bring_in(database, lines, elsewhere)
            click.echo(f"{'kept as' if new else 'already in history as'} session {number}")


def _started_at(told: datetime | None) -> datetime | None:
    try:
        return None if told is None else local_time(told)
    except ValueError as reason:
        raise HistoryError(f"--started: {reason}; give when it started here, like 2026-05-04 07:30") from reason


def _exported(database: Database, named: str, kind: str, person: str | None, *, landings: bool) -> bytes:
    with database.reading() as connection:
        session = queries.session(connection, named, Wanted(person=person))
        if kind == "json":
            from voicecoach.history.exporting.json_lines import json_lines  # noqa: PLC0415 - one format a call

            return json_lines(session, read_lines(connection, session.id)).encode()
        sets = queries.sets(connection, [session.id], with_landings=landings)
    if kind == "fit":
        from voicecoach.history.exporting.fit import fit_file  # noqa: PLC0415

        return fit_file(session, sets)
    from voicecoach.history.exporting.tables_csv import landings_csv, sets_csv  # noqa: PLC0415

    rows = landings_csv(session, sets) if landings else sets_csv(session, sets)
    return rows.encode()
