"""Where the next landing is due."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import Final

from voicecoach.listening.run import unbroken

_REMEMBERED: Final = 5
_NEEDED: Final = 3
_ON: Final = 0.16  # of the interval: hoppers vary by 3 to 7 %
_OFF: Final = 0.30


class Beat:
    """Follows the landings that were told."""

    def __init__(self) -> None:
        self._ats: list[float] = []

    def add(self, at: float) -> None:
        """Take in a landing, also one told late."""
        self._ats = sorted([*self._ats, at])[-_REMEMBERED:]

    def place(self, at: float) -> float:
        """Return how an instant lies to the beat: 1 on it, -1 clearly off it, 0 where no beat is known."""
        run = self._ats[len(self._ats) - unbroken([*self._ats, at]) + 1 :]
        if len(run) < _NEEDED:
            return 0.0
        interval_s = median(later - earlier for earlier, later in pairwise(run))
        beats = (at - run[-1]) / interval_s
        off = abs(beats - max(1, round(beats)))
        return 1.0 if off <= _ON else -1.0 if off >= _OFF else 0.0
