"""The history as every command but `run` opens it: what a session left behind is taken in first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from voicecoach import config
from voicecoach.errors import HistoryError
from voicecoach.history.database import Database
from voicecoach.history.tidying import tidy


@contextmanager
def opened() -> Iterator[Database]:
    """Open the history of this user; HistoryError if it can't be."""
    database = Database(config.database_url())
    try:
        try:
            tidy(database, config.aside_dir(), _note)
        except HistoryError as trouble:
            # A history that can't be written can still be read.
            _note(str(trouble))
        yield database
    finally:
        database.close()


def _note(text: str) -> None:
    click.echo(f"note: {text}", err=True)
