"""From the network's log odds to landings: one a landing, told at once where it is plain, a little later where not.

The network answers twice.  Its fast head speaks within 50 ms of a landing; its sure head, which has also heard whether
another followed, is right more often.  While landings are believed one by one, a landing is told when the fast head is
certain, and less certainty is needed on the beat than off it; what the fast head passed over and the likeliest row
of the sure head's peaks holds is told late, so that the next number is right.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

import numpy as np

from voicecoach.listening.beat import Beat
from voicecoach.listening.contrast import CELL_S, Cells
from voicecoach.listening.expecting import Expectation
from voicecoach.listening.hearing_again import HearingAgain
from voicecoach.listening.judging import Judge
from voicecoach.listening.landing import Recount
from voicecoach.listening.likeness import USUAL, Typical
from voicecoach.listening.looking_back import RowSearch
from voicecoach.listening.network import FAST_LOOKS_BACK_S, Answers
from voicecoach.listening.peaks import APART_S, Peak, believed
from voicecoach.listening.recounting import Recounter
from voicecoach.listening.rhythm import PAUSE_S
from voicecoach.listening.run import CONFIRMING, is_convincing, last_run
from voicecoach.listening.sounds import FAINTEST_LOG_ODDS, Sounds

SAME_S: Final = 0.19
"""What lies nearer than this to a landing that was told is that landing: a little less than `looking_back.FASTEST_S`,
since instants are not refined yet."""

FAST_LOG_ODDS: Final = 0.8
FOR_THE_BEAT: Final = 1.0
"""What the fast head needs to be believed, so much less on the beat and more off it.  (500 takes on the floors kept for
choosing: 47 in a thousand are told late; 50 with 0.8 here, 42 with 0.6 above, which invents a sixteenth more.)"""

FOR_A_START: Final = 0.2
"""So much less for the first landing after a pause: it has no neighbours to speak for it, and told late it would take
the second one's number.  (The same takes: at 0.8 one in sixteen more was invented.)"""

FOR_THE_FIRST: Final = 1.0
"""So much less for the first landing since landings are expected: told late it would not be said.  (The same takes: at
2.5 a sixth more was invented while nobody hopped, at 0 one in ten more was told late.)"""

FAST_LIKENESS: Final = 4.0
SURE_LIKENESS: Final = 2.0
"""What a sound's likeness to the landings that were believed last weighs, as either head gives it.  (The same takes:
with both an eighth less error, and as much told late.)"""

LEARNT_LOG_ODDS: Final = -1.0
"""What the sure head takes for a landing with that much or more, told or not, is what landings sound like from then on:
were only what is told learned from, three knocks could keep a whole set from being told."""

LEAST_LOG_ODDS: Final = FAST_LOG_ODDS - max(FOR_THE_BEAT, FOR_A_START, FOR_THE_FIRST) - FAST_LIKENESS * (1.0 - USUAL)

HOPPING_LOG_ODDS: Final = 1.3
"""Where nobody said that there will be hops, the network must also think that somebody is hopping.  (The same takes: at
0 one in thirty more was invented.)"""

DOUBTFUL_LOG_ODDS: Final = -4.0
"""Sure peaks above may be told late: on the beat it may be a landing."""

NEARLY_LOG_ODDS: Final = -2.0
"""Only such peaks change what is believed; weaker ones wait for the next."""

LATE_LOG_ODDS: Final = -0.5
"""Told late off the beat, or while none is known, is only what is nearly as likely as not by its own sound: take-offs
lie on the half beat.  (The same takes: of weaker ones told late more than half were none.)"""

LATE_NEEDED: Final = 0.3
"""What is told late must be so much likelier than what is counted at last.  (The same takes: one in fifteen fewer
was invented while nobody hopped, and as much was wrong while somebody did.)"""

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
    """Decides cell after cell.

    Parameters
    ----------
    expectation
        When landings are expected.
    judge
        Who looks at a whole set for a recount; without one, what the sure head said of each sound counts.
    again
        Who hears everything again for the judge.
    keeps_impressions
        Whether what a judge needs is kept without one too, for it to learn from.
    """

    def __init__(
        self,
        expectation: Expectation,
        judge: Judge | None = None,
        *,
        again: HearingAgain | None = None,
        keeps_impressions: bool = False,
    ) -> None:
        judged = judge is not None or keeps_impressions
        self._expectation = expectation
        self._cell = 0
        self._sounds = Sounds(FAINTEST_LOG_ODDS if judged else DOUBTFUL_LOG_ODDS, keeps_impressions=judged)
        self._again = again
        self._recounter = Recounter(judge, again)
        self._typical = Typical.none()
        self._rows = RowSearch(needed=LATE_NEEDED, remembers=round(_RECENT_S / APART_S))
        self._told: list[float] = []
        self._beat = Beat()
        self._run_until = float("-inf")
        self._hopping = 0.0
        self._row: list[Peak] = []  # what the fast head heard while nothing was expected

    def add(self, answers: Answers, cells: Cells) -> list[Heard]:
        """Take in what the network makes of the next cells, and the cells, shape (cells, INPUTS)."""
        if not len(cells):
            return []
        if self._again is not None:
            self._again.add(cells)
        sure = self._sounds.add(answers, cells)
        log_odds = answers.log_odds
        first, fast = self._cell, log_odds[:, 0]
        hopping = self._smoothed(log_odds[:, 2].tolist())
        promising = {first + index for index in np.flatnonzero(fast >= LEAST_LOG_ODDS).tolist()}
        heard: list[Heard] = []
        for cell in sorted(promising | sure.keys()):
            self._cell, self._hopping = cell, hopping[cell - first]
            if cell in promising:
                heard += self._at_once(float(fast[cell - first]))
            if cell in sure:
                heard += self._with_hindsight(sure[cell])
        self._cell, self._hopping = first + len(log_odds), hopping[-1]
        return heard

    def _smoothed(self, hopping: list[float]) -> list[float]:
        """Return, cell after cell, how likely somebody has been hopping of late."""
        steps = accumulate(hopping, lambda before, now: before + _SMOOTHED * (now - before), initial=self._hopping)
        return list(steps)[1:]

    def recount(self, from_at: float, to_at: float) -> Recount | None:
        """Count the likeliest row of landings in [from_at, to_at); None if not all of it is remembered."""
        return self._recounter.recount(from_at, to_at)

    def plainness(self, from_at: float, to_at: float) -> list[float]:
        """Return the log odds of all in [from_at, to_at) that may be a landing."""
        return [peak.log_odds for peak in self.sounds(from_at, to_at) if peak.log_odds > DOUBTFUL_LOG_ODDS]

    def sounds(self, from_at: float, to_at: float) -> list[Peak]:
        """Return the sure head's peaks in [from_at, to_at), the faintest too."""
        return self._recounter.between(from_at, to_at)

    def _at_once(self, fast: float) -> list[Heard]:
        """Tell a landing that the fast head is certain of."""
        at = (self._cell + 0.5) * CELL_S - FAST_LOOKS_BACK_S
        if self._is_told(at, SAME_S):
            return []
        colour = self._sounds.colour(at)
        like = FAST_LIKENESS * self._typical.speaks_for(colour)
        peak = Peak(self._cell, fast + like, at, colour)
        since = self._expectation.since(at)
        if since is None and at >= self._run_until:
            return self._begin_run(peak) if peak.log_odds >= FAST_LOG_ODDS else []
        if peak.log_odds < self._needed(at, since):
            return []
        if since is None:
            self._run_until = at + PAUSE_S
        self._recounter.note_told(at, fast, first=self._is_first(since))
        return [self._tell(peak)]

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
        return [self._tell(one) for one in run if not self._is_told(one.at, SAME_S)]

    def _with_hindsight(self, peak: Peak) -> list[Heard]:
        """Tell what the likeliest row of the last few seconds holds beside what was told."""
        self._recounter.add(peak)
        if peak.log_odds <= DOUBTFUL_LOG_ODDS:
            return []
        like = SURE_LIKENESS * self._typical.speaks_for(peak.colour)
        if peak.log_odds >= LEARNT_LOG_ODDS:
            self._typical = self._typical.with_one(peak.colour, believed(peak.log_odds))
        peak = replace(peak, log_odds=peak.log_odds + like)
        self._rows.add(peak)
        if peak.log_odds < NEARLY_LOG_ODDS:
            return []
        row = self._rows.row(peak.at - _RECENT_S)
        recent = [one for one in row if one.at > peak.at - _RECONSIDERED_S and self._is_worth_telling_late(one)]
        landings: Sequence[Peak] = [one for one in recent if self._expectation.at(one.at)]
        run = last_run(row)
        if run and run[-1] is peak and not self._expectation.at(peak.at):
            if is_convincing(run) and self._hopping >= HOPPING_LOG_ODDS:
                landings = run  # with its first landing, which breaks a silence and is doubted alone
            elif peak.at < self._run_until:
                landings = recent
            if landings:
                self._run_until = max(self._run_until, peak.at + PAUSE_S)
        return [self._tell(one) for one in landings if not self._is_told(one.at, SAME_S)]

    def _is_worth_telling_late(self, peak: Peak) -> bool:
        return peak.log_odds >= LATE_LOG_ODDS or self._beat.place(peak.at) > 0.0

    def _is_told(self, at: float, within_s: float) -> bool:
        after = bisect_right(self._told, at - within_s)
        return after < len(self._told) and self._told[after] < at + within_s

    def _tell(self, peak: Peak) -> Heard:
        insort(self._told, peak.at)
        del self._told[: bisect_left(self._told, peak.at - 2.0 * _RECENT_S)]
        self._beat.add(peak.at)
        return Heard(self._cell, peak.at, believed(peak.log_odds))
