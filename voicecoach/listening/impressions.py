"""What the network knew of a sound, kept until its set is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voicecoach.listening.contrast import CELL_S
from voicecoach.listening.likeness import CONTRAST_FRAMES
from voicecoach.listening.network import FAST_LOOKS_BACK_S, SURE_LOOKS_BACK_S, Answers
from voicecoach.listening.packing import Numbers
from voicecoach.listening.recent import Recent
from voicecoach.listening.weights import HEADS, WIDTH

Row = NDArray[np.int8]

_KEPT_CELLS: Final = (
    100  # two seconds: the sure head's peak is over 0.1 s after its cell, and the fast one's lay 0.6 before
)
FAST_BEFORE: Final = round((SURE_LOOKS_BACK_S - FAST_LOOKS_BACK_S) / CELL_S)
FAST_NEAR: Final = 2
"""How many cells before the sure head the fast one told the same sound, and how many more or fewer it may be."""


@dataclass(frozen=True, slots=True)
class Impression:
    """Of one sound."""

    fast: Row
    """What the last layer held in the cell about then in which the fast head was most certain: shape (WIDTH,)."""

    sure: Row
    """What it held in the sure head's cell."""

    log_odds: tuple[float, float, float]
    """What the sure head said, the fast head, and the one that tells whether somebody is hopping."""

    contrast: Row
    """How far each band stood out of the floor in the sound's first 30 ms, a mean in half decibels: shape (BANDS,)."""


class Impressions:
    """Keeps what the network answered in the last two seconds, and gives the impression of a sound in them."""

    def __init__(self) -> None:
        self._log_odds = Recent(_KEPT_CELLS, HEADS)
        self._inner = Recent(_KEPT_CELLS, WIDTH)

    def add(self, answers: Answers) -> None:
        """Take in the answers of the next cells."""
        self._log_odds.add(answers.log_odds)
        self._inner.add(answers.inner)

    def of(self, cell: int, contrast: Numbers) -> Impression:
        """Return that of the sound which the sure head told in a cell, and that has this contrast in sum."""
        first = max(0, cell - FAST_BEFORE - FAST_NEAR)
        fast = self._log_odds.between(first, max(1, cell - FAST_BEFORE + FAST_NEAR + 1))[:, 0]
        most = int(np.argmax(fast))
        said = self._log_odds.between(cell, cell + 1)[0]
        return Impression(
            fast=self._inner.between(first + most, first + most + 1)[0].astype(np.int8),
            sure=self._inner.between(cell, cell + 1)[0].astype(np.int8),
            log_odds=(float(said[1]), float(fast[most]), float(said[2])),
            contrast=np.rint(contrast / CONTRAST_FRAMES).astype(np.int8),
        )
