"""What browsers ask for, on its way to the session that runs or to the one that is to begin."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from voicecoach.circuit.model import Level
from voicecoach.coaching.events import Command

SOURCE = "web"
"""The source of a command that came from the page."""


@dataclass(frozen=True, slots=True)
class Start:
    """A session that is asked for."""

    circuit: str
    """The name of a circuit that was offered, never a path."""
    level: Level


class Orders:
    """Takes orders from any thread; each is taken only while it means something."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._give: Callable[[Command, str], None] | None = None
        self._open_to: frozenset[str] | None = None
        self._starts: queue.SimpleQueue[Start] = queue.SimpleQueue()

    @contextmanager
    def to(self, give: Callable[[Command, str], None]) -> Iterator[None]:
        """Send commands to a running session through `give`."""
        with self._lock:
            self._give = give
        try:
            yield
        finally:
            with self._lock:
                self._give = None

    def command(self, command: Command) -> bool:
        """Hand a command over; False if no session runs."""
        with self._lock:
            give = self._give
        if give is None:
            return False
        give(command, SOURCE)
        return True

    def start(self, wanted: Start) -> bool:
        """Ask for a session; False if none can be started now, or not this one."""
        with self._lock:
            taken = self._open_to is not None and wanted.circuit in self._open_to
            if taken:
                self._open_to = None  # the first one to ask is served
        if taken:
            self._starts.put(wanted)
        return taken

    def wait_for_start(self, circuits: frozenset[str]) -> Start:
        """Wait until somebody asks for one of `circuits`."""
        with self._lock:
            self._open_to = circuits
        return self._starts.get()
