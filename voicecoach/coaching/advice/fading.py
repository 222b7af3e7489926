"""Fading: the set's end is not what its beginning was."""

from __future__ import annotations

from typing import Final

from voicecoach.coaching.advice.loudness import LOUDNESS_BEGINS_DB, LOUDNESS_OVER_DB
from voicecoach.coaching.advice.observed import Observed
from voicecoach.coaching.advice.steadiness import variation
from voicecoach.coaching.advice.trouble import trouble

FADE_BEGINS: Final = 0.10
"""Slower by this share than at the set's beginning.  On one leg, hopping is spring-like at the preferred tempo and
less so 20 % below it (Austin 2002); half of the way there is the time to say something, and more than three times
what two medians of eight of a steady hopper differ by chance."""

FADE_OVER: Final = 0.05

FADE_OF_VARIATION: Final = 2.0
"""And slower by this much of the intervals' variation, three times what two medians of eight differ by chance: an
unsteady hopper is told of that, not of a fall that is none."""


def fading(seen: Observed) -> float | None:
    """Grow slower, or much softer, than at the beginning of the set."""
    troubles = [one for one in (_slower(seen), _softer(seen)) if one is not None]
    return max(troubles, default=None)


def _slower(seen: Observed) -> float | None:
    ends = seen.ends_of_trend()
    if ends is None:
        return None
    first_hz, now_hz = ends
    spread = variation(seen.changing, seen.turn)
    begins = max(FADE_BEGINS, FADE_OF_VARIATION * spread[0]) if spread else FADE_BEGINS
    return trouble(1.0 - now_hz / first_hz, over=FADE_OVER, begins=begins)


def _softer(seen: Observed) -> float | None:
    change_db = seen.change_db()
    return None if change_db is None else trouble(-change_db, over=LOUDNESS_OVER_DB, begins=LOUDNESS_BEGINS_DB)
