"""What the history knows of the plan: what was trained, and which level suits next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import click

from voicecoach import config
from voicecoach.coaching.levels import offered_level
from voicecoach.coaching.past import Past
from voicecoach.coaching.summary import FINISHED
from voicecoach.commands.opened import opened
from voicecoach.cuefiles import load_circuit
from voicecoach.errors import HistoryError, UserError
from voicecoach.history.asked import asked
from voicecoach.history.looking_back import past_of
from voicecoach.history.queries import Wanted, sessions
from voicecoach.planning.entry import Entry
from voicecoach.runtime.wishes import NEXT


@dataclass(frozen=True, slots=True)
class Trained:
    """What this user trained."""

    days: frozenset[tuple[str, str]] = frozenset()
    """Circuits, as the history names them, and the days, as ``2026-11-25``, on which they were trained to their end."""
    past: Past = field(default_factory=Past)

    def on(self, entry: Entry, day: date) -> bool:
        """Say whether an entry's circuit was trained on a day."""
        return (_id_of(entry.circuit), day.isoformat()) in self.days

    def level_of(self, entry: Entry) -> str:
        """Return the level that an entry's session would have now."""
        if entry.level != NEXT:
            return entry.level
        try:
            return str(offered_level(self.past, load_circuit(entry.circuit)).level)
        except UserError:  # a circuit that is gone meanwhile has no level
            return entry.level


def trained(since: date) -> Trained:
    """Return what this user trained from the day `since` on; nothing, and a note, if the history can't be read."""
    person, now = config.person(), datetime.now(UTC).astimezone()
    try:
        with opened() as database, database.reading() as connection:
            found = sessions(connection, Wanted(person=person, since=since))
            past = past_of(connection, person, asked, now)
    except HistoryError as trouble:
        click.echo(f"note: {trouble}", err=True)
        return Trained()
    return Trained(frozenset((row.circuit, row.day.isoformat()) for row in found if row.reason == FINISHED), past)


def _id_of(circuit: str) -> str:
    return Path(circuit).stem if circuit.endswith(".toml") else circuit
