"""The separate peaks of one head's log odds, cell after cell."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from voicecoach.listening.bands import BANDS
from voicecoach.listening.contrast import CELL_S
from voicecoach.listening.impressions import Impression
from voicecoach.listening.likeness import Colour
from voicecoach.listening.packing import Numbers

APART_S: Final = 0.11
"""Cells nearer than this belong to one peak: two landings are never that near."""

_APART_CELLS: Final = math.ceil(APART_S / CELL_S)


@dataclass(frozen=True, slots=True)
class Peak:
    """A highest cell among its neighbours."""

    cell: int
    log_odds: float

    at: float
    """About when its landing fell, within 10 ms: seconds."""

    colour: Colour = field(default_factory=lambda: np.zeros(BANDS, np.float32), compare=False, repr=False)
    """Of its sound; all 0, and like nothing, while nobody has looked."""

    impression: Impression | None = field(default=None, compare=False, repr=False)
    """What the network knew of it."""


def believed(log_odds: float) -> float:
    """Return the probability."""
    return 1.0 / (1.0 + math.exp(-log_odds))


class Peaks:
    """Finds peaks of more than `least`; each is over `APART_S` after its cell.

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

    def over(self, first: int, log_odds: Numbers) -> dict[int, Peak]:
        """Take in the log odds of the next cells, from cell `first` on; return peaks by the cell they are over with."""
        over: dict[int, Peak] = {}
        for index in np.flatnonzero(log_odds > self._least).tolist():
            cell, odds = first + index, float(log_odds[index])
            self._end_before(cell, over)
            if self._best is None or odds > self._best.log_odds:
                self._best = Peak(cell, odds, (cell + 0.5) * CELL_S - self._looks_back_s)
        self._end_before(first + len(log_odds) - 1, over)
        return over

    def _end_before(self, cell: int, over: dict[int, Peak]) -> None:
        if self._best is not None and self._best.cell + _APART_CELLS <= cell:
            over[self._best.cell + _APART_CELLS] = self._best
            self._best = None
