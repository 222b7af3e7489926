"""At every start: what was put aside is taken in, and sessions that were cut off are closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, or_, select

from voicecoach.coaching.summary import INTERRUPTED
from voicecoach.history import tables
from voicecoach.history.alive import is_alive
from voicecoach.history.aside import SUFFIX, Aside, take_in
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession

LONGEST: Final = timedelta(days=1)
"""No session lasts longer: one that another machine left open before is over, whatever became of that machine."""


def tidy(
    database: Database,
    folder: Path,
    machine: str,
    notice: Callable[[str], None],
    but: str | None = None,
) -> None:
    """Take in what lies in `folder`, then close what nobody runs any more.

    `but` is the name of the caller's own session.  HistoryError if the database can't be written.
    """
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        uid = path.name.removesuffix(SUFFIX)
        if uid != but and not is_alive(folder, uid):
            try:
                take_in(database, Aside(folder, uid))
            except (OSError, ValueError) as reason:
                notice(f"{path} can't be taken into history ({reason}); delete it if it is of no use")
    with database.reading() as connection:
        unfinished = _unfinished(connection, machine)
    for uid in unfinished:
        if uid != but and not is_alive(folder, uid):
            with database.writing() as connection:
                kept = KeptSession.find(connection, uid)
                if kept is not None and not kept.tally.is_over:
                    kept.add(connection, kept.tally.last_lines(INTERRUPTED))


def _unfinished(connection: Connection, machine: str) -> list[str]:
    session = tables.session.c
    day_ago = (datetime.now(UTC) - LONGEST).replace(tzinfo=None)
    ours = or_(session.machine == machine, session.started_at < day_ago)
    return list(connection.execute(select(session.uid).where(session.reason.is_(None), ours)).scalars())
