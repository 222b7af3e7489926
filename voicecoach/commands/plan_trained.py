"""What of the plan was trained, by the history: a reminder is not yet a session."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from voicecoach import config
from voicecoach.coaching.summary import FINISHED
from voicecoach.commands.opened import opened
from voicecoach.errors import HistoryError
from voicecoach.history.queries import Wanted, sessions

Trained = frozenset[tuple[str, str]]
"""Circuits and the days, as ``2026-11-25``, on which they were trained to their end."""


def trained(since: date) -> Trained:
    """Return what this user trained from the day `since` on; nothing, and a note, if the history can't be read."""
    try:
        with opened() as database, database.reading() as connection:
            found = sessions(connection, Wanted(person=config.person(), since=since))
    except HistoryError as trouble:
        click.echo(f"note: {trouble}", err=True)
        return frozenset()
    return frozenset((row.circuit, row.day.isoformat()) for row in found if row.reason == FINISHED)


def circuit_id(circuit: str) -> str:
    """Return what the history calls a circuit of the plan: its name, or its file's."""
    return Path(circuit).stem if circuit.endswith(".toml") else circuit
