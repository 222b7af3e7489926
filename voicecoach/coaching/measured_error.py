"""How far predictions of a hopper's landings were off, and what may be expected of the next one.

Errors are shares of the interval, since people's timing varies with it (Weber's law; Wing & Kristofferson 1973).
"""

from __future__ import annotations

import math
from collections import deque

NORMAL_P95 = 1.96
"""Of a normal distribution's values 95 % are within so many standard deviations."""

MEMORY = 160
"""Landings after which an error's weight has fallen to 1/e: how evenly a person hops is learned over some sets ..."""

LAST = 10
"""... unless the last so many say otherwise: a tired hopper is another one."""

LARGEST_SHARE = 0.2
"""A larger error is no jitter and counts as this: one landing that was misheard is no other hopper."""


class MeasuredError:
    """The errors of one way to predict."""

    def __init__(self) -> None:
        self._sum = 0.0
        self._weight = 0.0
        self._last: deque[float] = deque(maxlen=LAST)

    @property
    def variance(self) -> float:
        """The mean squared error; infinite while there is none."""
        return self._sum / self._weight if self._weight else math.inf

    def add(self, share: float) -> None:
        """Take in how far a prediction was off, in intervals."""
        square = min(abs(share), LARGEST_SHARE) ** 2
        keep = 1.0 - 1.0 / MEMORY
        self._sum, self._weight = keep * self._sum + square, keep * self._weight + 1.0
        self._last.append(square)

    def forget_all_but_last(self) -> None:
        """Believe the last errors only."""
        self._sum, self._weight = sum(self._last), float(len(self._last))

    def p95_at_most(self, deviations: float) -> float:
        """Return the bound of the 95th percentile of an error, in intervals, held with so many deviations' confidence.

        A sum of squares of normal errors follows chi-square; its quantile by Wilson & Hilferty (1931).
        """
        return NORMAL_P95 * math.sqrt(_bound(self.variance, self._weight, deviations))

    def last_p95_at_least(self, deviations: float) -> float:
        """Return the lower bound of the same from the last errors alone; 0 while they are too few."""
        if len(self._last) < LAST:
            return 0.0
        return NORMAL_P95 * math.sqrt(_bound(sum(self._last) / LAST, LAST, -deviations))


def _bound(variance: float, errors: float, deviations: float) -> float:
    """Return the variance that `errors` errors of mean square `variance` leave possible."""
    if errors < 1.0:
        return math.inf
    part = 2.0 / (9.0 * errors)
    root = 1.0 - part - deviations * math.sqrt(part)
    return variance / root**3 if root > 0.0 else math.inf
