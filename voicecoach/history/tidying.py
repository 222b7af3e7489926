"""At every start: what was put aside is taken in, and sessions that were cut off are closed."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from voicecoach.coaching.summary import INTERRUPTED
from voicecoach.history import alive, aside, tables
from voicecoach.history.aside import Aside, take_in
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession

LONGEST: Final = timedelta(days=1)
"""No session lasts longer: one that was begun before is over, whatever became of its machine."""


def tidy(database: Database, folder: Path, notice: Callable[[str], None], but: str | None = None) -> None:
    """Take in what lies in `folder`, then close what nobody runs any more.

    A database may be shared, by machines that all call themselves "raspberrypi" or by two users of one: so only what
    has left a file in `folder` is known to be dead, and what began more than a day ago.  `but` is the name of the
    caller's own session.  HistoryError if the database can't be written.
    """
    known = {path.stem for suffix in (aside.SUFFIX, alive.SUFFIX) for path in folder.glob(f"*{suffix}")}
    with database.reading() as connection:
        old = _begun_long_ago(connection)
    for uid in sorted((known | old) - {but}):
        with alive.dead(folder, uid) as is_dead:
            if is_dead:
                _put_in_order(database, folder, uid, notice)


def _put_in_order(database: Database, folder: Path, uid: str, notice: Callable[[str], None]) -> None:
    left = Aside(folder, uid)
    if left.path.exists():
        try:
            take_in(database, left)
        except ValueError as reason:
            notice(str(reason))
    with database.reading() as connection:
        row = connection.execute(select(tables.session.c.reason).where(tables.session.c.uid == uid)).first()
    if row is not None and row.reason is None:
        _close(database, uid)
    # What is not in this database may be in one that was used before; there it is old by tomorrow.
    if row is not None or _age_s(folder / f"{uid}{alive.SUFFIX}") > LONGEST.total_seconds():
        alive.forget(folder, uid)


def _close(database: Database, uid: str) -> None:
    with database.writing() as connection:
        kept = KeptSession.find(connection, uid)
        if kept is not None and not kept.tally.is_over:
            kept.add(connection, kept.tally.last_lines(INTERRUPTED))


def _begun_long_ago(connection: Connection) -> set[str]:
    session = tables.session.c
    day_ago = (datetime.now(UTC) - LONGEST).replace(tzinfo=None)
    open_since = select(session.uid).where(session.reason.is_(None), session.started_at < day_ago)
    return set(connection.execute(open_since).scalars())


def _age_s(path: Path) -> float:
    with suppress(OSError):
        return time.time() - path.stat().st_mtime
    return 0.0
