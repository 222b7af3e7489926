"""What happened in a session, as said and printed at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voicecoach.listening.rhythm import RhythmReading

STEADY_VARIATION = 0.06
"""A coefficient of variation of the intervals up to here is called steady: hoppers to a metronome vary by
3 to 5 %."""


DOUBTFUL = 0.7
"""Counts of less confidence are not said (own bench: it prints how often such counts are right)."""

NOISY = 0.15
"""So many other sounds a landing are what puts a count in doubt.  (Bench: with talk, music and knocks three doubtful
sets in four have more, in quiet rooms and with a fan none.)"""

FINISHED, STOPPED, INTERRUPTED = "finished", "stopped", "interrupted"
"""How a session can end: by itself, by a command, by a signal."""


@dataclass(frozen=True, slots=True)
class SetResult:
    """One counted set."""

    exercise: str
    name: str
    side: str | None
    round: int
    count: int
    rhythm: RhythmReading | None
    """None with fewer landings than a rhythm needs."""
    confidence: float | None = None
    """In the count, 0 to 1, with hindsight; None if the listener never looked back on this set."""

    others: int = 0
    """How many sounds beside its landings were much like one."""

    asks_for_a_beat: bool = True
    """Whether its landings should be evenly apart: those of feet that take turns need not be."""

    @property
    def doubtful(self) -> bool:
        """Whether the count is little more than a guess."""
        return self.confidence is not None and self.confidence < DOUBTFUL

    @property
    def noisy(self) -> bool:
        """Whether there were many sounds beside the landings that might have been some."""
        return self.others >= NOISY * max(1, self.count)


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole session."""

    circuit: str
    reason: str
    """`FINISHED`, `STOPPED` or `INTERRUPTED`."""
    seconds: float
    sets: tuple[SetResult, ...]
    spoken: int
    """How many cues were sounded with words."""
    dropped: int
    """How many cues could not be sounded in time."""
    listened: bool = True
    """Whether there was a microphone to count by."""

    @property
    def counts(self) -> Mapping[str, int]:
        """Landings of each exercise."""
        totals: dict[str, int] = {}
        for done in self.sets:
            totals[done.exercise] = totals.get(done.exercise, 0) + done.count
        return totals

    @property
    def landings(self) -> int:
        """Landings in all."""
        return sum(done.count for done in self.sets)
