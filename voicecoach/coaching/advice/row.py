"""A row of landings: hops that follow one another without a pause."""

from __future__ import annotations

import math
from bisect import insort
from collections import deque
from itertools import pairwise
from statistics import median
from typing import Final

from voicecoach.coaching.advice.observed import Interval, Level, Observed
from voicecoach.listening.landing import Landing
from voicecoach.listening.rhythm import PAUSE_S

_USUAL_OF: Final = 8
_KNOWN: Final = 4
_SHORTEST, _LONGEST = 0.6, 1.45  # of the usual interval: beyond these a landing was heard twice, or not at all


class Row:
    """Keeps the landings since the last pause; each takes constant time, but for one that is told late.

    One that is told up to `PAUSE_S` late, after landings that followed it, changes nothing but when that is known: it
    may join what seemed to be a pause apart.
    """

    def __init__(self) -> None:
        self._before: list[Landing] = []  # the row before the pause
        self._landings: list[Landing] = []
        self._trend_from_at = -math.inf
        self._begin()

    def add(self, landing: Landing) -> None:
        """Take in the next landing, or one that is told late, after its successor."""
        last_at = self._landings[-1].at if self._landings else -math.inf
        if landing.at < last_at:
            self._add_late(landing)
            return
        if landing.at - last_at > PAUSE_S:
            self._before, self._landings = self._landings, []
            self._begin()
        self._landings.append(landing)
        if len(self._landings) == _KNOWN + 1:
            self._measure()
        else:
            self._step(len(self._landings) - 1)

    def _add_late(self, landing: Landing) -> None:
        told = [*self._before, *self._landings]
        insort(told, landing, key=_at)
        pauses = (place for place in range(len(told) - 1, 0, -1) if told[place].at - told[place - 1].at > PAUSE_S)
        begins = next(pauses, 0)
        self._before, self._landings = told[:begins], told[begins:]
        self._measure()

    def measure_anew(self) -> None:
        """Measure changes from here on: what comes next is an answer to advice."""
        self._trend_from = self._position
        self._trend_from_at = self._landings[-1].at if self._landings else -math.inf

    def observed(
        self,
        now: float,
        *,
        begun_at: float = 0.0,
        target_hz: tuple[float, float] | None = None,
        turn: int = 1,
        other_side_hz: float | None = None,
    ) -> Observed:
        """Return what is known at `now`, in a set that began or went on at `begun_at`."""
        return Observed(
            now=now,
            begun_at=begun_at,
            first_at=self._landings[0].at if self._landings else None,
            last_at=self._landings[-1].at if self._landings else None,
            intervals=tuple(self._intervals),
            levels=tuple(self._levels),
            trend_from=self._trend_from,
            target_hz=target_hz,
            turn=turn,
            other_side_hz=other_side_hz,
        )

    def _begin(self) -> None:
        self._position = 0
        self._trend_from = 0
        self._intervals: list[Interval] = []
        self._levels: list[Level] = []
        self._lately_s: deque[float] = deque(maxlen=_USUAL_OF)
        self._first_s: float | None = None

    def _measure(self) -> None:
        self._begin()
        if len(self._landings) > _KNOWN:
            # A gap among the first is one too, as soon as there is something to tell it by.
            self._first_s = median(later.at - one.at for one, later in pairwise(self._landings[: _KNOWN + 1]))
        for index in range(len(self._landings)):
            self._step(index)

    def _step(self, index: int) -> None:
        landing = self._landings[index]
        if index:
            self._step_over(landing.at - self._landings[index - 1].at)
        if landing.at <= self._trend_from_at:
            self._trend_from = self._position
        if landing.level_db is not None:
            self._levels.append(Level(self._position, landing.level_db))

    def _step_over(self, interval_s: float) -> None:
        # Of an even number: half-way between the short and the long intervals of a march.
        lately_s = list(self._lately_s)[-(len(self._lately_s) // 2 * 2) :]
        usual_s = median(lately_s) if len(lately_s) >= _KNOWN else self._first_s or interval_s
        self._lately_s.append(interval_s)
        share = interval_s / usual_s if usual_s > 0.0 else 1.0
        self._position += max(1, round(share)) if share > _LONGEST else 1
        if _SHORTEST <= share <= _LONGEST:
            self._intervals.append(Interval(self._position, interval_s))


def _at(landing: Landing) -> float:
    return landing.at
