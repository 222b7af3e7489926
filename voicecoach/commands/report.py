"""`voicecoach report`: sessions as a page and as pictures."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from voicecoach.commands.opened import opened
from voicecoach.errors import HistoryError
from voicecoach.history import queries
from voicecoach.history.asked import asked
from voicecoach.history.database import Database
from voicecoach.history.queries import LAST, Wanted
from voicecoach.history.reporting.content import Content, session_content, whole_content
from voicecoach.history.reporting.page import page
from voicecoach.history.reporting.plate import need_matplotlib
from voicecoach.sqlite_files import is_database


def write_report(
    named: str | None, output: str | None, pictures: str | None, person: str | None, *, whole: bool, show: bool
) -> None:
    """Write a session's report (the last one's if unsaid), or the report of all of a person's."""
    if whole and named is not None:
        raise HistoryError(f"Give --all or a session, not both: --all already holds session {named}")
    need_matplotlib()
    with opened() as database:
        content, name = _content(database, named, person, whole=whole)
    path = Path(output or f"voicecoach-report-{name}.html")
    _write(path, page(content).encode(), "-o")
    click.echo(f"wrote {path}")
    if pictures is not None:
        for plate in content.plates:
            _write(Path(pictures, f"{name}-{plate.key}.png"), plate.png(), "--png")
        click.echo(f"wrote {len(content.plates)} pictures in {pictures}")
    if show:
        webbrowser.open(path.absolute().as_uri())


def _content(database: Database, named: str | None, person: str | None, *, whole: bool) -> tuple[Content, str]:
    """Return what is to be said, and its name among files."""
    with database.reading() as connection:
        if whole or named in {None, LAST}:
            rows = queries.sessions(connection, Wanted(person=person))
            if not rows:
                whose = "" if person is None else f" of {person}"
                raise HistoryError(f"There is no session{whose} to report yet; `voicecoach run` keeps each of yours")
            row = rows[-1]
        else:
            row = queries.session(connection, named or LAST, Wanted(person=person))
        if whole:
            own = [one for one in rows if one.person == row.person]
            return whole_content(connection, own, asked), "all"
        return session_content(connection, row, asked), str(row.id)


def _write(path: Path, content: bytes, option: str) -> None:
    if is_database(path):
        raise HistoryError(f"{path} is a database; choose another file with {option}, so that nothing is lost")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as reason:
        raise HistoryError(
            f"{path} can't be written ({reason.strerror}); choose another place with {option}"
        ) from reason
