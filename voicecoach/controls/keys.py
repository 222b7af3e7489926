"""Keys of the terminal during a session."""

from __future__ import annotations

import os
import re
import select
import termios
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import TracebackType

from voicecoach.coaching.events import Command

POLL_S = 0.2
"""How soon the reader notices that it should end."""

KEYS = {
    " ": Command.PAUSE_OR_RESUME,
    "p": Command.PAUSE_OR_RESUME,
    "n": Command.SKIP,
    "\x1b[C": Command.SKIP,  # right
    "b": Command.BACK,
    "\x1b[D": Command.BACK,  # left
    "r": Command.REPEAT,
    "m": Command.MUTE_OR_UNMUTE,
    "+": Command.LOUDER,
    "=": Command.LOUDER,  # the same key without shift
    "\x1b[A": Command.LOUDER,  # up
    "-": Command.SOFTER,
    "\x1b[B": Command.SOFTER,  # down
    "q": Command.STOP,
}

_KEY = re.compile(r"\x1b(?:\[[0-9;]*[A-Za-z~]|O.|.)|.", re.DOTALL)
"""One key as a terminal sends it: a character, or an escape sequence (ECMA-48) that must not be read as letters."""

_CHUNK = 64


def commands_of(typed: str) -> Iterator[Command]:
    """Yield what the keys typed ask for, in order."""
    for key in _KEY.findall(typed):
        command = KEYS.get(key.lower() if len(key) == 1 else key)
        if command is not None:
            yield command


def can_read_keys(terminal: int) -> bool:
    """Say whether a file descriptor is a terminal that is ours: a job in the background must leave it alone."""
    try:
        return os.isatty(terminal) and os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False


class Keys:
    """Reads single keys while a session runs; the terminal is as before when it ends.

    Parameters
    ----------
    give
        Told each command.
    terminal
        The terminal's file descriptor.
    """

    def __init__(self, give: Callable[[Command], None], terminal: int) -> None:
        self._give = give
        self._terminal = terminal
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read, name="keys", daemon=True)

    def __enter__(self) -> Keys:
        self._before = termios.tcgetattr(self._terminal)
        tty.setcbreak(self._terminal)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join(timeout=1.0)
        with suppress(termios.error):  # a terminal that was closed needs nothing more
            termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._before)

    def _read(self) -> None:
        while not self._over.is_set():
            ready, _, _ = select.select([self._terminal], [], [], POLL_S)
            if not ready:
                continue
            # Not through sys.stdin: its buffer would keep the second of two quick keys until the third.
            try:
                typed = os.read(self._terminal, _CHUNK)
            except OSError:
                return
            if not typed:
                return
            for command in commands_of(typed.decode(errors="replace")):
                self._give(command)
