"""`voicecoach history`, `delete` and `backup`: what was kept, and what becomes of it."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from voicecoach.coaching.summary import STEADY_VARIATION
from voicecoach.commands.opened import opened
from voicecoach.errors import HistoryError
from voicecoach.history import queries
from voicecoach.history.backing_up import back_up
from voicecoach.history.keeping import forget
from voicecoach.history.queries import SessionRow, SetRow, Wanted
from voicecoach.listening.rhythm import RhythmReading
from voicecoach.units import clock_text

PIPE_WIDTH = 200

RUNNING = "running"
"""How a session ended that has not."""


def print_history(wanted: Wanted, *, as_json: bool) -> None:
    """Print a line a session, the newest last."""
    with opened() as database, database.reading() as connection:
        found = queries.sessions(connection, wanted)
    if as_json:
        for row in found:
            click.echo(json.dumps(_session_values(row), ensure_ascii=False))
    elif found:
        _show(_sessions_table(found))
    elif wanted == Wanted():
        click.echo("No sessions yet; `voicecoach run` keeps each of yours")
    else:
        click.echo("No such session; `voicecoach history` lists those there are")


def print_session(named: str, wanted: Wanted, *, as_json: bool) -> None:
    """Print a session's sets; HistoryError if there is no such session among those wanted."""
    with opened() as database, database.reading() as connection:
        row = queries.session(connection, named, wanted)
        found = queries.sets(connection, [row.id])
    if as_json:
        sets = [{**dataclasses.asdict(one), "seconds": round(one.seconds, 3)} for one in found]
        for values in sets:
            del values["landings"], values["advice"]
        click.echo(json.dumps({**_session_values(row), "sets": sets}, ensure_ascii=False))
        return
    click.echo(f"session {row.id}: {row.circuit}, {row.level}, {_when(row)}, {row.person} on {row.machine}")
    click.echo(f"{row.reason or RUNNING} after {clock_text(row.seconds)}; {_landings(row.landings)}")
    _show(_sets_table(found))


def delete_sessions(named: Sequence[str], person: str | None, *, sure: bool) -> int:
    """Delete sessions for good, after asking; returns the exit status.  HistoryError if one of them is running."""
    with opened() as database:
        with database.reading() as connection:
            doomed = {row.id: row for row in (queries.session(connection, one, Wanted(person=person)) for one in named)}
        for row in doomed.values():
            if row.reason is None:
                raise HistoryError(
                    f"Session {row.id} is running on {row.machine}; stop it first "
                    "(one that was cut off is closed by the next start there, or after a day)"
                )
        for row in doomed.values():
            click.echo(f"session {row.id}: {row.circuit}, {_when(row)}, {row.person}, {_landings(row.landings)}")
        if not sure and not click.confirm(f"Delete {'it' if len(doomed) == 1 else 'them'} for good?"):
            click.echo("Nothing was deleted")
            return 1
        with database.writing() as connection:
            for session_id in doomed:
                forget(connection, session_id)
    click.echo(f"Deleted {len(doomed)} session{'' if len(doomed) == 1 else 's'}")
    return 0


def back_up_to(file: str) -> None:
    """Copy the history to a file."""
    with opened() as database:
        back_up(database, Path(file))
        with database.reading() as connection:
            kept = len(queries.sessions(connection))
    click.echo(f"{kept} session{'' if kept == 1 else 's'} in {file}; use it with VOICECOACH_DATABASE=sqlite:///{file}")


def _session_values(row: SessionRow) -> dict[str, object]:
    return {"id": row.id, **dataclasses.asdict(row), "started_at": row.started_at.isoformat()}


def _sessions_table(found: Sequence[SessionRow]) -> Table:
    several = len({row.person for row in found}) > 1
    people = ["person"] if several else []
    table = _table("no.", "date", "circuit", "level", *people, "landings", "a second", "steady", "length", "end")
    for row in found:
        table.add_row(
            str(row.id),
            _when(row),
            row.circuit,
            row.level,
            *([row.person] if several else []),
            str(row.landings),
            _hz(row.cadence_hz),
            _steadiness(row.variation),
            clock_text(row.seconds),
            row.reason or RUNNING,
        )
    return table


def _sets_table(found: Sequence[SetRow]) -> Table:
    table = _table("set", "round", "exercise", "side", "seconds", "landings", "a second", "steady", "fading")
    for one in found:
        rhythm = one.rhythm
        table.add_row(
            str(one.number),
            str(one.round),
            one.exercise,
            one.side or "",
            f"{one.seconds:.1f}",
            "" if one.count is None else str(one.count),
            _hz(rhythm.cadence_hz if rhythm else None),
            _steadiness(rhythm.variation if rhythm else None),
            _fading(rhythm),
        )
    return table


def _when(row: SessionRow) -> str:
    return f"{row.started_at:%Y-%m-%d %H:%M}"


def _landings(count: int) -> str:
    return f"{count} landing{'' if count == 1 else 's'}"


def _hz(cadence_hz: float | None) -> str:
    return "" if cadence_hz is None else f"{cadence_hz:.2f}"


def _steadiness(variation: float | None) -> str:
    if variation is None:
        return ""
    return f"{'yes' if variation <= STEADY_VARIATION else 'no'}, {variation:.0%}"


def _fading(rhythm: RhythmReading | None) -> str:
    return "" if rhythm is None else f"{rhythm.drift:+.0%}"


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=heading != "circuit")
    return table


def _show(table: Table) -> None:
    # A pipe gets whole lines, however wide.
    Console(width=None if sys.stdout.isatty() else PIPE_WIDTH).print(table)
