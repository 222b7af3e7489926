"""A stretch counted once more, from all that was heard about it by the time it is over.

What the sure head said of each sound counts, what only the fast head knew when it told a landing, and how like the
landings around it a sound is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Final

from voicecoach.listening.landing import Recount
from voicecoach.listening.likeness import neighbours
from voicecoach.listening.looking_back import best_row
from voicecoach.listening.peaks import Peak, believed

CERTAIN_LOG_ODDS: Final = 4.0
CERTAIN_MORE: Final = 2.0
"""What the fast head was this certain of has so much more to be counted for in a recount, which else takes back a first
hop that was said aloud: it breaks a silence, and the sure head doubts that.  (500 takes on the floors kept for
choosing: as many sets are exact without it; so the count agrees with what was said.)"""

FIRST_MORE: Final = 0.8
"""So much more has the first landing of a set, for the same reason.  (The same takes: as many sets are exact.)"""

LIKENESS: Final = 2.0
"""What a sound's likeness to the landings around it weighs.  (The same takes: without it 61 sets in a hundred are exact
and 81 within one, with it 64 and 84.)"""

EVENED: Final = 0.3
"""Every sound has so much more in a recount, which else falls short by three tenths of a landing a set."""

FAR_BELOW: Final = 9.0
"""What falls so far short of a set's usual landing counts against being one twice as much from there on: where landings
are plain, a sound on the beat that is none at all was a hop left out.  (The same takes: without it 61 sets in a hundred
are exact and 83 within one.)"""

OTHERS_LOG_ODDS: Final = -3.0
"""Sounds from here on that are no landings make a room one of many sounds.  (Test takes whose count is in doubt: one
for each five to ten landings or more with talk, music and knocks; next to none in quiet rooms and with a fan.)"""

_CERTAIN_S: Final = 0.06  # the two heads' instants for one landing are nearer than this
_REMEMBERED: Final = 4096  # peaks: a set of a quarter hour


class Recounter:
    """Remembers the sure head's peaks for a quarter hour or more."""

    def __init__(self) -> None:
        self._peaks: list[Peak] = []
        self._forgotten_at = float("-inf")
        self._certain: list[float] = []
        self._firsts: list[float] = []

    def add(self, peak: Peak) -> None:
        """Remember the next peak, with its colour."""
        self._peaks.append(peak)
        if len(self._peaks) > _REMEMBERED:
            self._forgotten_at = self._peaks.pop(0).at

    def note_told(self, at: float, log_odds: float, *, first: bool) -> None:
        """Remember what is known of a landing only as it is told: the fast head's log odds, if it is a set's first."""
        if log_odds >= CERTAIN_LOG_ODDS:
            self._certain.append(at)
            del self._certain[:-_REMEMBERED]
        if first:
            self._firsts.append(at)
            del self._firsts[:-_REMEMBERED]

    def recount(self, from_at: float, to_at: float) -> Recount | None:
        """Count the likeliest row of landings in [from_at, to_at); None if not all of it is remembered."""
        if from_at <= self._forgotten_at:
            return None
        within = [self._with_certainty(peak) for peak in self.between(from_at, to_at)]
        likened = _beside_the_usual(_with_likeness(within))
        row = best_row(likened)
        doubt = sum(believed(-abs(peak.log_odds)) for peak in likened)
        others = sum(peak.log_odds > OTHERS_LOG_ODDS + EVENED for peak in within) - len(row)
        return Recount(len(row), max(0.0, 1.0 - 2.0 * doubt / max(1, len(row))), max(0, others))

    def between(self, from_at: float, to_at: float) -> list[Peak]:
        """Return the peaks in [from_at, to_at), as the sure head gave them."""
        first, end = (bisect_left(self._peaks, at, key=lambda peak: peak.at) for at in (from_at, to_at))
        return self._peaks[first:end]

    def _with_certainty(self, peak: Peak) -> Peak:
        """Return a sure peak with what the fast head knew of it."""
        more = CERTAIN_MORE * _has_near(self._certain, peak.at) + FIRST_MORE * _has_near(self._firsts, peak.at)
        return replace(peak, log_odds=peak.log_odds + more + EVENED)


def _with_likeness(peaks: Sequence[Peak]) -> list[Peak]:
    """Return the peaks with what their likeness to those around them says, which a first count takes for landings."""
    row = {peak.cell for peak in best_row(peaks)}
    beliefs = [believed(peak.log_odds) if peak.cell in row else 0.0 for peak in peaks]
    around = neighbours([peak.colour for peak in peaks], beliefs)
    return [
        replace(peak, log_odds=peak.log_odds + LIKENESS * typical.speaks_for(peak.colour))
        for peak, typical in zip(peaks, around, strict=True)
    ]


def _beside_the_usual(peaks: Sequence[Peak]) -> list[Peak]:
    """Return the peaks, those that are far from what this set's landings are a good deal less likely."""
    row = best_row(peaks)
    if not row:
        return list(peaks)
    enough = median(peak.log_odds for peak in row) - FAR_BELOW
    return [replace(peak, log_odds=peak.log_odds - max(0.0, enough - peak.log_odds)) for peak in peaks]


def _has_near(instants: Sequence[float], at: float) -> bool:
    """Return whether one of instants in order is that of a sure peak."""
    nearest = bisect_left(instants, at - _CERTAIN_S)
    return nearest < len(instants) and instants[nearest] <= at + _CERTAIN_S
