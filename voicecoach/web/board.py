"""The board: the session leaves what there is to see on it, every browser's stream reads the latest.

Nothing queues up here.  A slow browser finds the newest view when it comes back for one; the session's thread pays for
a value and at most one call into the server's loop, however many browsers there are.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress

from voicecoach.web.view import View, as_json


class Bell:
    """Rung from any thread, heard by every waiting task of one event loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ringing = asyncio.Event()
        self._on_its_way = False

    def listen(self) -> None:
        """Hear the rings from now on, in the event loop that runs."""
        self._loop = asyncio.get_running_loop()

    def ring(self) -> None:
        """Wake everybody who waits; rings on their way already are one."""
        loop = self._loop
        if loop is None or self._on_its_way:
            return
        self._on_its_way = True
        with suppress(RuntimeError):  # the loop has just closed: nobody waits any more
            loop.call_soon_threadsafe(self._wake)

    async def wait(self, timeout_s: float) -> None:
        """Wait for a ring that comes after this call, at most `timeout_s`."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ringing.wait(), timeout_s)

    def _wake(self) -> None:
        self._on_its_way = False
        ringing, self._ringing = self._ringing, asyncio.Event()
        ringing.set()


class Board:
    """The latest view, for any thread."""

    def __init__(self, view: View) -> None:
        self._lock = threading.Lock()
        self._view = view
        self._version = 0
        self._text: tuple[int, str] | None = None
        self._closed = False
        self.bell = Bell()
        self.watchers = 0
        """How many browsers follow; the server's own count."""

    @property
    def version(self) -> int:
        """The number of the view at hand."""
        return self._version

    @property
    def closed(self) -> bool:
        """Whether nothing more will come."""
        return self._closed

    def change(self, update: Callable[[View], View]) -> None:
        """Replace the view by what `update` makes of it."""
        with self._lock:
            self._view = update(self._view)
            self._version += 1
        self.bell.ring()

    def latest(self) -> tuple[int, str]:
        """Return the view's number and its JSON, made once for all who ask."""
        with self._lock:
            view, version = self._view, self._version
        text = self._text
        if text is None or text[0] != version:
            text = self._text = (version, as_json(view))
        return text

    def close(self) -> None:
        """Let every stream end after the view it has now."""
        self._closed = True
        self.bell.ring()
