"""A person's own steady rhythm of past sessions, and the rhythm to aim for that follows it."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Final

from voicecoach.coaching.levels import is_regular
from voicecoach.coaching.past import Past, PastSet

SESSIONS_NEEDED: Final = 3
"""Sessions with a steady set before anything is made of them."""

FEWEST_HOPS: Final = 10
"""Of a set that tells a rhythm: about 10 cycles give a stable mean (Journal of Sports Science and Medicine 8, 639)."""

HALF_BAND_HZ: Final = 0.2
"""To either side of one's own: a hopper to a metronome varies by 3 to 5 %, and days differ by as much again."""

MOST_MOVED_HZ: Final = 0.07
"""By which one session moves the middle of the aim: in three it can go from the middle to the end of the usual
2.0 to 2.8 hops a second, in one nobody notices."""


def own_rhythm_hz(past: Past, exercise: str) -> float | None:
    """Return a person's steady hops a second in an exercise: the median of the sessions'; None if too few tell."""
    found = list(_rhythms_hz(past, exercise))
    return median(found) if len(found) >= SESSIONS_NEEDED else None


def own_target_hz(past: Past, exercise: str, safe_hz: tuple[float, float]) -> tuple[float, float] | None:
    """Return the slowest and quickest hops a second to aim for, within `safe_hz`; None if there is nothing to go by.

    It begins in the middle of the safe band, and each session with a steady rhythm moves it towards that rhythm, by
    `MOST_MOVED_HZ` at most: neither one odd day nor a new pair of shoes turns it round.  So a session more, which may
    push the oldest one out of sight, moves it by twice that at most.
    """
    found = list(_rhythms_hz(past, exercise))
    lowest_hz, highest_hz = safe_hz[0] + HALF_BAND_HZ, safe_hz[1] - HALF_BAND_HZ
    if len(found) < SESSIONS_NEEDED or lowest_hz > highest_hz:
        return None
    middle_hz = (lowest_hz + highest_hz) / 2.0
    for hz in found:
        towards_hz = min(max(hz, lowest_hz), highest_hz)
        middle_hz += min(max(towards_hz - middle_hz, -MOST_MOVED_HZ), MOST_MOVED_HZ)
    return max(safe_hz[0], middle_hz - HALF_BAND_HZ), min(safe_hz[1], middle_hz + HALF_BAND_HZ)


def _rhythms_hz(past: Past, exercise: str) -> Iterator[float]:
    """Yield the steady rhythm of each session that has one, the oldest first."""
    for session in past.sessions:
        steady_hz = [one.rhythm.cadence_hz for one in session.sets if one.rhythm and _tells(one, exercise)]
        if steady_hz:
            yield median(steady_hz)


def _tells(one: PastSet, exercise: str) -> bool:
    return one.exercise == exercise and one.count >= FEWEST_HOPS and one.is_believed and is_regular(one)
