"""A session's figures counted anew from its event lines, with nothing of the program's own: what reports are held to.

Whatever is defined once more here is defined in the README and in the event log's format, not taken from the code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Line = Mapping[str, Any]

TAKING_TURNS = {"hurdle-march"}
"""Exercises whose landings are steps; all others' are hops."""

PAUSE_S, MISSED, RECENT, FEWEST = 1.2, 1.6, 8, 3
"""An interval is a pause beyond the first, holds a landing not heard beyond the second (times the usual of the last
eight, or of the first three themselves); so many make a rhythm."""

ON_THE_BEAT = 0.15
"""An interval keeps the beat if it is no further from the median of up to eight before it in its streak."""

LEAST_STREAK = 4


@dataclass(frozen=True)
class CountedSet:
    """A set as its lines tell it."""

    exercise: str
    round: int
    seconds: float
    count: int | None
    landed_at: np.ndarray
    """Session seconds."""

    @property
    def hops(self) -> bool:
        """Whether its landings are hops."""
        return self.exercise not in TAKING_TURNS

    @property
    def rhythm(self) -> tuple[float, float] | None:
        """Cadence in landings a second, and the coefficient of variation of its intervals."""
        kept: list[float] = []
        for interval_s in np.diff(self.landed_at):
            if interval_s > PAUSE_S:
                continue
            known = len(kept) >= FEWEST
            kept.append(float(interval_s))
            longest_s = MISSED * np.median(kept[:-1][-RECENT:] if known else kept)
            if len(kept) >= FEWEST:
                kept = [
                    one for number, one in enumerate(kept) if one <= longest_s or (known and number < len(kept) - 1)
                ]
        if len(kept) < FEWEST:
            return None
        return 1.0 / float(np.median(kept)), float(np.std(kept, ddof=1) / np.mean(kept))

    @property
    def streak(self) -> int:
        """The most landings in a row on the beat, tried from each of them."""
        longest = max((self._streak_from(first) for first in range(len(self.landed_at))), default=0)
        return longest if longest >= LEAST_STREAK else 0

    def _streak_from(self, first: int) -> int:
        intervals_s = np.diff(self.landed_at[first:])
        for place, interval_s in enumerate(intervals_s):
            beat_s = np.median(intervals_s[max(0, place - RECENT) : place]) if place else interval_s
            if abs(interval_s - beat_s) > ON_THE_BEAT * beat_s:
                return place + 1
        return len(intervals_s) + 1


def counted_sets(lines: Sequence[Line]) -> list[CountedSet]:
    """Return the sets of one session's lines."""
    starts = [(place, line) for place, line in enumerate(lines) if line["event"] == "step_started"]
    found = []
    for number, (place, start) in enumerate(starts):
        until_s = starts[number + 1][1]["t"] if number + 1 < len(starts) else np.inf
        end = next(line for line in lines[place:] if line["event"] == "step_ended" and line["step"] == start["step"])
        at = [line["at"] for line in lines if line["event"] == "landing" and line["step"] == start["step"]]
        landed_at = np.sort([one for one in at if start["t"] <= one < until_s])
        seconds = end["seconds"]
        found.append(CountedSet(start["step"], start["round"], seconds, end["count"], landed_at))
    return found


def mean_rhythm(sets: Sequence[CountedSet]) -> tuple[float, float] | None:
    """Return cadence and variation over sets, each weighing as much as its count."""
    paced = [(one.count, *one.rhythm) for one in sets if one.count and one.rhythm is not None]
    if not paced:
        return None
    counts, cadences_hz, variations = np.array(paced).T
    return float(counts @ cadences_hz / counts.sum()), float(counts @ variations / counts.sum())
