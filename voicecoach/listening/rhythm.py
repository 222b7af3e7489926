"""Cadence, steadiness and fading of a row of landings."""

from __future__ import annotations

import math
from bisect import insort
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, replace
from statistics import fmean, median, stdev
from typing import Final

PAUSE_S: Final = 1.2
"""A longer interval is a pause, not hopping: the slowest hops counted are 1.4 a second."""

TOLD_WITHIN_S: Final = 2.0
"""A landing is told at most so long after it, and after landings that followed it: the listener takes 0.7 s for one in
fourteen."""

_NEEDED: Final = 3
_RECENT: Final = 8
_MISSED: Final = 1.6  # an interval this much longer than usual holds a landing that was not heard


@dataclass(frozen=True, slots=True)
class RhythmReading:
    """The rhythm of some landings; pauses and gaps of a missed landing are left out."""

    cadence_hz: float
    """Landings a second: one over `interval_s`."""

    interval_s: float
    """The median interval."""

    variation: float
    """Standard deviation of the intervals over their mean (the coefficient of variation)."""

    drift: float
    """Change of the cadence from the first landing to the last, relative to the first (-0.1: a tenth slower),
    along the least-squares line through every interval so far."""


class Rhythm:
    """Reads the rhythm of landings as they are told, in constant time each.

    What it reads depends on when they landed, not on the order in which they were told: the last `TOLD_WITHIN_S` are
    kept in their order, and only what is older is settled.
    """

    def __init__(self) -> None:
        self._settled = _Intervals()
        self._lately_at: list[float] = []

    def add(self, landing_at: float) -> None:
        """Take in a landing's instant, in seconds; one that is told after `TOLD_WITHIN_S` may be left out."""
        if landing_at <= self._settled.last_at or landing_at in self._lately_at:
            return
        insort(self._lately_at, landing_at)
        while self._lately_at[-1] - self._lately_at[0] >= TOLD_WITHIN_S:
            self._settled.add(self._lately_at.pop(0))

    def reading(self) -> RhythmReading | None:
        """Return the rhythm now (of the last eight intervals), or None before three are known."""
        lately = self._lately()
        return _read(lately.recent_s, lately.line)

    def summary(self) -> RhythmReading | None:
        """Return the rhythm of all landings so far, or None before three intervals are known."""
        lately = self._lately()
        return _read([*self._settled.intervals_s, *lately.intervals_s], lately.line)

    def _lately(self) -> _Intervals:
        lately = self._settled.going_on()
        for landing_at in self._lately_at:
            lately.add(landing_at)
        return lately


class _Intervals:
    """The intervals of landings that come in their order, without pauses and gaps."""

    def __init__(self) -> None:
        self.intervals_s: list[float] = []
        self.recent_s: deque[float] = deque(maxlen=_RECENT)
        self.line = _CadenceLine()
        self.last_at = -math.inf
        self.first: list[tuple[float, float]] = []  # (middle, interval) until enough are known to judge them

    def going_on(self) -> _Intervals:
        """Return what goes on from here; its `intervals_s` are only those that are yet to come."""
        following = _Intervals()
        following.recent_s, following.line = self.recent_s.copy(), replace(self.line)
        following.last_at, following.first = self.last_at, [*self.first]
        return following

    def add(self, landing_at: float) -> None:
        """Take in the next landing."""
        last_at, self.last_at = self.last_at, landing_at
        interval_s = landing_at - last_at
        if interval_s > PAUSE_S:
            return
        middle_at = last_at + interval_s / 2.0
        if self.recent_s:
            if interval_s <= _MISSED * median(self.recent_s):
                self._take(middle_at, interval_s)
            return
        self.first.append((middle_at, interval_s))
        self._judge_first()

    def _judge_first(self) -> None:
        """Take the first intervals once there are enough to tell which of them hold a landing that was not heard."""
        if len(self.first) < _NEEDED:
            return
        longest_s = _MISSED * median(interval_s for _, interval_s in self.first)
        self.first = [one for one in self.first if one[1] <= longest_s]
        if len(self.first) >= _NEEDED:
            for middle_at, interval_s in self.first:
                self._take(middle_at, interval_s)
            self.first = []

    def _take(self, middle_at: float, interval_s: float) -> None:
        self.intervals_s.append(interval_s)
        self.recent_s.append(interval_s)
        self.line.add(middle_at, 1.0 / interval_s)


def _read(intervals_s: Collection[float], line: _CadenceLine) -> RhythmReading | None:
    if len(intervals_s) < _NEEDED:
        return None
    interval_s = median(intervals_s)
    return RhythmReading(
        cadence_hz=1.0 / interval_s,
        interval_s=interval_s,
        variation=stdev(intervals_s) / fmean(intervals_s),
        drift=line.drift(),
    )


@dataclass(slots=True)
class _CadenceLine:
    """A least-squares line through cadence over time, from running sums (seconds since the first point)."""

    from_at: float = 0.0
    to_s: float = 0.0
    count: int = 0
    times: float = 0.0
    cadences: float = 0.0
    squares: float = 0.0
    products: float = 0.0

    def add(self, at: float, cadence_hz: float) -> None:
        """Take in a point."""
        if not self.count:
            self.from_at = at
        self.to_s = at - self.from_at
        self.count += 1
        self.times += self.to_s
        self.cadences += cadence_hz
        self.squares += self.to_s * self.to_s
        self.products += self.to_s * cadence_hz

    def drift(self) -> float:
        """Return the line's change from the first point to the last, relative to its start."""
        spread = self.count * self.squares - self.times**2
        if spread <= 0.0:
            return 0.0
        slope = (self.count * self.products - self.times * self.cadences) / spread
        start = (self.cadences - slope * self.times) / self.count
        return slope * self.to_s / start if start > 0.0 else 0.0
