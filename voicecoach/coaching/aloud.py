"""Counting aloud: each number right after its landing, or on it where that can be foretold."""

from __future__ import annotations

import math

from voicecoach.coaching.counter import SetCounter
from voicecoach.coaching.cue import Cue
from voicecoach.coaching.effects import Effect
from voicecoach.coaching.numbers import SHARE_OF_INTERVAL, CountMode, Numbers
from voicecoach.coaching.on_beat import OnBeat
from voicecoach.coaching.speaking import Silence, Speaking
from voicecoach.listening.landing import Landing

NUMBER_LATENESS_S = 0.15
"""A number not begun this long after its landing belongs to the next one."""

AGAIN_AFTER_S = 1.0
"""A number that was taken back is said after all if its landing ends a stop this long; sooner it would stammer."""

SOONEST_S = 0.03
"""No number follows its landing sooner than this: the listener needs it."""


class CountingAloud:
    """Says the numbers of a session, set by set.

    A number that has begun to sound is never said again in its set, whatever becomes of the count; only one that was
    taken back at a stop is, when the stop is over.

    Parameters
    ----------
    speaking
        Who says them.
    silence
        Where a number may be said.
    mode
        How much is counted.
    on_beat
        Whether numbers are placed on landings that can be foretold, rather than behind them.
    """

    def __init__(self, speaking: Speaking, silence: Silence, mode: CountMode, *, on_beat: bool) -> None:
        self._speaking = speaking
        self._silence = silence
        self._mode = mode
        self._numbers = Numbers(mode, speaking.lengths)
        self._on_beat = OnBeat(speaking, silence) if on_beat and mode.step is not None else None
        self._said = 0
        self._again_from = math.inf

    def begin(self, exercise: str) -> None:
        """Begin a set."""
        self._numbers = Numbers(self._mode, self._speaking.lengths)
        self._said, self._again_from = 0, math.inf
        if self._on_beat is not None:
            self._on_beat.begin(exercise)

    def hold(self, now: float) -> None:
        """Leave off: whatever sounds or is booked is silenced."""
        if self._on_beat is not None:
            self._said = max(self._said, self._on_beat.begun(now))
            self._on_beat.forget()

    @property
    def give_up_at(self) -> float | None:
        """When :meth:`give_up` is due, None if nothing is waited for."""
        return self._on_beat.give_up_at if self._on_beat is not None else None

    def give_up(self, now: float) -> list[Effect]:
        """Take back a number whose landing has not come."""
        if self._on_beat is None:
            return []
        self._said = max(self._said, self._on_beat.begun(now))
        self._again_from = now + AGAIN_AFTER_S
        return self._on_beat.give_up(now)

    def landed(self, heard_in: SetCounter, landing: Landing, now: float) -> list[Effect]:
        """Say the number of a landing that was just counted, unless it was said on it; place the next one."""
        if self._on_beat is None:
            return self._say_behind(heard_in, landing, now, math.inf)
        if landing.at >= self._again_from:
            self._said = min(self._said, heard_in.count - 1)
        self._again_from = math.inf
        self._said = max(self._said, self._on_beat.begun(now))
        met, effects = self._on_beat.meet(heard_in.count, landing.at, now)
        if met:
            self._said = max(self._said, heard_in.count)
        else:
            effects += self._say_before_the_next(self._on_beat, heard_in, landing, now)
        return [*effects, *self._place_next(self._on_beat, heard_in, now)]

    def _say_before_the_next(self, on_beat: OnBeat, heard_in: SetCounter, landing: Landing, now: float) -> list[Effect]:
        """Say a number behind its landing, so quickly that the next can be placed; if it can't be, as without that."""
        next_at = on_beat.starts_at(heard_in.count + 1, self._numbers)
        said = self._say_behind(heard_in, landing, now, next_at)
        return said or self._say_behind(heard_in, landing, now, math.inf)

    def _place_next(self, on_beat: OnBeat, heard_in: SetCounter, now: float) -> list[Effect]:
        count = heard_in.count + 1
        if count <= self._said:
            return []
        step = self._mode.step or 1
        return on_beat.place(count, _cue_id(heard_in, count), self._numbers, step, heard_in.ends_at, now)

    def _say_behind(self, heard_in: SetCounter, landing: Landing, now: float, before_at: float) -> list[Effect]:
        count, step, not_after = heard_in.count, self._mode.step, landing.at + NUMBER_LATENESS_S
        lag_s = self._speaking.lag_s
        from_at, until_at = self._silence(now + lag_s)
        if step is None or count <= self._said or from_at > not_after:
            return []
        lengths, interval_s = self._speaking.lengths, heard_in.interval_s()

        def fits(cue: Cue, over: int) -> bool:
            next_number_at = landing.at + interval_s * (over + SHARE_OF_INTERVAL) + SOONEST_S + lag_s
            return from_at + lengths.of(cue) <= min(until_at, next_number_at, before_at)

        cue = self._numbers.choose(count, _cue_id(heard_in, count), fits)
        if cue is None:
            return []
        speak = self._speaking.number(cue, count, landing_at=landing.at, at=now, not_after=not_after)
        if speak is None:
            return []
        self._said = count
        return [speak]


def _cue_id(heard_in: SetCounter, count: int) -> str:
    return f"r{heard_in.phase.round}.{heard_in.exercise}.count{count}"
