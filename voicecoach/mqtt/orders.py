"""Commands that arrive by MQTT, on their way to the session that runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from voicecoach.coaching.events import Command, NoCommand

SOURCE = "mqtt"
"""The source of a command that came from the broker."""

WORDS: Final = {str(command): command for command in Command} | {
    "toggle": Command.PAUSE_OR_RESUME,
    "next": Command.SKIP,
    "volume up": Command.LOUDER,
    "volume down": Command.SOFTER,
    "toggle mute": Command.MUTE_OR_UNMUTE,
}
"""What each command is called: as in the event log, and as people call it."""

RETAINED = (
    "a retained message at {topic} is no command (each session would follow it anew); publish commands without retain"
)

_LONGEST = 60
_UNKNOWN_TOLD = 20
"""Different payloads a session that are recorded as unknown: the log is not the sender's to fill."""

START: Final = "start"
"""Alone, or followed by a circuit's name, or by that and a level: where sessions wait to be started."""

STARTS_NOTHING = '"{text}" starts nothing: a session runs already, or there is no such circuit or level'

Give = Callable[[Command | NoCommand, str], None]
Begin = Callable[[str | None, str | None], bool]
"""Asks for a session with a circuit and a level (None: what is usual); says whether it will be."""


def read_command(payload: bytes) -> Command | NoCommand:
    """Return what a payload asks for; case, underscores and hyphens make no difference."""
    text = payload[:_LONGEST].decode("utf-8", errors="replace")
    words = " ".join(text.lower().replace("_", " ").replace("-", " ").split())
    return WORDS.get(words, NoCommand(text)) if len(payload) <= _LONGEST else NoCommand(text)


class Orders:
    """Takes payloads from any thread; commands count only while a session runs, starts only while one can begin.

    Parameters
    ----------
    notice
        Told in a sentence of what the sender should mend.
    """

    def __init__(self, notice: Callable[[str], None]) -> None:
        self._notice = notice
        self._lock = threading.Lock()
        self._give: Give | None = None
        self._begin: Begin | None = None
        self._unknown: set[str] = set()
        self._told = ""

    @contextmanager
    def to(self, give: Give) -> Iterator[None]:
        """Send commands to a running session through `give`."""
        with self._lock:
            self._give = give
            self._unknown.clear()
        try:
            yield
        finally:
            with self._lock:
                self._give = None

    @contextmanager
    def starting(self, begin: Begin) -> Iterator[None]:
        """Let sessions be started through `begin`."""
        self._begin = begin
        try:
            yield
        finally:
            self._begin = None

    def receive(self, topic: str, payload: bytes, *, retained: bool) -> None:
        """Take in a message; what is no command is recorded once and changes nothing."""
        words = payload[:_LONGEST].decode("utf-8", errors="replace").split()
        if retained:
            self._tell(RETAINED.format(topic=topic))
        elif self._begin is not None and words and words[0].lower() == START:
            circuit, level, *more = (*words[1:], None, None)
            if any(more) or not self._begin(circuit, level):
                self._tell(STARTS_NOTHING.format(text=" ".join(words)))
        else:
            self._command(read_command(payload))

    def _command(self, command: Command | NoCommand) -> None:
        with self._lock:
            give = self._give
            if isinstance(command, NoCommand):
                if command.text in self._unknown or len(self._unknown) >= _UNKNOWN_TOLD:
                    return
                self._unknown.add(command.text)
        if give is not None:
            give(command, SOURCE)

    def _tell(self, text: str) -> None:
        if text != self._told:  # and not once for each of a thousand
            self._told = text
            self._notice(text)
