"""APScheduler wakes the session, one date job at a time, and nothing more.

APScheduler reads the wall clock, which jumps when a Raspberry Pi hears of the network time: a step of +5 s
drops every pending job as misfired, -30 s silences the rest of a session.  So a job is only a wake-up, armed
well ahead of what it is for, and :meth:`Wakeups.rearm_if_stepped` compares the wall clock with the monotonic
one (which never jumps) and arms it anew when the two have parted.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

PARTED_S = 0.05
"""A difference between the two clocks' advances that network time's slow slewing does not reach between two
looks, and that no wake-up minds."""

_JOB = "wake-up"


class Wakeups:
    """Calls `wake` near the monotonic instant it was last armed for."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        # A fixed zone: local time would add the steps of daylight saving to those of the clock itself.
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._armed_at: float | None = None
        self._apart_s = _wall_minus_monotonic_s()
        self.steps = 0
        """How often the wall clock was seen to jump."""

    def start(self) -> None:
        """Start the scheduler's thread."""
        self._scheduler.start()

    def arm(self, monotonic_at: float | None) -> None:
        """Wake at `monotonic_at` (seconds of time.monotonic()); None for no wake-up."""
        if monotonic_at == self._armed_at:
            return
        self._armed_at = monotonic_at
        self._schedule()

    def rearm_if_stepped(self) -> None:
        """Arm anew if the wall clock has jumped since the last look."""
        apart_s = _wall_minus_monotonic_s()
        if abs(apart_s - self._apart_s) > PARTED_S:
            self.steps += 1
            self._schedule()
        self._apart_s = apart_s

    def stop(self) -> None:
        """End the scheduler's thread."""
        self._scheduler.shutdown(wait=False)

    def _schedule(self) -> None:
        if self._armed_at is None:
            if self._scheduler.get_job(_JOB):
                self._scheduler.remove_job(_JOB)
            return
        wait_s = max(0.0, self._armed_at - time.monotonic())
        run_at = datetime.now(UTC) + timedelta(seconds=wait_s)
        # misfire_grace_time=None: a wake-up that is late is still wanted; it is never skipped.
        self._scheduler.add_job(
            self._wake, "date", run_date=run_at, id=_JOB, replace_existing=True, misfire_grace_time=None
        )


def _wall_minus_monotonic_s() -> float:
    return time.time() - time.monotonic()
