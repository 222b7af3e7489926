"""How like its neighbours' a landing's colour is: one pair of feet on one floor sounds much the same each time.

A colour is how far each band stands out of the others in the first 30 ms of a sound, over the room's floor.  A knock, a
word and a drum may rise as steeply as a landing; seldom have they the colour of the landings around them.  (Own
measurement, 500 takes on floors kept for choosing: likeness to the neighbours' mean, in the middle half of doubtful
sounds, is 0.4 to 0.9 for landings and -0.1 to 0.5 for all else.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voicecoach.listening.bands import BANDS
from voicecoach.listening.contrast import CELL_FRAMES, INPUTS, Cells
from voicecoach.listening.framing import FRAMES_PER_S
from voicecoach.listening.packing import Numbers
from voicecoach.listening.recent import Recent

Colour = NDArray[np.float32]
"""How far each band stands out of the mean of all: shape (BANDS,), whole numbers whose sum is 0."""

USUAL: Final = 0.5
"""Likeness that speaks neither for a landing nor against it."""

MOST_AGAINST: Final = 0.8
"""Unlikeness speaks against a landing so much at most: a plain one is told on any floor."""

CONTRAST_FRAMES: Final = 6
_LASTING: Final = 0.9  # ten landings away a landing's colour has a third of its weight: floors and shoes change
_LEAST_WEIGHT: Final = 2.0  # two sounds may be alike by chance
_KEPT_CELLS: Final = 100  # two seconds: the sure head's landing lies 0.6 s back, and its peak is over 0.1 s later


class Colours:
    """Keeps the contrasts of the last two seconds, and gives the colour of a sound in them."""

    def __init__(self) -> None:
        self._rows = Recent(_KEPT_CELLS * CELL_FRAMES, BANDS)

    def add(self, cells: Cells) -> None:
        """Take in the next cells, shape (n, INPUTS)."""
        self._rows.add(cells.reshape(-1, INPUTS // CELL_FRAMES))

    def contrast(self, at: float) -> Numbers:
        """Return how far each band of the sound that begins about then, in seconds, stands out of the floor.

        Half decibels, the sum of 30 ms, shape (BANDS,); nothing where none is kept.
        """
        first = round(at * FRAMES_PER_S)
        rows = self._rows.between(first, first + CONTRAST_FRAMES)
        contrast: Numbers = np.add.reduce(np.maximum(rows, np.float32(0.0)), axis=0)
        return contrast

    def at(self, at: float) -> Colour:
        """Return the colour of the sound that begins about then."""
        return colour_of(self.contrast(at))


def colour_of(contrast: Numbers) -> Colour:
    """Return the colour of a sound of a contrast."""
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

    def speaks_for(self, colour: Colour) -> float:
        """Return how much more like these than usual a colour is, -0.8 to 0.5; 0 while too few are known."""
        if self.weight <= _LEAST_WEIGHT:
            return 0.0
        return max(-MOST_AGAINST, _likeness(colour, self.weighed) - USUAL)


def _likeness(one: Colour, other: Colour) -> float:
    """Return how alike two colours are, -1 to 1, however loud each is (Pearson's correlation)."""
    both = _product(one, one) * _product(other, other)
    return _product(one, other) / both**0.5 if both > 0.0 else 0.0


def _product(one: Colour, other: Colour) -> float:
    """Return the scalar product, added in one order on every machine."""
    return float(np.add.reduce(one * other, dtype=np.float64))
