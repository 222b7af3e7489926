"""What presses of one button mean: short, double, long, from the instants at which its contact closes and opens.

A contact bounces for some milliseconds, so a level is believed when it has stood for `BOUNCE_S`; its instant is when
it began.  Nothing in here knows what time it is: instants are told, in seconds of any clock that does not jump.  What
comes out depends on the edges only, never on how often somebody looks.
"""

from __future__ import annotations

from voicecoach.coaching.events import Command

BOUNCE_S = 0.03
"""Switches bounce for 1 to 10 ms, worn ones for 20 (J. Ganssle, A guide to debouncing); a finger needs 60."""

DOUBLE_WITHIN_S = 0.4
"""From the end of a press to the beginning of the second one of a double press."""

LONG_S = 1.0
"""A press this long stops the session, while it is still held: no release is waited for."""

SHORT, DOUBLE, LONG = Command.PAUSE_OR_RESUME, Command.SKIP, Command.STOP


class Presses:
    """Edges of a contact in, commands out."""

    def __init__(self) -> None:
        self._contact = (False, 0.0)  # as it was seen last, and since when
        self._down = False  # as it is believed
        self._down_at: float | None = None  # when a press began that means nothing yet
        self._second = False  # whether that press is the second of a double one
        self._up_at: float | None = None  # when a press ended that may be the first of a double one

    def edge(self, at: float, *, down: bool) -> list[Command]:
        """Take in that the contact closed or opened; return what is certain by now."""
        certain = self.look(at)
        if down != self._contact[0]:
            self._contact = (down, at)
        return certain

    def look(self, now: float) -> list[Command]:
        """Return what has become certain up to `now`."""
        found: list[Command] = []
        while (certain_at := self.next_at()) is not None and certain_at <= now:
            found += self._decide(certain_at)
        return found

    def next_at(self) -> float | None:
        """Return when to look again, None if only an edge can help."""
        instants = (self._long_at(), self._short_at(), self._settled_at())
        return min((at for at in instants if at is not None), default=None)

    def _long_at(self) -> float | None:
        return None if self._down_at is None else self._down_at + LONG_S + BOUNCE_S

    def _short_at(self) -> float | None:
        return None if self._up_at is None else self._up_at + DOUBLE_WITHIN_S + BOUNCE_S

    def _settled_at(self) -> float | None:
        down, since = self._contact
        return None if down == self._down else since + BOUNCE_S

    def _decide(self, at: float) -> list[Command]:
        if at == self._long_at():
            self._down_at = None
            return [LONG]
        if at == self._short_at():
            self._up_at = None
            return [SHORT]
        return self._believe(*self._contact)

    def _believe(self, down: bool, since: float) -> list[Command]:  # noqa: FBT001
        self._down = down
        if down:
            self._down_at, self._second, self._up_at = since, self._up_at is not None, None
            return []
        ended, self._down_at = self._down_at is not None, None
        if not ended:
            return []  # it was long, and has been told
        if self._second:
            return [DOUBLE]
        self._up_at = since
        return []
