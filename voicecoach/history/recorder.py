"""Keeps a session while it runs, in a thread of its own; the session only puts lines into an inbox.

Lines that have gathered for :data:`GATHER_S` are kept in one transaction, so that a process that is killed loses
less than a second.  A database that fails is told once and not asked again before the session's end: from then on lines
are put aside, and taken in as soon as somebody can.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voicecoach.errors import HistoryError
from voicecoach.history.alive import alive, forget

if TYPE_CHECKING:  # they bring SQLAlchemy, which is imported in the thread
    from voicecoach.history.aside import Aside
    from voicecoach.history.cards import Line
    from voicecoach.history.database import Database
    from voicecoach.history.keeping import KeptSession, Origin

GATHER_S: Final = 0.2
PATIENCE_S: Final = 2.0
"""For a server that does not answer: meanwhile lines are in memory alone."""

CLOSE_S: Final = 10.0
"""The longest that a session's end waits for the database."""

LAST_LINE: Final = "session_ended"

CLOCK_STEP: Final = timedelta(seconds=5)
"""The clock on the wall is believed to have been set when it and session time have parted by more."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a session is kept, and whose it is."""

    url: str
    folder: Path
    """Of what is put aside and of the locks."""
    uid: str
    person: str
    machine: str
    real_time: bool
    """Whether session seconds are seconds: a rehearsal in simulated time has no other time of day than its start's."""


class Recorder:
    """Keeps one session's lines.

    Parameters
    ----------
    where
        Where, and whose.
    notice
        Told in a sentence what goes wrong, once.
    wall_clock
        Tells the time of day, with its zone.
    """

    def __init__(
        self,
        where: Whereabouts,
        notice: Callable[[str], None],
        wall_clock: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._where = where
        self._notice = notice
        self._wall_clock = wall_clock
        self._inbox: queue.SimpleQueue[tuple[Line, datetime] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="history", daemon=True)
        self._thread.start()

    def write(self, line: Line) -> None:
        """Keep a line, soon; returns at once."""
        self._inbox.put((line, self._wall_clock()))

    def close(self) -> None:
        """Keep what is left."""
        self._inbox.put(None)
        self._thread.join(CLOSE_S)
        if self._thread.is_alive():
            self._notice("the history does not answer; the end of this session may be missing from it")

    def _run(self) -> None:
        with alive(self._where.folder, self._where.uid):
            keeper = _Keeper(self._where, self._notice)
            keeper.open()
            more = True
            while more:
                batch, more = self._gather()
                keeper.keep(batch)
            keeper.close()
        # One that broke off is closed by the next start, as if it had been killed.
        if not keeper.broke_off:
            forget(self._where.folder, self._where.uid)

    def _gather(self) -> tuple[list[tuple[Line, datetime]], bool]:
        """Return the lines of the next moments, and whether there will be more."""
        first = self._inbox.get()
        if first is None:
            return [], False
        batch, until_at = [first], time.monotonic() + GATHER_S
        while (left_s := until_at - time.monotonic()) > 0.0:
            with suppress(queue.Empty):
                stamped = self._inbox.get(timeout=left_s)
                if stamped is None:
                    return batch, False
                batch.append(stamped)
        return batch, True


class _Keeper:
    """The thread's side: the database while it works, a file after that."""

    def __init__(self, where: Whereabouts, notice: Callable[[str], None]) -> None:
        from voicecoach.history.aside import Aside  # noqa: PLC0415 - SQLAlchemy

        self._where = where
        self._notice = notice
        self._aside: Aside = Aside(where.folder, where.uid)
        self._database: Database | None = None
        self._session: KeptSession | None = None
        self._origin: Origin | None = None
        self._kept = 0
        self._unkept: list[Line] = []
        self.broke_off = False
        """Whether it began and has not ended."""

    def open(self) -> None:
        """Open the database and leave it tidy."""
        from voicecoach.history.database import Database  # noqa: PLC0415
        from voicecoach.history.tidying import tidy  # noqa: PLC0415

        where = self._where
        try:
            self._database = Database(where.url, patience_s=PATIENCE_S)
            tidy(self._database, where.folder, self._notice, but=where.uid)
        except HistoryError as trouble:
            self._give_up(str(trouble))

    def keep(self, batch: list[tuple[Line, datetime]]) -> None:
        """Keep lines, each with the time of day when it came."""
        if not batch:
            return
        before, origin = self._origin, self._started(batch)
        self._origin = origin
        self._unkept += [line for line, _ in batch]
        self.broke_off = batch[-1][0]["event"] != LAST_LINE
        if self._database is not None:
            try:
                self._commit(self._database, origin, moved=before not in {None, origin})
            except HistoryError as trouble:
                self._give_up(str(trouble))
            except Exception as mistake:  # noqa: BLE001 - a mistake of our own must not cost the session's lines
                self._give_up(f"history can't read a line of this session ({mistake!r})")
        if self._database is None:
            self._put_aside(origin)

    def close(self) -> None:
        """Try once more what did not work."""
        if self._database is not None:
            self._database.close()
        elif self._origin is not None:
            self._put_aside(self._origin)
            self._take_in()
            if self._unkept:
                self._notice(f"{len(self._unkept)} lines of this session could not be kept anywhere; free some space")

    def _commit(self, database: Database, origin: Origin, *, moved: bool) -> None:
        from voicecoach.history.keeping import KeptSession  # noqa: PLC0415

        with database.writing() as connection:
            if self._session is None:
                self._session = KeptSession.begin(connection, origin)
            self._session.add(connection, self._unkept)
            if moved:
                self._session.correct_start(connection, origin)
        self._kept += len(self._unkept)
        self._unkept.clear()

    def _put_aside(self, origin: Origin) -> None:
        # Tried again with the next lines, and at the end.
        with suppress(OSError):
            self._aside.append(origin, self._kept, self._unkept)
            self._kept += len(self._unkept)
            self._unkept.clear()

    def _take_in(self) -> None:
        """Bring what was put aside where it belongs, if the trouble was a passing one; the next start tries again."""
        from voicecoach.history.aside import take_in  # noqa: PLC0415
        from voicecoach.history.database import Database  # noqa: PLC0415

        try:
            database = Database(self._where.url, patience_s=PATIENCE_S)
            try:
                take_in(database, self._aside)
            finally:
                database.close()
        except HistoryError:
            pass  # the trouble was told, and that the session is taken in later
        except ValueError as refused:
            if self._aside.path.exists():
                self._notice(str(refused))

    def _give_up(self, trouble: str) -> None:
        if self._database is not None:
            self._database.close()
        self._database = None
        self._notice(f"{trouble}; the session goes on, and is taken into history as soon as that works again")

    def _started(self, batch: list[tuple[Line, datetime]]) -> Origin:
        """Return the session's origin, with its start moved if the clock on the wall was set since.

        A line's `t` is never in the future, so the earliest start that a batch gives is the nearest to the truth.
        """
        from voicecoach.history.keeping import Origin  # noqa: PLC0415

        where = self._where
        timed = batch if where.real_time else batch[:1]
        started_at = min(at - timedelta(seconds=line["t"]) for line, at in timed)
        if self._origin is None:
            return Origin(where.uid, where.person, where.machine, started_at)
        if where.real_time and abs(started_at - self._origin.started_at) > CLOCK_STEP:
            return replace(self._origin, started_at=started_at)
        return self._origin
