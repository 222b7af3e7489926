"""`voicecoach plan`: the week, what is added to it and removed from it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import click

from voicecoach import config
from voicecoach.commands.plan_trained import circuit_id, trained
from voicecoach.commands.tables import show_table, table_of
from voicecoach.cuefiles import load_circuit
from voicecoach.planning.calendar import GRACE
from voicecoach.planning.cron import local_zone, next_at, passed
from voicecoach.planning.entry import BETWEEN_HOPS, WEEK, Does, Entry, closest
from voicecoach.planning.store import PlanStore
from voicecoach.planning.watcher import is_watched
from voicecoach.planning.week import days_text, read_days, read_time

TRAINED, MISSED = "trained", "missed"

UNWATCHED = (
    "note: nobody watches this plan; `voicecoach service install plan` does from now on, `voicecoach plan watch` here"
)

HOUR_S, DAY_S = 3600.0, 86_400.0


@contextmanager
def opened_plan() -> Iterator[PlanStore]:
    """Open this machine's plan; PlanError if it can't be."""
    store = PlanStore(config.plan_file())
    try:
        yield store
    finally:
        store.close()


def print_plan(*, as_json: bool) -> None:
    """Print the week, what comes next and what became of the last seven days."""
    zone, now = local_zone(), datetime.now(UTC)
    since = (now - 2 * WEEK).date()
    with opened_plan() as store:
        entries, occasions = store.entries(), store.occasions(since)
    known = {(one.entry, one.day): one.came for one in occasions}
    if entries:
        days = trained(since)
        known |= {
            (entry.no, day): TRAINED for entry in entries for name, day in days if name == circuit_id(entry.circuit)
        }
    past = {entry.no: _past(entry, known, zone, now) for entry in entries}
    if as_json:
        for entry in entries:
            click.echo(json.dumps(_values(entry, next_at(entry, zone, now), past[entry.no]), ensure_ascii=False))
        return
    if not entries:
        click.echo("Nothing is planned; for example: voicecoach plan add mon,wed,fri 07:30 ankle-stiffness")
        return
    table = table_of("no.", "days", "time", "circuit", "level", "does", "last 7 days")
    for entry in entries:
        table.add_row(
            str(entry.no),
            days_text(entry.days),
            entry.time,
            entry.circuit,
            entry.level,
            f"{entry.does}s",
            ", ".join(f"{at:%a} {came}".lower() for at, came in past[entry.no]),
        )
    show_table(table)
    click.echo(next_line(entries, zone, now))
    if not is_watched(config.state_dir()):
        click.echo(UNWATCHED, err=True)


def add_entry(days: str, time: str, circuit: str, level: str, does: Does) -> None:
    """Add an entry; PlanError for what is no day or time, CueFileError if there is no such circuit."""
    wanted, (hour, minute) = read_days(days), read_time(time)
    load_circuit(circuit)
    # A path is kept in full: what waits may run elsewhere.
    named = str(Path(circuit).expanduser().resolve()) if Path(circuit).suffix == ".toml" or "/" in circuit else circuit
    with opened_plan() as store:
        entry = store.add(wanted, hour, minute, named, level, does)
        entries = store.entries()
    click.echo(f"{entry.no}: {entry}")
    click.echo(next_line([entry], local_zone(), datetime.now(UTC)))
    if closest(entries) < BETWEEN_HOPS:
        apart = _wait(closest(entries).total_seconds())
        click.echo(f"note: two occasions of this plan are {apart} apart; leave 48 h between hop sessions", err=True)
    if not is_watched(config.state_dir()):
        click.echo(UNWATCHED, err=True)


def remove_entries(numbers: Sequence[int]) -> None:
    """Remove entries; PlanError if there is no such one."""
    with opened_plan() as store:
        for entry in store.remove(numbers):
            click.echo(f"removed {entry.no}: {entry}")


def next_line(entries: Sequence[Entry], zone: tzinfo, now: datetime) -> str:
    """Return what comes next, in a line."""
    if not entries:
        return "Nothing is planned yet; `voicecoach plan add` may be used at any time"
    at, entry = min(((next_at(entry, zone, now), entry) for entry in entries), key=lambda due: due[0].timestamp())
    return f"next: {at:%a %Y-%m-%d %H:%M}, in {_wait((at - now).total_seconds())}: {entry.circuit}, {entry.does}s"


def _past(
    entry: Entry, known: Mapping[tuple[int, str], str], zone: tzinfo, now: datetime
) -> list[tuple[datetime, str]]:
    """Return each occasion of the last seven days and what came of it; one that may still come is not among them."""
    found = []
    for at in passed(entry, zone, max(entry.added_at, now - WEEK), now):
        came = known.get((entry.no, at.date().isoformat()))
        if came is not None or now - at > GRACE[entry.does]:
            found.append((at, came or MISSED))
    return found


def _values(entry: Entry, due: datetime, past: Sequence[tuple[datetime, str]]) -> dict[str, object]:
    return {
        "no": entry.no,
        "days": list(entry.days),
        "time": entry.time,
        "circuit": entry.circuit,
        "level": entry.level,
        "does": str(entry.does),
        "next_at": due.isoformat(),
        "passed": [{"at": at.isoformat(), "came": came} for at, came in past],
    }


def _wait(seconds: float) -> str:
    if seconds < HOUR_S:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / HOUR_S:.0f} h" if seconds < 2 * DAY_S else f"{seconds / DAY_S:.0f} days"
