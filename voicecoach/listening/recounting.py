"""A stretch counted once more, from all that was heard about it by the time it is over.

The judge looks at all its sounds beside one another, in each of the ways in which the set was heard; what only the
fast head knew when it told a landing counts too, and the likeliest row of what they say is the set's count.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from voicecoach.listening.hearing_again import HearingAgain
from voicecoach.listening.judging import Judge
from voicecoach.listening.landing import Recount
from voicecoach.listening.looking_back import best_row
from voicecoach.listening.packing import Numbers
from voicecoach.listening.peaks import Peak, believed
from voicecoach.listening.remembered import Remembered

CERTAIN_LOG_ODDS: Final = 4.0
CERTAIN_MORE: Final = 2.0
"""What the fast head was this certain of has so much more to be counted for in a recount, which else takes back a first
hop that was said aloud: it breaks a silence, and the sure head doubts that.  (756 takes of the bench's quieter
scenarios on the floors kept for choosing: 681 sets are exact with or without these two; so the count agrees with what
was said.)"""

FIRST_MORE: Final = 0.8
"""So much more has the first landing of a set, for the same reason."""

JUDGED: Final = 3.0
EVENED: Final = 0.3
"""What the judge's log odds weigh in the likeliest row, which knows of rhythm too, and how much more each sound has.
(The same takes: 681 are exact with it, 671 with 2 and 636 with 1; without the rest 680, and as many within one.)"""

OTHERS_LOG_ODDS: Final = -3.0
"""Sounds from here on that are no landings make a room one of many sounds.  (Test takes whose count is in doubt: one
for each five to ten landings or more with talk, music and knocks; next to none in quiet rooms and with a fan.)"""

_SAME_S: Final = 0.06  # instants for one sound, of two heads or two hearings, are nearer than this
REMEMBERED_S: Final = 960.0
"""A set of a quarter hour can be recounted."""


class Recounter:
    """Remembers the sure head's peaks for `REMEMBERED_S`.

    Parameters
    ----------
    judge
        Who looks at a whole set; without one, what the sure head said of each sound counts.
    again
        Who heard it again for the judge.
    """

    def __init__(self, judge: Judge | None = None, again: HearingAgain | None = None) -> None:
        self._judge, self._again = judge, again
        self._weigh = 1.0 if judge is None else JUDGED
        self._remembered = Remembered(REMEMBERED_S)
        self._certain: list[float] = []
        self._firsts: list[float] = []

    def add(self, peak: Peak) -> None:
        """Remember the next peak, with its impression."""
        self._remembered.add(peak)

    def note_told(self, at: float, log_odds: float, *, first: bool) -> None:
        """Remember what is known of a landing only as it is told: the fast head's log odds, if it is a set's first."""
        if log_odds >= CERTAIN_LOG_ODDS:
            self._certain.append(at)
        if first:
            self._firsts.append(at)
        for instants in (self._certain, self._firsts):
            del instants[: bisect_left(instants, at - REMEMBERED_S)]

    def recount(self, from_at: float, to_at: float) -> Recount | None:
        """Count the likeliest row of landings in [from_at, to_at); None if not all of it is remembered."""
        if not self._remembered.reaches(from_at):
            return None
        peaks = self.between(from_at, to_at)
        judged = self._judged(peaks, from_at, to_at)
        row = best_row([self._with_certainty(peak) for peak in judged])
        doubt = sum(believed(-abs(peak.log_odds)) for peak in judged)
        counted = {peak.cell for peak in row}
        others = sum(peak.log_odds > OTHERS_LOG_ODDS and peak.cell not in counted for peak in peaks)
        return Recount(len(row), max(0.0, 1.0 - 2.0 * doubt / max(1, len(row))), others)

    def _judged(self, peaks: Sequence[Peak], from_at: float, to_at: float) -> Sequence[Peak]:
        """Return the peaks of a stretch as all of it shows them."""
        if self._judge is None or not peaks or any(peak.impression is None for peak in peaks):
            return peaks
        own = _log_odds(self._judge, peaks)
        hearings = [] if self._again is None else self._again.sounds(from_at, to_at)
        others = [_of_the_same(peaks, heard, _log_odds(self._judge, heard), own) for heard in hearings]
        means = np.mean([own, *others], axis=0).tolist()
        return [replace(peak, log_odds=mean) for peak, mean in zip(peaks, means, strict=True)]

    def between(self, from_at: float, to_at: float) -> list[Peak]:
        """Return the peaks in [from_at, to_at), as the sure head gave them."""
        return self._remembered.between(from_at, to_at)

    def _with_certainty(self, peak: Peak) -> Peak:
        """Return a sure peak with what the fast head knew of it."""
        more = CERTAIN_MORE * _has_near(self._certain, peak.at) + FIRST_MORE * _has_near(self._firsts, peak.at)
        return replace(peak, log_odds=self._weigh * peak.log_odds + EVENED + more)


def _log_odds(judge: Judge, peaks: Sequence[Peak]) -> Numbers:
    """Return the judge's log odds of each of a set's peaks."""
    impressions = [peak.impression for peak in peaks if peak.impression is not None]
    return judge.log_odds([peak.at for peak in peaks], impressions)


def _of_the_same(peaks: Sequence[Peak], heard: Sequence[Peak], log_odds: Numbers, own: Numbers) -> Numbers:
    """Return the log odds of the sounds in another hearing that are these peaks; where it has none, their own."""
    if not heard:
        return own
    apart_s = np.abs(np.array([peak.at for peak in peaks])[:, None] - np.array([peak.at for peak in heard]))
    nearest = np.argmin(apart_s, axis=1)
    same = np.take_along_axis(apart_s, nearest[:, None], axis=1)[:, 0] < _SAME_S
    return np.where(same, log_odds[nearest], own)


def _has_near(instants: Sequence[float], at: float) -> bool:
    """Return whether one of instants in order is that of a sure peak."""
    nearest = bisect_left(instants, at - _SAME_S)
    return nearest < len(instants) and instants[nearest] <= at + _SAME_S
