"""What a session may know of the sessions before it: plain values, from wherever they were kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from voicecoach.circuit.model import Circuit, Feet, Level, Step, StepKind
from voicecoach.coaching.summary import DOUBTFUL
from voicecoach.listening.rhythm import RhythmReading

A_FEW_HOPS: Final = 20
"""A session of fewer hops is none to rest from: a hop test is eight, one bout of ten seconds is about 22."""

WHOLE_WITHIN_S: Final = 0.5
"""A set that ended this much before its planned end was done."""


def is_hops(step: Step | None) -> bool:
    """Say whether a step's landings are hops, which have a dose: those of feet that take turns are steps."""
    return step is not None and step.kind is StepKind.LANDINGS and step.feet is Feet.TOGETHER


def hop_sets(circuit: Circuit) -> int:
    """Return how many sets of hops a circuit holds."""
    return circuit.rounds * sum(len(step.sides.in_order) for step in circuit.steps if is_hops(step))


@dataclass(frozen=True, slots=True)
class PastSet:
    """A set of hops that was counted."""

    exercise: str
    planned_s: float
    seconds: float
    """How long it was worked, without pauses."""
    count: int
    rhythm: RhythmReading | None
    """None with fewer landings than a rhythm needs."""
    confidence: float | None = None
    """In the count, 0 to 1, with hindsight; None where that is not known."""
    target_hz: tuple[float, float] | None = None
    """What its circuit asks for: the slowest and the quickest hops a second."""

    @property
    def is_whole(self) -> bool:
        """Whether it was done to its planned end."""
        return self.seconds >= self.planned_s - WHOLE_WITHIN_S

    @property
    def is_believed(self) -> bool:
        """Whether its count is more than a guess; one that was never looked back on is believed."""
        return self.confidence is None or self.confidence >= DOUBTFUL


@dataclass(frozen=True, slots=True)
class PastSession:
    """A session that is over, or was cut off."""

    circuit: str
    level: Level | None
    """None where the record names no level that is known."""
    days_ago: int
    """0 if it was begun today; below 0 if a clock that was wrong has put it into the future."""
    ended_ago_s: float
    finished: bool
    """Whether it came to its end by itself."""
    sets: tuple[PastSet, ...]
    """Its counted sets of hops, in order."""
    budget_used: bool = False
    """Whether hops were left out because enough had been done."""

    @property
    def hops(self) -> int:
        """Hops in all."""
        return sum(one.count for one in self.sets)


@dataclass(frozen=True, slots=True)
class Past:
    """A person's last sessions, up to this moment."""

    sessions: tuple[PastSession, ...] = ()
    """The oldest first."""
    weekday: int = 0
    """What day it is: 0 for Monday, on which a week begins."""

    @property
    def hops_today(self) -> int:
        """Hops since midnight."""
        return self._hops_within(0)

    @property
    def hops_this_week(self) -> int:
        """Hops since Monday."""
        return self._hops_within(self.weekday)

    @property
    def last_hops(self) -> PastSession | None:
        """The last session of hops worth resting from; None if there is none."""
        hopped = [one for one in self.sessions if one.hops >= A_FEW_HOPS and one.ended_ago_s >= 0.0]
        return min(hopped, key=lambda one: one.ended_ago_s, default=None)

    def of_circuit(self, circuit: str) -> Iterator[PastSession]:
        """Yield the sessions of a circuit at a known level in which hops were counted, the newest first."""
        return (one for one in reversed(self.sessions) if one.circuit == circuit and one.level and one.sets)

    def _hops_within(self, days: int) -> int:
        return sum(one.hops for one in self.sessions if 0 <= one.days_ago <= days)
