"""Keys of the terminal during a session."""

from __future__ import annotations

import select
import sys
import termios
import threading
import tty
from collections.abc import Callable
from types import TracebackType

from voicecoach.coaching.events import Command

POLL_S = 0.2
"""How soon the reader notices that it should end."""

KEYS = {
    "n": Command.SKIP,
    "b": Command.BACK,
    "r": Command.REPEAT,
    "q": Command.STOP,
}
PAUSE_KEYS = " p"


class Keys:
    """Reads single keys while a session runs; the terminal is as before when it ends.

    Parameters
    ----------
    on_command
        Told each command.
    is_paused
        Says whether the pause key should pause or go on.
    """

    def __init__(self, on_command: Callable[[Command], None], is_paused: Callable[[], bool]) -> None:
        self._on_command = on_command
        self._is_paused = is_paused
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read, name="keys", daemon=True)

    def __enter__(self) -> Keys:
        self._before = termios.tcgetattr(sys.stdin)
        tty.setcbreak(sys.stdin)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join(timeout=1.0)
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._before)

    def _read(self) -> None:
        while not self._over.is_set():
            ready, _, _ = select.select([sys.stdin], [], [], POLL_S)
            if ready:
                self._press(sys.stdin.read(1))

    def _press(self, key: str) -> None:
        if key and key in PAUSE_KEYS:
            self._on_command(Command.RESUME if self._is_paused() else Command.PAUSE)
        elif key in KEYS:
            self._on_command(KEYS[key])
