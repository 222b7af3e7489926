"""The likeliest row of landings among everything that sounded like one, with hindsight.

A landing is believed for its own sound (the sure head's log odds) and for its place in the rhythm: the interval to the
one before is like the interval before that.  The best row is found by dynamic programming over pairs of neighbours
(a second-order Viterbi search), so that a quiet landing on the beat is counted and a loud word off it is not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from voicecoach.listening.peaks import Peak
from voicecoach.listening.rhythm import PAUSE_S

FASTEST_S: Final = 0.2
"""Two landings are never nearer: four hops a second, a stumble included."""

_NEEDED: Final = 0.2  # log odds that a landing without a rhythm must exceed
_NEW_RUN: Final = 2.0  # costs so much: two runs are rarer than one
_EVEN: Final = 0.12  # standard deviation of the log of one interval over the one before
_UNEVEN_MOST: Final = 2.5  # a stumble costs no more
_FOLLOWED: Final = 1.5  # a landing that has a neighbour in the run is that much likelier


def best_row(peaks: Sequence[Peak]) -> list[Peak]:
    """Return the peaks that are landings, in order, of peaks in order."""
    # best[j][i]: (value of the best row that ends with i, j; the one before i); i == -1: j begins a run
    best: list[dict[int, tuple[float, int]]] = []
    over: list[tuple[float, int, int]] = []  # the best row that ends at or before j: value and its last pair
    for index, peak in enumerate(peaks):
        best.append(_rows_to(index, peak, peaks, best, over))
        ends = [(value, before, index) for before, (value, _) in best[index].items()]
        previous = over[-1] if over else (0.0, -1, -1)
        over.append(max([previous, *ends]))
    return _traced(peaks, best, over)


def _rows_to(
    index: int,
    peak: Peak,
    peaks: Sequence[Peak],
    best: list[dict[int, tuple[float, int]]],
    over: list[tuple[float, int, int]],
) -> dict[int, tuple[float, int]]:
    own = peak.log_odds - _NEEDED
    rows: dict[int, tuple[float, int]] = {}
    quiet = max((one for one in range(index) if peak.at - peaks[one].at > PAUSE_S), default=-1)
    rows[-1] = (own - _NEW_RUN + (over[quiet][0] if quiet >= 0 else 0.0), quiet)
    for before in range(index - 1, quiet, -1):
        interval_s = peak.at - peaks[before].at
        if interval_s < FASTEST_S:
            continue
        rows[before] = max(
            (value + own + _FOLLOWED - _unevenness(interval_s, peaks, before, earlier), earlier)
            for earlier, (value, _) in best[before].items()
        )
    return rows


def _unevenness(interval_s: float, peaks: Sequence[Peak], before: int, earlier: int) -> float:
    """Return what an interval costs after the one that lies before it."""
    if earlier < 0:
        return 0.5
    change = math.log(interval_s / (peaks[before].at - peaks[earlier].at)) / _EVEN
    return min(_UNEVEN_MOST, 0.5 * change * change)


def _traced(
    peaks: Sequence[Peak], best: list[dict[int, tuple[float, int]]], over: list[tuple[float, int, int]]
) -> list[Peak]:
    row: list[Peak] = []
    _, before, index = over[-1] if over else (0.0, -1, -1)
    while index >= 0:
        row.append(peaks[index])
        earlier = best[index][before][1]
        if before >= 0:
            index, before = before, earlier
        elif earlier >= 0:
            _, before, index = over[earlier]
        else:
            break
    return row[::-1]
