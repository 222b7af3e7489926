"""How like its neighbours' a landing's colour is: one pair of feet on one floor sounds much the same each time.

A colour is how far each band stands out of the others in the first 30 ms of a sound, over the room's floor.  A knock, a
word and a drum may rise as steeply as a landing; seldom have they the colour of the landings around them.  (Own
measurement, 500 takes on floors kept for choosing: likeness to the neighbours' mean, in the middle half of doubtful
sounds, is 0.4 to 0.9 for landings and -0.1 to 0.5 for all else.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voicecoach.listening.bands import BANDS
from voicecoach.listening.contrast import CELL_FRAMES, INPUTS, Cells
from voicecoach.listening.framing import FRAMES_PER_S

Colour = NDArray[np.float32]
"""How far each band stands out of the mean of all: shape (BANDS,), whole numbers whose sum is 0."""

USUAL: Final = 0.5
"""Likeness that speaks neither for a landing nor against it."""

MOST_AGAINST: Final = 0.8
"""Unlikeness speaks against a landing so much at most: a plain one is told on any floor."""

_FRAMES: Final = 6
_LASTING: Final = 0.9  # ten landings away a landing's colour has a third of its weight: floors and shoes change
_LEAST_WEIGHT: Final = 2.0  # two sounds may be alike by chance
_KEPT_CELLS: Final = 100  # two seconds: the sure head's landing lies 0.6 s back, and its peak is over 0.1 s later


class Colours:
    """Keeps the contrasts of the last two seconds, and gives the colour of a sound in them."""

    def __init__(self) -> None:
        self._rows: Cells = np.zeros((0, BANDS), np.float32)
        self._end = 0

    def add(self, cells: Cells) -> None:
        """Take in the next cells, shape (n, INPUTS)."""
        kept = self._rows[-_KEPT_CELLS * CELL_FRAMES :]
        self._rows = np.concatenate((kept, cells.reshape(-1, INPUTS // CELL_FRAMES)))
        self._end += len(cells) * CELL_FRAMES

    def at(self, at: float) -> Colour:
        """Return the colour of the sound that begins about then, in seconds; nothing where none is kept."""
        first = round(at * FRAMES_PER_S) - (self._end - len(self._rows))
        rows = self._rows[max(0, first) : max(0, first + _FRAMES)]
        contrast = np.add.reduce(np.maximum(rows, np.float32(0.0)), axis=0)
        colour: Colour = np.float32(BANDS) * contrast - np.add.reduce(contrast)
        return colour


@dataclass(frozen=True, slots=True)
class Typical:
    """The colour of landings that were believed, the latest ones most."""

    weighed: Colour
    """The sum of their colours, each times its weight."""

    weight: float

    @classmethod
    def none(cls) -> Typical:
        """Return that of no landing."""
        return cls(np.zeros(BANDS, np.float32), 0.0)

    def with_one(self, colour: Colour, belief: float) -> Typical:
        """Return it with the next landing, believed from 0 to 1."""
        last = np.float32(_LASTING)
        return Typical(last * self.weighed + np.float32(belief) * colour, _LASTING * self.weight + belief)

    def beside(self, other: Typical) -> Typical:
        """Return that of both."""
        return Typical(self.weighed + other.weighed, self.weight + other.weight)

    def speaks_for(self, colour: Colour) -> float:
        """Return how much more like these than usual a colour is, -0.8 to 0.5; 0 while too few are known."""
        if self.weight <= _LEAST_WEIGHT:
            return 0.0
        return max(-MOST_AGAINST, _likeness(colour, self.weighed) - USUAL)


def neighbours(colours: Sequence[Colour], beliefs: Sequence[float]) -> list[Typical]:
    """Return for each of many sounds in order what those before and after it are like, itself left out."""
    before = _so_far(colours, beliefs)
    after = _so_far(colours[::-1], beliefs[::-1])[::-1]
    return [earlier.beside(later) for earlier, later in zip(before, after, strict=True)]


def _so_far(colours: Sequence[Colour], beliefs: Sequence[float]) -> list[Typical]:
    """Return what lies before each; what is not believed at all makes no difference."""
    typical, all_of_them = Typical.none(), []
    for colour, belief in zip(colours, beliefs, strict=True):
        all_of_them.append(typical)
        typical = typical.with_one(colour, belief) if belief else typical
    return all_of_them


def _likeness(one: Colour, other: Colour) -> float:
    """Return how alike two colours are, -1 to 1, however loud each is (Pearson's correlation)."""
    both = _product(one, one) * _product(other, other)
    return _product(one, other) / both**0.5 if both > 0.0 else 0.0


def _product(one: Colour, other: Colour) -> float:
    """Return the scalar product, added in one order on every machine."""
    return float(np.add.reduce(one * other, dtype=np.float64))
