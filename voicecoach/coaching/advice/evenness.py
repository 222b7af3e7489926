"""Uneven: left and right differ, where the sides can be told apart.

Two feet that land together have no sides.  Where the feet take turns, one side's intervals and landings are every
second one's (or every second pair's); where a set is done on one leg, the other side is the other set.
"""

from __future__ import annotations

from statistics import fmean, median
from typing import Final

from voicecoach.coaching.advice.loudness import LOUDNESS_BEGINS_DB, LOUDNESS_OVER_DB
from voicecoach.coaching.advice.observed import Observed
from voicecoach.coaching.advice.trouble import trouble

UNEVEN_BEGINS: Final = 0.10
"""Share by which the sides differ: less than 10 % is asked for before a runner returns to landings after a calf
injury (healthhp.com.au's return-to-run criteria)."""

UNEVEN_OVER: Final = 0.05

TURNS: Final = 6
"""Turns compared in time: with 5 % of jitter two means of six differ by 3 % by chance, a third of `UNEVEN_BEGINS`."""

LOUDNESS_TURNS: Final = 10
"""Turns compared in loudness: where landings differ by 2.5 dB, two medians of ten do by 1.4 dB by chance."""


def uneven(seen: Observed) -> float | None:
    """Differ between left and right, in time or in loudness."""
    found = [_against_the_other_set(seen)] if seen.turn == 1 else [_in_time(seen), _in_loudness(seen)]
    return max((one for one in found if one is not None), default=None)


def _against_the_other_set(seen: Observed) -> float | None:
    if seen.tempo_hz is None or seen.other_side_hz is None:
        return None
    return trouble(abs(seen.tempo_hz / seen.other_side_hz - 1.0), over=UNEVEN_OVER, begins=UNEVEN_BEGINS)


def _in_time(seen: Observed) -> float | None:
    lately = seen.intervals[-TURNS * seen.turn :]
    parts = _by_part([(one.position, one.seconds) for one in lately], seen.turn, TURNS)
    if parts is None:
        return None
    mean_s = fmean(one.seconds for one in lately)
    differences = [abs(fmean(one) - fmean(other)) / mean_s for one, other in _opposite(parts)]
    return trouble(max(differences), over=UNEVEN_OVER, begins=UNEVEN_BEGINS)


def _in_loudness(seen: Observed) -> float | None:
    lately = seen.levels[-LOUDNESS_TURNS * seen.turn :]
    parts = _by_part([(one.position, one.level_db) for one in lately], seen.turn, LOUDNESS_TURNS)
    if parts is None:
        return None
    differences_db = [abs(median(one) - median(other)) for one, other in _opposite(parts)]
    return trouble(max(differences_db), over=LOUDNESS_OVER_DB, begins=LOUDNESS_BEGINS_DB)


def _by_part(measures: list[tuple[int, float]], turn: int, turns: int) -> list[list[float]] | None:
    """Return the measures of each part of a turn, None while a part has too few."""
    parts = [[value for position, value in measures if position % turn == part] for part in range(turn)]
    return parts if min(map(len, parts)) >= turns - 1 else None


def _opposite(parts: list[list[float]]) -> list[tuple[list[float], list[float]]]:
    """Return each part with what the other side does half a turn later."""
    half = len(parts) // 2
    return list(zip(parts[:half], parts[half:], strict=True))
