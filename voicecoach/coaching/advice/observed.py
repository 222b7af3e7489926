"""What is known of a running set when a rule is asked."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, median
from typing import Final

FEWEST: Final = 6
"""Intervals before anything is said about a rhythm: jumping to a metronome at 2 to 2.8 Hz, about 4 cycles give the
best reliability and about 10 a stable mean (Journal of Sports Science and Medicine 8, 639)."""

RECENT: Final = 10
"""Intervals that are "now": the 10 cycles of a stable mean, from the same study."""

TREND: Final = 8
"""Intervals at either end of a change: 7 hops are needed for a stable measure (Stratford 2020, Biomechanics 1, 1)."""

A_ROW: Final = 2
"""Intervals that make landings hops: one landing, or two, may be a step into place."""

START_UP: Final = 2
"""Landings of a row that are left out of changes and spreads: the foot-ankle rebound-jump test drops the first two
of eight hops (Tourillon 2024, IJSPP)."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The time to a landing from the one before it."""

    position: int
    """The landing's place in its row; a landing that was not heard has a place too."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Level:
    """How loud a landing was."""

    position: int
    level_db: float


@dataclass(frozen=True, slots=True)
class Observed:
    """The landings since the last pause, as the rules see them at one instant."""

    now: float
    begun_at: float = 0.0
    """When the set began, or went on after a pause."""
    first_at: float | None = None
    """The first landing's instant."""
    last_at: float | None = None
    """The last landing's instant."""
    intervals: tuple[Interval, ...] = ()
    """In order, without those that hold a landing that was not heard."""
    levels: tuple[Level, ...] = ()
    trend_from: int = 0
    """The position from which changes are measured."""
    target_hz: tuple[float, float] | None = None
    """The slowest and the quickest landings a second to aim for, if the step has an aim."""
    turn: int = 1
    """Landings until the same foot does the same again: 1 where both land together, 2 or 4 where they take turns."""
    other_side_hz: float | None = None
    """The tempo of the other side's set of this step and round, if it was done on one leg."""

    @property
    def has_hopped(self) -> bool:
        """Whether the landings are those of somebody who hops."""
        return len(self.intervals) >= A_ROW

    @property
    def silent_from(self) -> float:
        """Since when nothing is heard: the last landing, or the beginning."""
        return self.begun_at if self.last_at is None else self.last_at

    @property
    def recent(self) -> tuple[Interval, ...]:
        """The intervals that are "now", whole turns of them."""
        return self.intervals[-max(RECENT, 2 * self.turn) :]

    @property
    def changing(self) -> tuple[Interval, ...]:
        """The intervals along which changes are measured."""
        return tuple(one for one in self.intervals if one.position > self.trend_from + START_UP)

    @property
    def tempo_hz(self) -> float | None:
        """Landings a second now; None before a rhythm is known."""
        return self.tempo_of(self.recent) if len(self.recent) >= FEWEST else None

    def tempo_of(self, intervals: tuple[Interval, ...]) -> float | None:
        """Return the landings a second of some intervals; None if a part of a turn is not among them.

        Medians, so that one stumble is no tempo; one for each part of a turn, so that a march's short and long
        intervals make the same tempo whichever is in the majority.
        """
        parts = [[one.seconds for one in intervals if one.position % self.turn == part] for part in range(self.turn)]
        return 1.0 / fmean(median(part) for part in parts) if all(parts) else None

    def ends_of_trend(self) -> tuple[float, float] | None:
        """Return the tempo (landings a second) at the beginning and now; None while they are not apart."""
        changing = self.changing
        if len(changing) < 2 * TREND:
            return None
        first, last = self.tempo_of(changing[:TREND]), self.tempo_of(changing[-TREND:])
        return None if first is None or last is None else (first, last)

    def change_db(self) -> float | None:
        """Return by how many dB landings are louder than at the beginning; None while the two are not apart.

        Medians of eight: single landings differ by several dB, and a microphone's gain control makes absolute
        levels meaningless.
        """
        changing = [one.level_db for one in self.levels if one.position >= self.trend_from + START_UP]
        if len(changing) < 2 * TREND:
            return None
        return median(changing[-TREND:]) - median(changing[:TREND])
