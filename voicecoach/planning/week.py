"""Days and times of day as people write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from voicecoach.errors import PlanError

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""As APScheduler's cron trigger names them, and as a week runs."""

NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

GROUPS: Final = {"daily": DAYS, "weekdays": DAYS[:5], "weekend": DAYS[5:]}

_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


def read_days(text: str) -> tuple[str, ...]:
    """Return the days that `text` names, in the week's order: ``mon,wed,fri``, ``mon-fri``, ``daily``, ``weekend``.

    PlanError, in a sentence, for what is no day.
    """
    named: set[str] = set()
    for word in text.lower().split(","):
        first, dash, last = (part.strip() for part in word.partition("-"))
        if first in GROUPS and not dash:
            named |= set(GROUPS[first])
            continue
        start, end = _index(first), _index(last if dash else first)
        # A stretch may go over Sunday: fri-mon.
        named |= {DAYS[(start + step) % len(DAYS)] for step in range((end - start) % len(DAYS) + 1)}
    return tuple(day for day in DAYS if day in named)


def read_time(text: str) -> tuple[int, int]:
    """Return hour and minute of a time of day such as ``07:30``; PlanError if it is none."""
    matched = _TIME.fullmatch(text.strip())
    if matched is None:
        raise PlanError(f'"{text}" is no time of day; write hours and minutes of 24 hours, like 07:30 or 18:05')
    return int(matched[1]), int(matched[2])


def days_text(days: Sequence[str]) -> str:
    """Return days as a plan lists them: ``daily``, or ``mon,wed,fri``."""
    return "daily" if tuple(days) == DAYS else ",".join(days)


def _index(word: str) -> int:
    shortest = 2  # "tu" and "th" are two days
    found = [index for index, name in enumerate(NAMES) if len(word) >= shortest and name.startswith(word)]
    if not found:
        raise PlanError(f'"{word}" is no day; write {", ".join(DAYS)}, like mon,wed,fri, mon-fri, weekend or daily')
    return found[0]
