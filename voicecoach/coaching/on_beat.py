"""Numbers on the beat: placed on a landing that can be foretold, and taken back if it does not come."""

from __future__ import annotations

import math
from dataclasses import dataclass

from voicecoach.coaching.cue import Cue
from voicecoach.coaching.effects import Effect
from voicecoach.coaching.next_landing import NextLanding
from voicecoach.coaching.numbers import SHARE_OF_INTERVAL, Numbers
from voicecoach.coaching.speaking import Silence, Speaking

ON_IT_SHARE = 0.16
"""A landing this near the expected instant, in intervals, is the expected one: hoppers vary by 3 to 7 %."""

HEARD_WITHIN_S = 0.08
"""A landing is told within this (the listener's own delay is 50 ms at most in 19 of 20; a live machine adds to it):
to take back a number whose landing did come is worse than to take one back a moment later."""

AHEAD_S = 0.05
"""A number must be placed this long before it begins: what an output holds back."""

SHIFT_S = 0.005
"""A number may wait so long for the one before it and is still on the beat."""


@dataclass(frozen=True, slots=True)
class _Placed:
    cue_id: str
    count: int
    landing_at: float
    start_at: float
    window_s: float

    @property
    def give_up_at(self) -> float:
        return self.landing_at + self.window_s + HEARD_WITHIN_S


class OnBeat:
    """The one number that is placed ahead, if any."""

    def __init__(self, speaking: Speaking, silence: Silence) -> None:
        self._speaking = speaking
        self._silence = silence
        self._hoppers: dict[str, NextLanding] = {}
        self._next = NextLanding()
        self._placed: _Placed | None = None

    @property
    def give_up_at(self) -> float | None:
        """When a placed number is taken back unless its landing is heard; None if none is placed."""
        return self._placed.give_up_at if self._placed else None

    def begin(self, exercise: str) -> None:
        """Begin a set; how evenly an exercise is hopped is remembered from its sets before."""
        self._next = self._hoppers.setdefault(exercise, NextLanding())
        self.forget()

    def forget(self) -> None:
        """Begin another row: a pause has silenced everything."""
        self._next.forget()
        self._placed = None

    def begun(self, now: float) -> int:
        """Return the count of a placed number that has begun to sound, 0 if none has."""
        placed = self._placed
        sounds = placed is not None and placed.start_at <= now and self._speaking.awaits(placed.cue_id)
        return placed.count if placed is not None and sounds else 0

    def meet(self, count: int, landing_at: float, now: float) -> tuple[bool, list[Effect]]:
        """Take in a landing; say whether its number was placed on it and is said, and what follows."""
        self._next.add(landing_at)
        placed, self._placed = self._placed, None
        if placed is None:
            return False, []
        expected = placed.count == count and abs(landing_at - placed.landing_at) <= placed.window_s
        if expected and self._speaking.awaits(placed.cue_id):
            return True, self._speaking.landed(placed.cue_id, landing_at, now)
        return False, self._speaking.take_back(placed.cue_id, now)

    def give_up(self, now: float) -> list[Effect]:
        """Take the placed number back: its landing did not come."""
        placed, self._placed = self._placed, None
        self._next.forget()
        return self._speaking.take_back(placed.cue_id, now) if placed else []

    def starts_at(self, count: int, numbers: Numbers) -> float:
        """Return the soonest that the number of the next landing, placed on it, may begin; infinite if it can't be."""
        landing_at = self._next.predicted_at()
        return math.inf if landing_at is None else landing_at - numbers.lead_s(count)

    def place(self, count: int, cue_id: str, numbers: Numbers, step: int, before_at: float, now: float) -> list[Effect]:
        """Place the number `count` on the next landing, if that is foretold and due before `before_at`.

        `step` is how many landings later the next number is said.
        """
        landing_at = self._next.predicted_at()
        if landing_at is None or landing_at >= before_at:
            return []
        interval_s = self._next.interval_s
        over_at = landing_at - numbers.lead_s(count + step)
        lengths = self._speaking.lengths

        def fits(cue: Cue, over: int) -> bool:
            start_at = landing_at - lengths.onset_of(cue)
            from_at, until_at = self._silence(start_at)
            until_at = min(until_at, over_at + interval_s * (over + SHARE_OF_INTERVAL))
            on_time = now + AHEAD_S <= start_at and from_at <= start_at + SHIFT_S
            return lengths.knows(cue) and on_time and from_at + lengths.of(cue) <= until_at

        cue = numbers.choose(count, cue_id, fits)
        if cue is None:
            return []
        start_at = landing_at - lengths.onset_of(cue)
        speak = self._speaking.number(cue, count, landing_at=None, at=start_at, not_after=start_at + SHIFT_S)
        if speak is None:
            return []
        self._placed = _Placed(speak.cue.id, count, landing_at, speak.at, ON_IT_SHARE * interval_s)
        return [speak]
