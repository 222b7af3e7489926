"""A person's past, read while the devices open, so that nobody waits for a database.

A history that is not there yet, or that does not answer, leaves a session as it is without one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from voicecoach import config
from voicecoach.coaching.past import Past
from voicecoach.errors import HistoryError

PATIENCE_S: Final = 2.0
"""For the answer, from when it is needed."""

_SQLITE: Final = "sqlite:///"


class LookingBack:
    """Reads the past in a thread of its own.

    Parameters
    ----------
    notice
        Told in a sentence if it can't be read.
    wanted
        Whether anybody wants to know; if not, there is none.
    recorded
        Whether the session is recorded in the same history: then its recorder tells if that can't be opened.
    wall_clock
        Tells the time of day, with its zone.
    """

    def __init__(
        self,
        notice: Callable[[str], None],
        *,
        wanted: bool = True,
        recorded: bool = False,
        wall_clock: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._notice = notice
        self._recorded = recorded
        self._wall_clock = wall_clock
        self._past: Past | None = Past()
        self._trouble: str | None = None if recorded else "the history does not answer"
        self._thread: threading.Thread | None = None
        if wanted and _may_exist(config.database_url()):
            self._past = None
            self._thread = threading.Thread(target=self._read, name="looking back", daemon=True)
            self._thread.start()

    def past(self) -> Past:
        """Return the past, an empty one if it can't be read."""
        if self._thread is not None:
            self._thread.join(PATIENCE_S)
        past = self._past
        if past is None and self._trouble is not None:
            self._notice(f"{self._trouble}; the session goes on without what it knows of earlier ones")
        return past or Past()

    def _read(self) -> None:
        from voicecoach.history.asked import asked  # noqa: PLC0415 - SQLAlchemy
        from voicecoach.history.database import Database  # noqa: PLC0415
        from voicecoach.history.looking_back import past_of  # noqa: PLC0415

        try:
            database = Database(config.database_url(), patience_s=PATIENCE_S)
        except HistoryError as trouble:
            self._trouble = None if self._recorded else str(trouble)
            return
        try:
            with database.reading() as connection:
                self._past = past_of(connection, config.person(), asked, self._wall_clock())
        except HistoryError as trouble:
            self._trouble = str(trouble)
        except ValueError:  # a line in it that is no JSON
            self._trouble = f"{database.name} can't be read as a history"
        finally:
            database.close()


def _may_exist(url: str) -> bool:
    """Say whether there may be anything to read: before the first session there is no file."""
    try:
        return not url.startswith(_SQLITE) or Path(url.removeprefix(_SQLITE).partition("?")[0]).expanduser().exists()
    except RuntimeError:  # somebody's home who is nobody here; the database tells
        return True
