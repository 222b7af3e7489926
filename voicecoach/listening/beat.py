"""Where the next landing is due."""

from __future__ import annotations

from itertools import pairwise
from statistics import median, median_low
from typing import Final

from voicecoach.listening.rhythm import PAUSE_S
from voicecoach.listening.run import unbroken

_REMEMBERED: Final = 5
_NEEDED: Final = 3
_ON: Final = 0.16  # of the interval: hoppers vary by 3 to 7 %
_OFF: Final = 0.30
_FORGOTTEN_S: Final = 60.0  # another exercise, or somebody else


class Beat:
    """Follows the landings that were told."""

    def __init__(self) -> None:
        self._ats: list[float] = []

    def add(self, at: float) -> None:
        """Take in a landing, also one told late."""
        self._ats = sorted([*self._ats, at])[-_REMEMBERED:]

    def place(self, at: float) -> float:
        """Return how an instant lies to the beat: 1 on it, -1 clearly off it, 0 where no beat is known.

        In the first landings after a pause none is, but who hops again hops about as fast as before: what comes much
        sooner is a take-off.
        """
        run = self._ats[len(self._ats) - unbroken([*self._ats, at]) + 1 :]
        if len(run) < _NEEDED:
            return -1.0 if self._is_too_soon(at) else 0.0
        interval_s = median(later - earlier for earlier, later in pairwise(run))
        beats = (at - run[-1]) / interval_s
        off = abs(beats - max(1, round(beats)))
        return 1.0 if off <= _ON else -1.0 if off >= _OFF else 0.0

    def _is_too_soon(self, at: float) -> bool:
        recent = [one for one in self._ats if one > at - _FORGOTTEN_S]
        intervals_s = [later - earlier for earlier, later in pairwise(recent) if later - earlier < PAUSE_S]
        if len(intervals_s) < _NEEDED - 1:
            return False
        return 0.0 < at - recent[-1] <= (1.0 - _OFF) * median_low(intervals_s)
