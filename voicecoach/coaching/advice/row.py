"""A row of landings: hops that follow one another without a pause."""

from __future__ import annotations

from bisect import bisect
from collections import deque
from statistics import median
from typing import Final

from voicecoach.coaching.advice.observed import Interval, Level, Observed
from voicecoach.listening.landing import Landing
from voicecoach.listening.rhythm import PAUSE_S

_USUAL_OF: Final = 8
_KNOWN: Final = 4
_SHORTEST, _LONGEST = 0.6, 1.45  # of the usual interval: beyond these a landing was heard twice, or not at all


class Row:
    """Keeps the landings since the last pause; each takes constant time, but for one that is told late."""

    def __init__(self) -> None:
        self._begin_anew()

    def add(self, landing: Landing) -> None:
        """Take in the next landing, or one that is told late, after its successor."""
        if not self._landings or landing.at - self._landings[-1].at > PAUSE_S:
            self._begin_anew()
        place = bisect(self._landings, landing.at, key=lambda one: one.at)
        self._landings.insert(place, landing)
        if place == len(self._landings) - 1:
            self._step(place)
            return
        self._begin()
        for index in range(len(self._landings)):
            self._step(index)

    def measure_anew(self) -> None:
        """Measure changes from here on: what comes next is an answer to advice."""
        self._trend_from = self._position

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

    def _begin_anew(self) -> None:
        self._landings: list[Landing] = []
        self._trend_from = 0
        self._begin()

    def _begin(self) -> None:
        self._position = 0
        self._intervals: list[Interval] = []
        self._levels: list[Level] = []
        self._lately_s: deque[float] = deque(maxlen=_USUAL_OF)

    def _step(self, index: int) -> None:
        landing = self._landings[index]
        if index:
            self._step_over(landing.at - self._landings[index - 1].at)
        if landing.level_db is not None:
            self._levels.append(Level(self._position, landing.level_db))

    def _step_over(self, interval_s: float) -> None:
        # Of an even number: half-way between the short and the long intervals of a march.
        lately_s = list(self._lately_s)[-(len(self._lately_s) // 2 * 2) :]
        usual_s = median(lately_s) if len(lately_s) >= _KNOWN else interval_s
        self._lately_s.append(interval_s)
        share = interval_s / usual_s if usual_s > 0.0 else 1.0
        self._position += max(1, round(share)) if share > _LONGEST else 1
        if _SHORTEST <= share <= _LONGEST:
            self._intervals.append(Interval(self._position, interval_s))
