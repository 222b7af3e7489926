"""Reminders and sessions in processes of their own.

A voice or a sound device that hangs holds nothing up, what waits for days stays small, and a session that ends badly
ends alone.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Final

from voicecoach.planning.entry import Entry

REMINDED_WITHIN_S: Final = 90.0
"""For a notification, an engine's start, a sentence, and an output that wakes up."""


NOT_STARTED: Final = 1
"""The status of what had no time left."""


class Programs:
    """Does what entries say by `voicecoach` itself.

    Parameters
    ----------
    session_options, reminder_options
        What is added to each `run` and each `plan remind`.
    program
        The command that is voicecoach.
    """

    def __init__(
        self,
        session_options: Sequence[str] = (),
        reminder_options: Sequence[str] = (),
        program: Sequence[str] = (sys.executable, "-m", "voicecoach"),
    ) -> None:
        self._program = program
        self._session_options = session_options
        self._reminder_options = reminder_options
        self._running: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()
        self._over = False

    def remind(self, entry: Entry) -> bool:
        """See :class:`~voicecoach.planning.bell.Acts`."""
        return (
            self._run(["plan", "remind", str(entry.no), "--unless-trained", *self._reminder_options], REMINDED_WITHIN_S)
            == 0
        )

    def start(self, entry: Entry) -> bool:
        """See :class:`~voicecoach.planning.bell.Acts`."""
        return self._run(["run", *self._session_options, "--level", entry.level, "--", entry.circuit], None) == 0

    def stop(self) -> None:
        """Ask what runs to end, and start nothing any more; a session says goodbye, and is kept."""
        with self._lock:
            self._over = True
            for one in self._running:
                one.terminate()

    def _run(self, words: Sequence[str], within_s: float | None) -> int:
        with self._lock:
            if self._over:
                return NOT_STARTED
            started = subprocess.Popen([*self._program, *words])  # noqa: S603 - our own program
            self._running.append(started)
        try:
            return started.wait(within_s)
        except subprocess.TimeoutExpired:
            started.kill()
            return started.wait()
        finally:
            with self._lock:
                self._running.remove(started)
