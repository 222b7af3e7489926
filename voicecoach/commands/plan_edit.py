"""`voicecoach plan add` and `remove`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from voicecoach.commands.plan_opened import next_line, note_unwatched, opened_plan, wait_text
from voicecoach.cuefiles import load_circuit
from voicecoach.planning.cron import local_zone
from voicecoach.planning.entry import BETWEEN_HOPS, Does, closest
from voicecoach.planning.week import read_days, read_time


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
        apart = wait_text(closest(entries).total_seconds())
        click.echo(f"note: two occasions of this plan are {apart} apart; leave 48 h between hop sessions", err=True)
    note_unwatched()


def remove_entries(numbers: Sequence[int]) -> None:
    """Remove entries; PlanError if there is no such one."""
    with opened_plan() as store:
        for entry in store.remove(numbers):
            click.echo(f"removed {entry.no}: {entry}")
