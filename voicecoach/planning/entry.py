"""A line of the plan: on these days of the week, at this time, this circuit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from voicecoach.planning.week import DAYS, days_text

BETWEEN_HOPS: Final = timedelta(hours=48)
"""Between two hop sessions, so that tendons recover."""

WEEK: Final = timedelta(days=7)


class Does(StrEnum):
    """What happens at the time."""

    REMIND = "remind"
    """Somebody is told, by voice and on the desktop."""
    START = "start"
    """The session starts, where nobody sits at a keyboard."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the plan; it comes up once a day at the most."""

    no: int
    """What a person calls it by; never given to another one."""
    days: tuple[str, ...]
    """Of :data:`~voicecoach.planning.week.DAYS`, in that order."""
    hour: int
    minute: int
    circuit: str
    """A circuit's name, or the full path of its file."""
    level: str
    does: Does
    added_at: datetime
    """In UTC."""

    @property
    def time(self) -> str:
        """The time of day as it is read: ``07:30``."""
        return f"{self.hour:02d}:{self.minute:02d}"

    def __str__(self) -> str:
        """Return the entry in words."""
        return f"{days_text(self.days)} {self.time} {self.circuit} ({self.does})"

    def meets(self, days: Sequence[str], hour: int, minute: int, circuit: str) -> bool:
        """Say whether it comes up when `circuit` would on `days`: that would be one training told twice."""
        same_time = (self.hour, self.minute) == (hour, minute)
        return same_time and self.circuit == circuit and not set(self.days).isdisjoint(days)

    def day_of(self, now: datetime) -> str | None:
        """Return the local day, as ``2026-11-25``, that this entry comes up on if it does at the local instant `now`.

        None if `now` is before its time, or on another day: what was due yesterday is over at midnight.
        """
        is_due = DAYS[now.weekday()] in self.days and (now.hour, now.minute) >= (self.hour, self.minute)
        return now.date().isoformat() if is_due else None


def closest(entries: Sequence[Entry]) -> timedelta:
    """Return the shortest time between two occasions of a week's plan; a week if there is only one."""
    offsets = sorted(
        {
            timedelta(days=DAYS.index(day), hours=entry.hour, minutes=entry.minute)
            for entry in entries
            for day in entry.days
        }
    )
    if not offsets:
        return WEEK
    return min(later - earlier for earlier, later in pairwise([*offsets, offsets[0] + WEEK]))
