"""What changed since last time, in one plain sentence each; what chance alone would do is no change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voicecoach.history.cards import pace
from voicecoach.history.queries import SetRow
from voicecoach.history.streaks import best_streak

CADENCE_BAND: Final = 0.03
"""Relative: medians of thirty intervals that vary by 4 % differ by 1 % by chance; a person's days by a little more."""

VARIATION_BAND: Final = 0.01
"""Of the interval: a spread of 4 % read from thirty intervals is off by half of this by chance."""

LANDINGS_BAND: Final = 0.05
STREAK_BAND: Final = 0.10
FEW: Final = 3
"""Landings more or less that are never news."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What of a session is compared; None where it could not be measured."""

    landings: int
    cadence_hz: float | None
    variation: float | None
    streak: int | None
    """Landings of the best steady streak."""


def measures(sets: Sequence[SetRow]) -> Measures:
    """Measure the sets of a session that are comparable, those of hops, with their landings."""
    usual, streak = pace(sets), best_streak(sets)
    return Measures(
        landings=sum(one.count or 0 for one in sets),
        cadence_hz=None if usual is None else usual.cadence_hz,
        variation=None if usual is None else usual.variation,
        streak=None if streak is None else streak.landings,
    )


def changes(now: Measures, before: Measures) -> list[str]:
    """Return a sentence each for cadence, steadiness, landings and best streak, as far as both were measured."""
    said = [
        _cadence(now.cadence_hz, before.cadence_hz),
        _steadiness(now.variation, before.variation),
        _landings(now.landings, before.landings),
        _streak(now.streak, before.streak),
    ]
    return [one for one in said if one is not None]


def _cadence(now_hz: float | None, before_hz: float | None) -> str | None:
    if now_hz is None or before_hz is None:
        return None
    if abs(now_hz / before_hz - 1.0) <= CADENCE_BAND:
        return f"About the same tempo as last time: {now_hz:.2f} hops a second."
    return f"{'Quicker' if now_hz > before_hz else 'Slower'}: {now_hz:.2f} hops a second, {before_hz:.2f} last time."


def _steadiness(now: float | None, before: float | None) -> str | None:
    if now is None or before is None:
        return None
    if abs(now - before) <= VARIATION_BAND:
        return f"About as steady as last time: your intervals vary by {now:.1%}."
    how = "Steadier" if now < before else "Less steady"
    return f"{how}: your intervals vary by {now:.1%}, last time by {before:.1%}."


def _landings(now: int, before: int) -> str | None:
    if not now and not before:
        return None
    hops = f"{now} hop{'' if now == 1 else 's'}"
    more = now - before
    if abs(more) <= max(FEW, LANDINGS_BAND * before):
        return f"About as many as last time: {hops}."
    return f"{hops}, {abs(more)} {'more' if more > 0 else 'fewer'} than last time."


def _streak(now: int | None, before: int | None) -> str | None:
    if now is None or before is None:
        return None
    longer = now - before
    if abs(longer) <= max(FEW, STREAK_BAND * before):
        return f"Your best steady streak is about as long as last time: {now} hops."
    how = "Longer" if longer > 0 else "Shorter"
    return f"{how} best steady streak: {now} hops in a row on the beat, {before} last time."
