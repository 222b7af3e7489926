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


class RowSearch:
    """Finds the likeliest row of peaks that come one after the other.

    Parameters
    ----------
    needed
        The log odds that a landing without a rhythm must exceed.
    remembers
        How many peaks at least it may reach back; None for all.
    """

    def __init__(self, *, needed: float = 0.0, remembers: int | None = None) -> None:
        self._needed, self._remembers = needed, remembers
        self._peaks: list[Peak] = []
        self._best: list[dict[int, _End]] = []  # best[j][i] ends with i, j; i == -1: j begins a run
        self._over: list[tuple[float, int, int]] = []  # the best row that ends at or before j: value and its last pair
        self._forgotten = 0  # so many peaks came before those lists; ends and pairs count from the very first

    def add(self, peak: Peak) -> None:
        """Take in the next peak."""
        index = self._forgotten + len(self._peaks)
        rows = self._rows_to(peak)
        self._peaks.append(peak)
        self._best.append(rows)
        ends = [(end.value, before, index) for before, end in rows.items()]
        self._over.append(max([self._over[-1] if self._over else (0.0, -1, -1), *ends]))
        if self._remembers is not None and len(self._peaks) >= 2 * self._remembers:
            self._forget(len(self._peaks) - self._remembers)

    def row(self, from_at: float = -math.inf) -> list[Peak]:
        """Return the peaks that are landings, in order, those from an instant on."""
        row: list[Peak] = []
        _, before, index = self._over[-1] if self._over else (0.0, -1, -1)
        while index >= self._forgotten and self._peaks[index - self._forgotten].at >= from_at:
            row.append(self._peaks[index - self._forgotten])
            earlier = self._best[index - self._forgotten][before].before
            if before >= 0:
                index, before = before, earlier
            elif earlier >= self._forgotten:
                _, before, index = self._over[earlier - self._forgotten]
            else:
                break
        return row[::-1]

    def _rows_to(self, peak: Peak) -> dict[int, _End]:
        own = peak.log_odds - self._needed
        rows: dict[int, _End] = {}
        before = len(self._peaks) - 1
        while before >= 0 and peak.at - self._peaks[before].at <= PAUSE_S:
            interval_s = peak.at - self._peaks[before].at
            if interval_s >= FASTEST_S:
                log_interval = math.log(interval_s)
                value, earlier = _likeliest(self._best[before], log_interval)
                rows[self._forgotten + before] = _End(value + own + _FOLLOWED, earlier, log_interval)
            before -= 1
        value = self._over[before][0] if before >= 0 else 0.0
        rows[-1] = _End(own - _NEW_RUN + value, self._forgotten + before if before >= 0 else -1, 0.0)
        return rows

    def _forget(self, count: int) -> None:
        del self._peaks[:count], self._best[:count], self._over[:count]
        self._forgotten += count


def best_row(peaks: Sequence[Peak]) -> list[Peak]:
    """Return the peaks that are landings, in order, of peaks in order."""
    search = RowSearch()
    for peak in peaks:
        search.add(peak)
    return search.row()


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
