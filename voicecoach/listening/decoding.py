"""From the network's log odds to landings: one a landing, told at once where it is plain, a little later where not.

The network answers twice.  Its fast head speaks within 50 ms of a landing; its sure head, which has also heard whether
another followed, is right more often.  While landings are believed one by one, a landing is told when the fast head is
certain, and less certainty is needed on the beat than off it; what the fast head passed over and the likeliest row
of the sure head's peaks holds is told late, so that the next number is right.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from voicecoach.listening.beat import Beat
from voicecoach.listening.contrast import CELL_S
from voicecoach.listening.expecting import Expectation
from voicecoach.listening.landing import Recount
from voicecoach.listening.looking_back import best_row
from voicecoach.listening.network import FAST_LOOKS_BACK_S, SURE_LOOKS_BACK_S, Numbers
from voicecoach.listening.peaks import Peak, Peaks
from voicecoach.listening.rhythm import PAUSE_S
from voicecoach.listening.run import CONFIRMING, is_convincing, last_run

SAME_S: Final = 0.19
"""What lies nearer than this to a landing that was told is that landing: a little less than `looking_back.FASTEST_S`,
since instants are not refined yet."""

FAST_LOG_ODDS: Final = 1.1
FOR_THE_BEAT: Final = 0.8
"""What the fast head needs to be believed, so much less on the beat and more off it.  (500 takes on the floors kept for
choosing: at 0.5 a seventh more was invented and 1 in 50 fewer was told late; from 1.4 on more was told late only.)"""

FOR_A_START: Final = 0.2
"""So much less for the first landing after a pause: it has no neighbours to speak for it, and told late it would take
the second one's number.  (The same takes: nine in ten have log odds above 0; at 0.8 a tenth more was invented.)"""

FOR_THE_FIRST: Final = 2.5
"""So much less for the first landing since landings are expected: a set follows a rest, and a network that has heard
nothing for five seconds takes a hop for a knock as likely as not.  (Own measurement: after ten seconds of quiet its log
odds are -1.4 to -0.3.)"""

LEAST_LOG_ODDS: Final = FAST_LOG_ODDS - max(FOR_THE_BEAT, FOR_A_START, FOR_THE_FIRST)

HOPPING_LOG_ODDS: Final = 1.3
"""Where nobody said that there will be hops, the network must also think that somebody is hopping: at 0 three times as
much was invented on the same takes, and as much was found."""

DOUBTFUL_LOG_ODDS: Final = -4.0
"""Sure peaks from here on are remembered: on the beat it may be a landing."""

NEARLY_LOG_ODDS: Final = -2.0
"""Only such peaks change what is believed; weaker ones wait for the next."""

OTHERS_LOG_ODDS: Final = -3.0
"""Sounds from here on that are no landings make a room one of many sounds.  (Test takes whose count is in doubt: one
for each five to ten landings or more with talk, music and knocks; next to none in quiet rooms and with a fan.)"""

LATE_LOG_ODDS: Final = -0.5
"""Told late off the beat, or while none is known, is only what is nearly as likely as not by its own sound: take-offs
lie on the half beat.  (The takes for choosing: of weaker ones told late 4 in 10 were none.)"""

LATE_NEEDED: Final = 0.3
"""What is told late must be so much likelier than what is counted at last.  (The same takes: one in fourteen fewer was
invented while nobody hopped, and as much was wrong while somebody did.)"""

CERTAIN_LOG_ODDS: Final = 4.0
CERTAIN_MORE: Final = 2.0
"""What the fast head was this certain of has so much more to be counted for in a recount, which else takes back a first
hop that was said aloud: it breaks a silence, and the sure head doubts that.  (The same takes: with 3 or more taken for
certain fewer sets were within one; so the count agrees with what was said, and is as right.)"""

FIRST_MORE: Final = 0.8
"""So much more has the first landing of a set, for the same reason.  (The same takes: 55.4 in a hundred sets are
exact in place of 55.1; where nobody hops 2.74 a take are counted in place of 2.70.)"""

_CERTAIN_S: Final = 0.06  # the two heads' instants for one landing are nearer than this
_REMEMBERED: Final = 4096  # peaks: a set of a quarter hour
_SMOOTHED: Final = CELL_S / 0.5
_RECENT_S: Final = 6.0
_RECONSIDERED_S: Final = 0.7


@dataclass(frozen=True, slots=True)
class Heard:
    """A landing that was decided."""

    cell: int
    """The cell whose end the decision needed."""

    at: float
    """About when it fell, within 10 ms: seconds."""

    confidence: float


class Decoder:
    """Decides cell after cell."""

    def __init__(self, expectation: Expectation) -> None:
        self._expectation = expectation
        self._cell = 0
        self._sure = Peaks(SURE_LOOKS_BACK_S, DOUBTFUL_LOG_ODDS)
        self._peaks: list[Peak] = []
        self._forgotten_at = float("-inf")
        self._certain: list[float] = []
        self._firsts: list[float] = []
        self._told: list[float] = []
        self._beat = Beat()
        self._run_until = float("-inf")
        self._hopping = 0.0
        self._row: list[Peak] = []  # what the fast head heard while nothing was expected

    def add(self, log_odds: Numbers) -> list[Heard]:
        """Take in the heads' log odds of the next cells, shape (cells, HEADS)."""
        heard: list[Heard] = []
        for fast, sure, hopping in log_odds.tolist():
            self._hopping += _SMOOTHED * (hopping - self._hopping)
            if fast >= LEAST_LOG_ODDS:
                heard += self._at_once(fast)
            peak = self._sure.add(self._cell, sure)
            if peak is not None:
                heard += self._with_hindsight(peak)
            self._cell += 1
        return heard

    def recount(self, from_at: float, to_at: float) -> Recount | None:
        """Count the likeliest row of landings in [from_at, to_at); None if not all of it is remembered."""
        if from_at <= self._forgotten_at:
            return None
        within = [self._with_certainty(peak) for peak in self._between(from_at, to_at)]
        row = best_row(within)
        doubt = sum(_odds(-abs(peak.log_odds)) for peak in within)
        others = sum(peak.log_odds > OTHERS_LOG_ODDS for peak in within) - len(row)
        return Recount(len(row), max(0.0, 1.0 - 2.0 * doubt / max(1, len(row))), max(0, others))

    def _with_certainty(self, peak: Peak) -> Peak:
        """Return a sure peak with what the fast head knew of it."""
        more = CERTAIN_MORE * _has_near(self._certain, peak.at) + FIRST_MORE * _has_near(self._firsts, peak.at)
        return replace(peak, log_odds=peak.log_odds + more)

    def plainness(self, from_at: float, to_at: float) -> list[float]:
        """Return the sure head's peaks in [from_at, to_at)."""
        return [peak.log_odds for peak in self._between(from_at, to_at)]

    def _between(self, from_at: float, to_at: float) -> list[Peak]:
        first, end = (bisect_left(self._peaks, at, key=lambda peak: peak.at) for at in (from_at, to_at))
        return self._peaks[first:end]

    def _at_once(self, fast: float) -> list[Heard]:
        """Tell a landing that the fast head is certain of."""
        at = (self._cell + 0.5) * CELL_S - FAST_LOOKS_BACK_S
        if self._is_told(at, SAME_S):
            return []
        since = self._expectation.since(at)
        if since is None and at >= self._run_until:
            return self._begin_run(Peak(self._cell, fast, at)) if fast >= FAST_LOG_ODDS else []
        if fast < self._needed(at, since):
            return []
        if since is None:
            self._run_until = at + PAUSE_S
        self._note(at, fast, since)
        return [self._tell(at, fast)]

    def _note(self, at: float, fast: float, since: float | None) -> None:
        """Remember for the recount what is known only now, as a landing is about to be told."""
        if fast >= CERTAIN_LOG_ODDS:
            self._certain.append(at)
            del self._certain[:-_REMEMBERED]
        if self._is_first(since):
            self._firsts.append(at)
            del self._firsts[:-_REMEMBERED]

    def _needed(self, at: float, since: float | None) -> float:
        """Return the log odds to believe the fast head with, where landings have been expected `since` an instant."""
        if self._is_first(since):
            return FAST_LOG_ODDS - FOR_THE_FIRST
        alone = not self._is_told(at, PAUSE_S)
        return FAST_LOG_ODDS - FOR_THE_BEAT * self._beat.place(at) - FOR_A_START * alone

    def _is_first(self, since: float | None) -> bool:
        """Whether none was told since landings are expected."""
        return since is not None and not (self._told and self._told[-1] >= since)

    def _begin_run(self, latest: Peak) -> list[Heard]:
        """Tell all of a run at once with the landing that makes it convincing."""
        if self._row and latest.at - self._row[-1].at < SAME_S:
            if latest.log_odds > self._row[-1].log_odds:
                self._row[-1] = latest
        else:
            self._row = [*last_run(self._row), latest][-CONFIRMING:]
        run = last_run(self._row)
        if not is_convincing(run) or self._hopping < HOPPING_LOG_ODDS:
            return []
        self._run_until = latest.at + PAUSE_S
        return [self._tell(one.at, one.log_odds) for one in run if not self._is_told(one.at, SAME_S)]

    def _with_hindsight(self, peak: Peak) -> list[Heard]:
        """Tell what the likeliest row of the last few seconds holds beside what was told."""
        self._peaks.append(peak)
        if len(self._peaks) > _REMEMBERED:
            self._forgotten_at = self._peaks.pop(0).at
        if peak.log_odds < NEARLY_LOG_ODDS:
            return []
        first = bisect_left(self._peaks, peak.at - _RECENT_S, key=lambda one: one.at)
        row = best_row(self._peaks[first:], needed=LATE_NEEDED)
        recent = [one for one in row if one.at > peak.at - _RECONSIDERED_S and self._is_worth_telling_late(one)]
        believed: Sequence[Peak] = [one for one in recent if self._expectation.at(one.at)]
        run = last_run(row)
        if run and run[-1] is peak and not self._expectation.at(peak.at):
            if is_convincing(run) and self._hopping >= HOPPING_LOG_ODDS:
                believed = run  # with its first landing, which breaks a silence and is doubted alone
            elif peak.at < self._run_until:
                believed = recent
            if believed:
                self._run_until = max(self._run_until, peak.at + PAUSE_S)
        return [self._tell(one.at, one.log_odds) for one in believed if not self._is_told(one.at, SAME_S)]

    def _is_worth_telling_late(self, peak: Peak) -> bool:
        return peak.log_odds >= LATE_LOG_ODDS or self._beat.place(peak.at) > 0.0

    def _is_told(self, at: float, within_s: float) -> bool:
        after = bisect_right(self._told, at - within_s)
        return after < len(self._told) and self._told[after] < at + within_s

    def _tell(self, at: float, log_odds: float) -> Heard:
        insort(self._told, at)
        del self._told[: bisect_left(self._told, at - 2.0 * _RECENT_S)]
        self._beat.add(at)
        return Heard(self._cell, at, _odds(log_odds))


def _has_near(instants: Sequence[float], at: float) -> bool:
    """Return whether one of instants in order is that of a sure peak."""
    nearest = bisect_left(instants, at - _CERTAIN_S)
    return nearest < len(instants) and instants[nearest] <= at + _CERTAIN_S


def _odds(log_odds: float) -> float:
    """Return the probability."""
    return 1.0 / (1.0 + math.exp(-log_odds))
