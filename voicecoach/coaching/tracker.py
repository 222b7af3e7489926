"""One guess of when the next landing comes: a beat and an interval, corrected with each landing.

An alpha-beta filter (Kalata 1984) that begins as a straight line through all landings so far (its growing-memory
gains) until its own gains are reached.
"""

from __future__ import annotations


class Tracker:
    """Follows the landings of one row.

    Parameters
    ----------
    phase_gain
        How much of a landing's distance from the guess moves the beat: 1 counts on from the last landing, small ones
        keep to a grid through many.
    interval_gain
        How much of it changes the interval.
    """

    def __init__(self, phase_gain: float, interval_gain: float) -> None:
        self._phase_gain = phase_gain
        self._interval_gain = interval_gain
        self._landings = 0
        self._beat_at = 0.0
        self.interval_s = 0.0
        """The usual interval; 0 before two landings."""

    @property
    def next_at(self) -> float:
        """When the next landing is to be expected; meaningless before two landings."""
        return self._beat_at + self.interval_s

    def add(self, at: float) -> None:
        """Take in the next landing."""
        self._landings += 1
        k = self._landings
        if k == 1:
            self._beat_at = at
            return
        if k == 2:  # noqa: PLR2004 - the first interval
            self._beat_at, self.interval_s = at, at - self._beat_at
            return
        error_s = at - self.next_at
        through_all = 2.0 * (2 * k - 1) / (k * (k + 1))
        self._beat_at = self.next_at + max(self._phase_gain, through_all) * error_s
        self.interval_s += max(self._interval_gain, 6.0 / (k * (k + 1))) * error_s
