"""How well what was heard agrees with what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

WITHIN_S = 0.05
"""An onset is right within 50 ms of the truth (the window of mir_eval and MIREX)."""


@dataclass
class Score:
    """Adds takes up."""

    hits: int = 0
    missed: int = 0
    invented: int = 0
    counts: list[int] = field(default_factory=list)
    """Each set's counted number less its true one."""
    errors_s: list[float] = field(default_factory=list)
    """Of the hits: heard less true instant."""
    delays_s: list[float] = field(default_factory=list)
    """From each landing to its being told."""
    confidences: list[float] = field(default_factory=list)
    """Of each set, in its count."""
    seconds: float = 0.0

    def add(self, truth: Sequence[float], heard: Sequence[float], seconds: float, counted: int | None = None) -> None:
        """Add one set."""
        pairs = matched(truth, heard)
        self.hits += len(pairs)
        self.missed += len(truth) - len(pairs)
        self.invented += len(heard) - len(pairs)
        self.counts.append((len(heard) if counted is None else counted) - len(truth))
        self.errors_s += [later - earlier for earlier, later in pairs]
        self.seconds += seconds

    def __add__(self, other: Score) -> Score:
        return Score(
            self.hits + other.hits,
            self.missed + other.missed,
            self.invented + other.invented,
            self.counts + other.counts,
            self.errors_s + other.errors_s,
            self.delays_s + other.delays_s,
            self.confidences + other.confidences,
            self.seconds + other.seconds,
        )

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2.0 * self.hits / max(1, 2 * self.hits + self.missed + self.invented)

    @property
    def exact(self) -> float:
        """The share of sets counted exactly."""
        return float(np.mean(np.abs(self.counts) == 0))

    @property
    def within_one(self) -> float:
        """The share of sets counted within one."""
        return float(np.mean(np.abs(self.counts) <= 1))

    @property
    def a_minute(self) -> float:
        """Invented landings a minute."""
        return self.invented / self.seconds * 60.0


def matched(truth: Sequence[float], heard: Sequence[float]) -> list[tuple[float, float]]:
    """Return the most pairs (true, heard) within `WITHIN_S`, in order: the windows of a row overlap little."""
    pairs, index = [], 0
    found = sorted(heard)
    for at in sorted(truth):
        while index < len(found) and found[index] < at - WITHIN_S:
            index += 1
        if index < len(found) and found[index] <= at + WITHIN_S:
            pairs.append((at, found[index]))
            index += 1
    return pairs
