"""When nobody said that there will be hops: believe them only in a run.

One knock or word is not a landing, four sounds in an even rhythm of 1.4 to 4 a second are: they are then told
all at once, and what follows in rhythm at once.  One missed landing does not end a run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from voicecoach.listening.landing import Landing

CONFIRMING: Final = 4

_SHORTEST_S: Final = 0.22
_LONGEST_S: Final = 0.80
_UNEVEN: Final = 1.35  # longest over shortest interval of a run's beginning
_OFF_BEAT: Final = 0.30  # of the interval


class Run:
    """Holds landings back until enough of them come in rhythm."""

    def __init__(self) -> None:
        self._held: list[Landing] = []
        self._interval_s = 0.0  # 0 until the run is believed
        self._last_at = float("-inf")

    def add(self, landing: Landing) -> list[Landing]:
        """Take in a landing and return those that are now believed, in order.

        What was held back has the `heard_at` of the landing that confirmed it.
        """
        if self._interval_s and self._is_in_rhythm(landing.at):
            self._last_at = landing.at
            return [landing]
        self._interval_s = 0.0
        self._held = [*self._held, landing][-CONFIRMING:]
        return self._confirm() if _is_even([held.at for held in self._held]) else []

    def _confirm(self) -> list[Landing]:
        told, self._held = self._held, []
        self._last_at = told[-1].at
        self._interval_s = (told[-1].at - told[0].at) / (len(told) - 1)
        return [replace(landing, heard_at=told[-1].heard_at) for landing in told]

    def _is_in_rhythm(self, at: float) -> bool:
        """Whether an instant lies on the beat after the last landing, or after one missed; the beat follows."""
        beats = (at - self._last_at) / self._interval_s
        whole = round(beats)
        if whole not in (1, 2) or abs(beats - whole) > _OFF_BEAT:
            return False
        self._interval_s += 0.3 * (beats - whole) / whole * self._interval_s
        return True


def _is_even(instants: Sequence[float]) -> bool:
    if len(instants) < CONFIRMING:
        return False
    intervals_s = [later - earlier for earlier, later in pairwise(instants)]
    shortest, longest = min(intervals_s), max(intervals_s)
    return shortest >= _SHORTEST_S and longest <= _LONGEST_S and longest <= _UNEVEN * shortest
