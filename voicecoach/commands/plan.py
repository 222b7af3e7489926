"""`voicecoach plan`: the week, what comes next, and what became of the last one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

import click

from voicecoach.commands.plan_history import Trained, trained
from voicecoach.commands.plan_opened import next_line, note_unwatched, opened_plan
from voicecoach.commands.tables import show_table, table_of
from voicecoach.planning.calendar import GRACE
from voicecoach.planning.cron import local_zone, next_at, passed
from voicecoach.planning.entry import WEEK, Entry
from voicecoach.planning.store import Occasion
from voicecoach.planning.week import days_text

TRAINED, MISSED = "trained", "missed"


@dataclass(frozen=True, slots=True)
class _Line:
    entry: Entry
    next_at: datetime
    level: str
    """The one that its session would have now."""
    past: tuple[tuple[datetime, str], ...]
    """The occasions of the last seven days, and what came of each."""


def print_plan(*, as_json: bool) -> None:
    """Print the week, what comes next and what became of the last seven days."""
    zone, now = local_zone(), datetime.now(UTC)
    since = (now - 2 * WEEK).date()
    with opened_plan() as store:
        entries, occasions = store.entries(), store.occasions(since)
    done = trained(since) if entries else Trained()
    lines = [
        _Line(entry, next_at(entry, zone, now), done.level_of(entry), _past(entry, occasions, done, zone, now))
        for entry in entries
    ]
    if as_json:
        for line in lines:
            click.echo(json.dumps(_values(line), ensure_ascii=False))
    elif lines:
        _show(lines)
        click.echo(next_line(entries, zone, now))
        note_unwatched()
    else:
        click.echo("Nothing is planned; for example: voicecoach plan add mon,wed,fri 07:30 ankle-stiffness")


def _past(
    entry: Entry, occasions: Sequence[Occasion], done: Trained, zone: tzinfo, now: datetime
) -> tuple[tuple[datetime, str], ...]:
    known = {one.day: one.came for one in occasions if one.entry == entry.no}
    found = []
    for at in passed(entry, zone, max(entry.added_at, now - WEEK), now):
        came = TRAINED if done.on(entry, at.date()) else known.get(at.date().isoformat())
        # What may still come was not missed.
        if came is not None or now - at > GRACE[entry.does]:
            found.append((at, came or MISSED))
    return tuple(found)


def _show(lines: Sequence[_Line]) -> None:
    table = table_of("no.", "days", "time", "circuit", "level", "does", "last 7 days")
    for line in lines:
        entry = line.entry
        table.add_row(
            str(entry.no),
            days_text(entry.days),
            entry.time,
            entry.circuit,
            entry.level if entry.level == line.level else f"{entry.level}: {line.level}",
            f"{entry.does}s",
            ", ".join(f"{at:%a} {came}".lower() for at, came in line.past),
        )
    show_table(table)


def _values(line: _Line) -> dict[str, object]:
    entry = line.entry
    return {
        "no": entry.no,
        "days": list(entry.days),
        "time": entry.time,
        "circuit": entry.circuit,
        "level": entry.level,
        "level_now": line.level,
        "does": str(entry.does),
        "next_at": line.next_at.isoformat(),
        "passed": [{"at": at.isoformat(), "came": came} for at, came in line.past],
    }
