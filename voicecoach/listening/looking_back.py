"""The likeliest row of landings among everything that sounded like one, with hindsight.

A landing is believed for its own sound (the sure head's log odds) and for its place in the rhythm: the interval to the
one before is like the interval before that.  The best row is found by dynamic programming over pairs of neighbours
(a second-order Viterbi search), so that a quiet landing on the beat is counted and a loud word off it is not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from voicecoach.listening.peaks import Peak
from voicecoach.listening.rhythm import PAUSE_S

FASTEST_S: Final = 0.2
"""Two landings are never nearer: four hops a second, a stumble included."""

_NEW_RUN: Final = 2.6  # costs so much: two runs are rarer than one
_EVEN: Final = 0.12  # standard deviation of the log of one interval over the one before
_UNEVEN_MOST: Final = 2.5  # a stumble costs no more
_UNKNOWN: Final = 0.5  # what an interval costs that has none before it
_FOLLOWED: Final = 1.5  # a landing that has a neighbour in the run is that much likelier


class _End(NamedTuple):
    """The best row that ends with one pair of neighbours."""

    value: float
    before: int
    """The peak before the pair; where the second one begins a run, the last peak of the run before it; or -1."""
    log_interval: float
    """Of the pair; 0 where the second one begins a run."""


def best_row(peaks: Sequence[Peak], *, needed: float = 0.0) -> list[Peak]:
    """Return the peaks that are landings, in order, of peaks in order.

    `needed` are the log odds that a landing without a rhythm must exceed.
    """
    best: list[dict[int, _End]] = []  # best[j][i] ends with i, j; i == -1: j begins a run
    over: list[tuple[float, int, int]] = []  # the best row that ends at or before j: value and its last pair
    for index, peak in enumerate(peaks):
        best.append(_rows_to(index, peak.log_odds - needed, peaks, best, over))
        ends = [(end.value, before, index) for before, end in best[index].items()]
        previous = over[-1] if over else (0.0, -1, -1)
        over.append(max([previous, *ends]))
    return _traced(peaks, best, over)


def _rows_to(
    index: int,
    own: float,
    peaks: Sequence[Peak],
    best: list[dict[int, _End]],
    over: list[tuple[float, int, int]],
) -> dict[int, _End]:
    peak = peaks[index]
    rows: dict[int, _End] = {}
    before = index - 1
    while before >= 0 and peak.at - peaks[before].at <= PAUSE_S:
        interval_s = peak.at - peaks[before].at
        if interval_s >= FASTEST_S:
            log_interval = math.log(interval_s)
            value, earlier = _likeliest(best[before], log_interval)
            rows[before] = _End(value + own + _FOLLOWED, earlier, log_interval)
        before -= 1
    rows[-1] = _End(own - _NEW_RUN + (over[before][0] if before >= 0 else 0.0), before, 0.0)
    return rows


def _likeliest(rows: dict[int, _End], log_interval: float) -> tuple[float, int]:
    """Return value and last but one peak of the row that goes on best with an interval."""
    best_value, best_earlier = -math.inf, -1
    for earlier, (value, _, last_log_interval) in rows.items():
        if earlier < 0:
            reached = value - _UNKNOWN
        else:
            change = (log_interval - last_log_interval) / _EVEN
            reached = value - min(_UNEVEN_MOST, 0.5 * change * change)
        if reached > best_value:
            best_value, best_earlier = reached, earlier
    return best_value, best_earlier


def _traced(peaks: Sequence[Peak], best: list[dict[int, _End]], over: list[tuple[float, int, int]]) -> list[Peak]:
    row: list[Peak] = []
    _, before, index = over[-1] if over else (0.0, -1, -1)
    while index >= 0:
        row.append(peaks[index])
        earlier = best[index][before].before
        if before >= 0:
            index, before = before, earlier
        elif earlier >= 0:
            _, before, index = over[earlier]
        else:
            break
    return row[::-1]
