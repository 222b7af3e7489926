"""The best steady streak: the most landings in a row that kept their beat."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from voicecoach.coaching.summary import STEADY_VARIATION
from voicecoach.history.queries import SetRow

BEAT_KEPT: Final = 2.5 * STEADY_VARIATION
"""How far an interval may be from the beat, relative to it: of somebody just steady 99 in 100 are."""

RECENT: Final = 8
"""Intervals whose median is the beat, as the listener has it."""

LEAST: Final = 4
"""Fewer landings in a row are no streak."""


@dataclass(frozen=True, slots=True)
class Streak:
    """A row of landings on the beat."""

    landings: int
    seconds: float
    session_id: int
    set_number: int


def best_streak(sets: Iterable[SetRow]) -> Streak | None:
    """Return the longest streak in sets that have their landings, the earliest of equals; None without one."""
    best: Streak | None = None
    for one in sets:
        first, last = _longest([landing.at_s for landing in one.landings])
        count = last - first + 1
        if count >= LEAST and (best is None or count > best.landings):
            seconds = one.landings[last].at_s - one.landings[first].at_s
            best = Streak(count, seconds, one.session_id, one.number)
    return best


def _longest(at: list[float]) -> tuple[int, int]:
    """Return the places of the first and the last landing of the longest streak."""
    best, first = (0, 0), 0
    recent: deque[float] = deque(maxlen=RECENT)
    for place, (before, after) in enumerate(pairwise(at), start=1):
        interval_s = after - before
        beat_s = median(recent) if recent else interval_s
        if abs(interval_s - beat_s) > BEAT_KEPT * beat_s:
            first = place - 1
            recent.clear()
        recent.append(interval_s)
        if place - first > best[1] - best[0]:
            best = (first, place)
    return best
