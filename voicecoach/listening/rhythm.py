"""Cadence, steadiness and fading of a row of landings."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from statistics import fmean, median, stdev
from typing import Final

PAUSE_S: Final = 1.2
"""A longer interval is a pause, not hopping: the slowest hops counted are 1.4 a second."""

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
    """Reads the rhythm of landings as they come, in constant time each."""

    def __init__(self) -> None:
        self._intervals_s: list[float] = []
        self._recent_s: deque[float] = deque(maxlen=_RECENT)
        self._last_at: float | None = None
        self._line = _CadenceLine()

    def add(self, landing_at: float) -> None:
        """Take in the next landing's instant, in seconds; one that was told late, after its successor, is left out."""
        if self._last_at is not None and landing_at <= self._last_at:
            return
        last_at, self._last_at = self._last_at, landing_at
        if last_at is None:
            return
        interval_s = landing_at - last_at
        if interval_s > self._longest_s():
            return
        self._intervals_s.append(interval_s)
        self._recent_s.append(interval_s)
        self._line.add(last_at + interval_s / 2.0, 1.0 / interval_s)

    def reading(self) -> RhythmReading | None:
        """Return the rhythm now (of the last eight intervals), or None before three are known."""
        return self._read(self._recent_s)

    def summary(self) -> RhythmReading | None:
        """Return the rhythm of all landings so far, or None before three intervals are known."""
        return self._read(self._intervals_s)

    def _longest_s(self) -> float:
        if len(self._recent_s) < _NEEDED:
            return PAUSE_S
        return min(PAUSE_S, _MISSED * median(self._recent_s))

    def _read(self, intervals_s: Collection[float]) -> RhythmReading | None:
        if len(intervals_s) < _NEEDED:
            return None
        interval_s = median(intervals_s)
        return RhythmReading(
            cadence_hz=1.0 / interval_s,
            interval_s=interval_s,
            variation=stdev(intervals_s) / fmean(intervals_s),
            drift=self._line.drift(),
        )


class _CadenceLine:
    """A least-squares line through cadence over time, from running sums (seconds since the first point)."""

    def __init__(self) -> None:
        self._from_at = 0.0
        self._to_s = 0.0
        self._count = 0
        self._times = self._cadences = self._squares = self._products = 0.0

    def add(self, at: float, cadence_hz: float) -> None:
        """Take in a point."""
        if not self._count:
            self._from_at = at
        self._to_s = at - self._from_at
        self._count += 1
        self._times += self._to_s
        self._cadences += cadence_hz
        self._squares += self._to_s * self._to_s
        self._products += self._to_s * cadence_hz

    def drift(self) -> float:
        """Return the line's change from the first point to the last, relative to its start."""
        spread = self._count * self._squares - self._times**2
        if spread <= 0.0:
            return 0.0
        slope = (self._count * self._products - self._times * self._cadences) / spread
        start = (self._cadences - slope * self._times) / self._count
        return slope * self._to_s / start if start > 0.0 else 0.0
