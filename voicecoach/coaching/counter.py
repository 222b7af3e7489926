"""Counting one set of landings: which belong to it, how many there are, and their rhythm."""

from __future__ import annotations

import math

from voicecoach.circuit.model import Feet
from voicecoach.circuit.timeline import Phase
from voicecoach.coaching.events import Recounted
from voicecoach.coaching.past import PastSet
from voicecoach.coaching.summary import SetResult
from voicecoach.listening.landing import Landing
from voicecoach.listening.rhythm import Rhythm

UNKNOWN_INTERVAL_S = 0.36
"""Time to the next landing before a rhythm is known: 2.8 hops a second, the quick end of ankle hops."""


class SetCounter:
    """A set from its first landing to its result.

    A landing counts if it fell while the set was open, even if it is heard a moment after the set closed.
    """

    def __init__(self, phase: Phase, name: str, open_at: float, *, counted: bool) -> None:
        self.phase = phase
        self.counted = counted
        """Whether landings are counted in it at all."""
        self.count = 0
        self.confidence: float | None = None
        self._others = 0
        """In the count, 0 to 1; None until the listener has looked back."""
        self.rhythm = Rhythm()
        self._name = name
        self._begins_at = self._open_at = open_at
        self._worked_s = 0.0  # until the last pause
        self._close_at = math.inf
        self.ends_at = open_at + phase.duration_s
        """When the set is over as planned."""
        self._last_at: float | None = None
        self._last_interval_s: float | None = None
        self._before = 0  # what was counted before the last pause

    @property
    def exercise(self) -> str:
        """The exercise's id."""
        return self.phase.step.exercise if self.phase.step else ""

    @property
    def begun(self) -> bool:
        """Whether time passed in it; not if it was left while the runner was told what it is."""
        return self._close_at > self._begins_at

    @property
    def seconds(self) -> float:
        """How long it was worked until it was closed, without pauses."""
        return self._worked_s + max(self._close_at - self._open_at, 0.0)

    def close(self, at: float) -> None:
        """Count no landing from `at` on; a set that a pause has closed stays as it is."""
        self._close_at = min(self._close_at, at)

    def reopen(self, at: float) -> None:
        """Count again from `at` on, after a pause."""
        self.ends_at += at - max(self._close_at, self._open_at)
        self._worked_s = self.seconds
        self._open_at, self._close_at, self._before = at, math.inf, self.count
        self._last_at = self._last_interval_s = None

    def takes(self, landing: Landing) -> bool:
        """Count the landing if it belongs to the set; say whether it does."""
        if not self.counted or not self._open_at <= landing.at < self._close_at:
            return False
        self.count += 1
        self.rhythm.add(landing.at)
        last_at = self._last_at
        in_order = last_at is None or landing.at > last_at
        self._last_interval_s = landing.at - last_at if last_at is not None and in_order else None
        self._last_at = landing.at if in_order else last_at
        return True

    def corrects(self, recounted: Recounted) -> bool:
        """Take over a recount if it covers the stretch that closed last; say whether it does."""
        if not self.counted or recounted.to_at != self._close_at:
            return False
        self.count = self._before + recounted.count
        self.confidence = min(recounted.confidence, 1.0 if self.confidence is None else self.confidence)
        self._others += recounted.others
        return True

    def interval_s(self) -> float:
        """Return the seconds to expect from the landing counted last to the next, on the short side."""
        reading = self.rhythm.reading()
        usual_s = reading.interval_s if reading is not None else None
        known = [interval_s for interval_s in (self._last_interval_s, usual_s) if interval_s is not None]
        return min(known, default=UNKNOWN_INTERVAL_S)

    def result(self) -> SetResult:
        """Return what the set came to."""
        side = self.phase.side
        return SetResult(
            exercise=self.exercise,
            name=self._name,
            side=str(side) if side else None,
            round=self.phase.round,
            count=self.count,
            rhythm=self.rhythm.summary(),
            confidence=self.confidence,
            others=self._others,
            asks_for_a_beat=self.phase.step is None or self.phase.step.feet is Feet.TOGETHER,
        )

    def looked_back_on(self) -> PastSet:
        """Return what a later session may know of a set that is over."""
        step = self.phase.step
        return PastSet(
            exercise=self.exercise,
            planned_s=self.phase.duration_s,
            seconds=self.seconds,
            count=self.count,
            rhythm=self.rhythm.summary(),
            confidence=self.confidence,
            target_hz=step.target_hz if step else None,
        )
