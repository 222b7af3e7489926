"""Left and right, where a microphone can tell two sides apart: sets on one leg, and feet that take turns.

Which foot began is not to be heard; of feet that take turns the sides are "one foot" and "the other".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Final

from voicecoach.history.aims import Aim
from voicecoach.history.queries import SetRow
from voicecoach.listening.rhythm import PAUSE_S

TURNS: Final = 5
"""Intervals of each side that are compared at least."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The mean interval of each side in one set, or in the two sets of a pair."""

    label: str
    exercise: str
    names: tuple[str, str]
    intervals_s: tuple[float, float]

    @property
    def difference(self) -> float:
        """By how much the first side's interval is longer, relative to the mean of both."""
        first, second = self.intervals_s
        return (first - second) / fmean(self.intervals_s)


def sides(pairs: Sequence[tuple[SetRow, Aim]]) -> list[Sides]:
    """Return what can be compared in the counted sets of a session, in their order."""
    found: list[Sides] = []
    left: dict[tuple[str, int], SetRow] = {}
    for one, aim in pairs:
        if one.side is not None and one.rhythm is not None:
            other = left.setdefault((one.exercise, one.round), one)
            if other is not one and other.rhythm is not None and other.side is not None:
                intervals_s = (other.rhythm.interval_s, one.rhythm.interval_s)
                found.append(Sides(f"round {one.round}", one.exercise, (other.side, one.side), intervals_s))
        elif aim.turn > 1:
            taken = _taking_turns(one.intervals_s, aim.turn)
            if taken is not None:
                found.append(Sides(f"round {one.round}", one.exercise, ("one foot", "the other"), taken))
    return found


def _taking_turns(intervals_s: Sequence[float], turn: int) -> tuple[float, float] | None:
    """Return the mean interval of each foot; a landing that was not heard still takes its turn."""
    hopped = [one for one in intervals_s if one <= PAUSE_S]
    if len(hopped) < 2 * TURNS:
        return None
    usual_s, place = median(hopped), 0
    by_foot: tuple[list[float], list[float]] = ([], [])
    for interval_s in intervals_s:
        steps = max(1, round(interval_s / usual_s))
        if steps == 1:
            by_foot[place % turn >= turn // 2].append(interval_s)
        place += steps
    if min(map(len, by_foot)) < TURNS:
        return None
    return fmean(by_foot[0]), fmean(by_foot[1])
