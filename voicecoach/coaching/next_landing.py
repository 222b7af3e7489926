"""When the next landing will come, if that can be foretold well enough.

Feet keep time in two ways at once: an interval that came out long moves all later landings (the timekeeper's jitter),
a foot that came late, or that follows a metronome, is made up for by the next interval (the limb's), see Wing &
Kristofferson 1973.  For the first the best guess is the last landing and one interval, for the second a grid through
many.  So several trackers run side by side, and the one whose guesses were nearest so far is asked.

No guess beats chance: intervals that vary by 4 % by themselves put 95 % of the landings within 1.96 times 4 % of an
interval, which is 36 ms at 2.2 hops a second.  A landing is foretold only where the error that was measured on this
hopper's own landings says that 95 % of the guesses hit.
"""

from __future__ import annotations

from voicecoach.coaching.measured_error import MeasuredError
from voicecoach.coaching.tracker import Tracker

HIT_S = 0.029
"""95 % of the guesses must be this near.  A number within 30 ms of its landing sounds as if on it; a millisecond is the
output's (p99 0.6 ms)."""

GAINS = ((1.0, 0.08), (0.6, 0.05), (0.3, 0.02), (0.12, 0.004))
"""(phase, interval) of each tracker, from the last landing to a grid through some fifteen."""

BEGINS_AT_DEVIATIONS = 1.64
STAYS_AT_DEVIATIONS = 1.0
"""How sure it must be: 95 % to begin, 84 % to go on, so that it does not go back and forth.  Over 100 simulated
sessions of three 30 s sets each, intervals varying by themselves: at 4 % and 3.4 hops a second 63 % of the landings
were foretold (p95 25 ms), at 3 % and 2.8 76 % (23 ms), at 2 % and 2.2 81 % (20 ms); at 4 % and 2.2, where chance
makes it 36 ms, not 1 in 1000."""

MEASURED_FROM = 5
"""Guesses are measured from this landing of a row on; before, there is too little behind them."""

NEEDED_LANDINGS = 8
"""So many landings of a row before the next is foretold."""

GAP_SHARE = 0.35
"""An interval that differs by more from what is usual is no jitter: a landing was missed, or the hopper stopped."""


class NextLanding:
    """Follows one hopper's landings, row by row, and predicts the next."""

    def __init__(self) -> None:
        self._errors = [MeasuredError() for _ in GAINS]
        self._best = 0
        self._sure = False
        self.forget()

    def forget(self) -> None:
        """Begin another row; how well this hopper can be foretold is remembered."""
        self._trackers = [Tracker(*gains) for gains in GAINS]
        self._last_at: float | None = None
        self._landings = 0

    def add(self, at: float) -> None:
        """Take in a landing; one told late, after its successor, is left out."""
        if self._last_at is not None and at <= self._last_at:
            return
        if self._broken_by(at):
            self.forget()
        if self._landings >= MEASURED_FROM:
            self._measure(at)
        for tracker in self._trackers:
            tracker.add(at)
        self._last_at = at
        self._landings += 1

    @property
    def interval_s(self) -> float:
        """The usual interval in seconds; 0 before two landings."""
        return self._trackers[self._best].interval_s

    def predicted_at(self) -> float | None:
        """Return when the next landing will be, None while that is not sure enough."""
        return self._trackers[self._best].next_at if self._landings >= NEEDED_LANDINGS and self._sure else None

    def _broken_by(self, at: float) -> bool:
        usual_s = self._trackers[0].interval_s
        return self._last_at is not None and usual_s > 0.0 and abs(at - self._last_at - usual_s) > GAP_SHARE * usual_s

    def _measure(self, at: float) -> None:
        for tracker, error in zip(self._trackers, self._errors, strict=True):
            error.add((at - tracker.next_at) / tracker.interval_s)
        allowed = HIT_S / self.interval_s
        if self._errors[self._best].last_p95_at_least(BEGINS_AT_DEVIATIONS) > allowed:
            for error in self._errors:
                error.forget_all_but_last()
        self._best = min(range(len(GAINS)), key=lambda one: self._errors[one].variance)
        deviations = STAYS_AT_DEVIATIONS if self._sure else BEGINS_AT_DEVIATIONS
        self._sure = self._errors[self._best].p95_at_most(deviations) <= allowed
