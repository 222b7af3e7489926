"""Session time, real and simulated: what time it is, and how the conductor waits.

Both give the conductor the next event or, when a deadline has come first, None.  The simulated clock jumps
there, letting the file microphone and the file speaker do their part of the way in between: the same session
code sees the same order of things, only sooner.
"""

from __future__ import annotations

import math
import queue
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from voicecoach.audio.ports import Paced
from voicecoach.coaching.events import Event
from voicecoach.runtime.wakeups import Wakeups

WATCH_S = 0.1
"""How often the live loop looks up with nothing to do: it redraws the screen and watches the wall clock.
Well below the session's look-ahead, so that a lost wake-up is made good before its cue is due."""

STEP_S = 0.1
"""The simulated clock's step while nothing is counted."""

COUNTING_STEP_S = 0.01
"""The same while landings are expected: as fine as a real microphone's blocks."""

WAKE = None
"""What an APScheduler job puts into the inbox: nothing has happened but time."""


@dataclass(frozen=True, slots=True, eq=False)
class Fault:
    """A thread of the session broke, by a fault of ours; nothing can be relied on any more."""

    reason: Exception


Inbox = queue.SimpleQueue[Event | Fault | None]


class Clock(Protocol):
    """Session time in seconds from the session's start."""

    def now(self) -> float:
        """Return the present instant."""
        ...

    def wait(self, inbox: Inbox, until_at: float | None) -> Event | Fault | None:
        """Return the next event, or None at the latest a little after `until_at`."""
        ...

    def close(self) -> None:
        """Let go of threads."""
        ...


class LiveClock:
    """Session time from the monotonic clock; APScheduler does the waking."""

    def __init__(self, inbox: Inbox) -> None:
        self.zero_at = time.monotonic()
        """The session's start on time.monotonic()."""
        self._wakeups = Wakeups(lambda: inbox.put(WAKE))
        self._wakeups.start()

    def begin(self) -> None:
        """Let session time start now."""
        self.zero_at = time.monotonic()

    def now(self) -> float:
        """Return the session seconds that have really passed."""
        return time.monotonic() - self.zero_at

    def wait(self, inbox: Inbox, until_at: float | None) -> Event | Fault | None:
        """Wait for an event, a wake-up or the next look at the watch."""
        self._wakeups.arm(None if until_at is None else self.zero_at + until_at)
        try:
            return inbox.get(timeout=WATCH_S)
        except queue.Empty:
            self._wakeups.rearm_if_stepped()
            return None

    def close(self) -> None:
        """End APScheduler's thread."""
        self._wakeups.stop()


class SimulatedClock:
    """Session time that jumps from one thing to the next.

    Parameters
    ----------
    paced
        The devices that have no clock of their own, in the order they act: microphone before speaker.
    counting
        Says whether landings are expected now, when steps are finer.
    """

    def __init__(self, paced: Sequence[Paced], counting: Callable[[], bool]) -> None:
        self._paced = paced
        self._counting = counting
        self._now = 0.0

    def now(self) -> float:
        """Return the simulated instant."""
        return self._now

    def wait(self, inbox: Inbox, until_at: float | None) -> Event | Fault | None:
        """Return what is in the inbox, or move on by one step, at most to `until_at`."""
        try:
            return inbox.get_nowait()
        except queue.Empty:
            pass
        step_s = COUNTING_STEP_S if self._counting() else STEP_S
        # Whole microseconds keep the sum of many steps the same number on every machine.
        target = round(self._now + step_s, 6)
        self._now = max(self._now, min(target, math.inf if until_at is None else until_at))
        for device in self._paced:
            device.advance(self._now)
        try:
            return inbox.get_nowait()
        except queue.Empty:
            return None

    def close(self) -> None:
        """Nothing to let go of."""
