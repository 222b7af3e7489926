"""The separate peaks of one head's log odds, cell after cell."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from voicecoach.listening.bands import BANDS
from voicecoach.listening.contrast import CELL_S
from voicecoach.listening.likeness import Colour

APART_S: Final = 0.11
"""Cells nearer than this belong to one peak: two landings are never that near."""


@dataclass(frozen=True, slots=True)
class Peak:
    """A highest cell among its neighbours."""

    cell: int
    log_odds: float

    at: float
    """About when its landing fell, within 10 ms: seconds."""

    colour: Colour = field(default_factory=lambda: np.zeros(BANDS, np.float32), compare=False, repr=False)
    """Of its sound; all 0, and like nothing, while nobody has looked."""


def believed(log_odds: float) -> float:
    """Return the probability."""
    return 1.0 / (1.0 + math.exp(-log_odds))


class Peaks:
    """Finds peaks of at least `least`; each is told once it is over, `APART_S` after its cell.

    Parameters
    ----------
    looks_back_s
        How long before its cell the head's landing lies.
    least
        Log odds below are no peak.
    """

    def __init__(self, looks_back_s: float, least: float) -> None:
        self._looks_back_s, self._least = looks_back_s, least
        self._best: Peak | None = None

    def add(self, cell: int, log_odds: float) -> Peak | None:
        """Take in the next cell; return the peak that is over with it."""
        best = self._best
        over = best is not None and (cell - best.cell) * CELL_S >= APART_S
        if over:
            self._best = None
        if log_odds > self._least and (self._best is None or log_odds > self._best.log_odds):
            self._best = Peak(cell, log_odds, (cell + 0.5) * CELL_S - self._looks_back_s)
        return best if over else None
