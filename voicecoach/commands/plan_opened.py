"""The plan as every command opens it, and what comes next in a line; light, since what waits for weeks has it too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, tzinfo

import click

from voicecoach import config
from voicecoach.planning.cron import next_at
from voicecoach.planning.entry import Entry
from voicecoach.planning.store import PlanStore
from voicecoach.planning.watcher import is_watched

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


def next_line(entries: Sequence[Entry], zone: tzinfo, now: datetime) -> str:
    """Return what comes next, in a line."""
    if not entries:
        return "Nothing is planned yet; `voicecoach plan add` may be used at any time"
    at, entry = min(((next_at(entry, zone, now), entry) for entry in entries), key=lambda due: due[0].timestamp())
    return f"next: {at:%a %Y-%m-%d %H:%M}, in {wait_text((at - now).total_seconds())}: {entry.circuit}, {entry.does}s"


def note_unwatched() -> None:
    """Say so if nobody waits for the plan."""
    if not is_watched(config.state_dir()):
        click.echo(UNWATCHED, err=True)


def wait_text(seconds: float) -> str:
    """Return a time to wait as one says it."""
    if seconds < HOUR_S:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / HOUR_S:.0f} h" if seconds < 2 * DAY_S else f"{seconds / DAY_S:.0f} days"
