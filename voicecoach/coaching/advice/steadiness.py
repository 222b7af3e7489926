"""Unsteady: intervals that differ more than a hopper's should."""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import fmean
from typing import Final

from voicecoach.coaching.advice.observed import START_UP, Interval, Observed
from voicecoach.coaching.advice.trouble import trouble
from voicecoach.coaching.summary import STEADY_VARIATION

FEWEST_PAIRS: Final = 5

SURE_BY: Final = 2.5
"""Standard errors above the line: a set has some five stretches that could stray by chance."""

RANGE_OF_TWO: Final = 1.128
"""The mean difference of two normal values, in standard deviations (2 over the root of pi)."""


def unsteady(seen: Observed) -> float | None:
    """Vary by clearly more than `STEADY_VARIATION`, where a set's summary draws the line (metronome: 3 to 5 %).

    A spread known from a few intervals is itself uncertain: that of n differences between neighbours by about
    sqrt(3 / n) / 2 of itself (the variance of von Neumann's mean square successive difference).  It is said from
    `SURE_BY` of those above the line, 10 to 12 %, and is over at the line.
    """
    spread = variation(seen.recent, seen.turn)
    if spread is None:
        return None
    found, pairs = spread
    return trouble(found, over=STEADY_VARIATION, begins=unsteady_from(pairs))


def unsteady_from(pairs: int) -> float:
    """Return the variation from which intervals are unsteady that is known from so many pairs of neighbours."""
    uncertainty = math.sqrt(3.0 / pairs) / 2.0
    return STEADY_VARIATION * (1.0 + SURE_BY * uncertainty)


def variation(intervals: Iterable[Interval], turn: int) -> tuple[float, int] | None:
    """Return (the intervals' standard deviation over their mean, how many pairs it is from), None if too few.

    From the mean size of the differences between intervals one turn apart, as control charts of single values do it
    (Shewhart's moving range): neither a tempo that drifts, nor one step to a new tempo, nor a march's own long and
    short is unsteadiness.
    """
    lately = {one.position: one.seconds for one in intervals if one.position > START_UP}
    ranges_s = [
        abs(seconds - lately[position - turn]) for position, seconds in lately.items() if position - turn in lately
    ]
    if len(ranges_s) < FEWEST_PAIRS:
        return None
    return fmean(ranges_s) / RANGE_OF_TWO / fmean(lately.values()), len(ranges_s)
