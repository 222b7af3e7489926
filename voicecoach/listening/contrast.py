"""How far each band stands above the room's own floor, in whole half decibels.

Whole numbers, so that everything after this file is exact arithmetic: the same on every machine, and however the sound
was cut.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from voicecoach.listening.bands import BANDS, Levels
from voicecoach.listening.floor import SEGMENT_FRAMES, Floor
from voicecoach.listening.framing import FRAMES_PER_S

CELL_FRAMES: Final = 4
"""Frames in a cell, the network's step."""
CELL_S: Final = CELL_FRAMES / FRAMES_PER_S
INPUTS: Final = CELL_FRAMES * BANDS

Cells = NDArray[np.float32]
"""Contrasts of whole cells, shape (cells, INPUTS), whole numbers from `LEAST` to `MOST`, 0 for the floor itself: frame
after frame, low band first."""

LEAST: Final = -12
MOST: Final = 115
_STEPS_PER_DB: Final = 2


class Contrast:
    """Follows the floor and gives the contrast of whole cells.

    The first segment that holds any sound is given only once it is whole, by its own floor: sound that begins
    with a landing has one, sound that begins with noise has none, and leading digital silence (as some drivers
    deliver) is no room to rise from.
    """

    def __init__(self) -> None:
        self._floor = Floor()
        self._waiting: Levels = np.zeros((0, BANDS), dtype=np.float32)
        self._started = False
        self._rows: Levels = np.zeros((0, BANDS), dtype=np.float32)
        self._segment: Levels = np.zeros((0, BANDS), dtype=np.float32)

    @property
    def has_begun(self) -> bool:
        """Whether the first segment was whole: from then on nobody need know what is digital silence."""
        return self._started

    def add(self, levels: Levels, *, silent: NDArray[np.bool_] | None) -> Cells:
        """Take in the next levels, shape (n, BANDS); return whole cells.

        `silent` says which of them are digital silence, None that none is; nobody asks once the first segment is whole.
        """
        if not self._started:
            levels = self._begin(levels, np.zeros(len(levels), dtype=np.bool_) if silent is None else silent)
        self._follow(levels)
        whole = len(self._rows) // CELL_FRAMES * CELL_FRAMES
        cells: Cells = self._rows[:whole].reshape(-1, INPUTS)
        self._rows = self._rows[whole:]
        return cells

    def finish(self) -> Cells:
        """Return what is left, as if the room went on quietly for one more second."""
        if not self._started and not len(self._waiting):
            return np.zeros((0, INPUTS), dtype=np.float32)
        quiet = self._floor.levels if self._started else self._waiting.min(axis=0)
        return self.add(np.tile(quiet, (FRAMES_PER_S, 1)), silent=None)

    def _begin(self, levels: Levels, silent: NDArray[np.bool_]) -> Levels:
        """Hold sound back until its first segment is whole; return what may be judged."""
        if not len(self._waiting):
            skipped = int(np.argmin(silent)) if not silent.all() else len(silent)
            self._rows = np.concatenate((self._rows, np.zeros((skipped, BANDS), dtype=np.float32)))
            levels = levels[skipped:]
        self._waiting = np.concatenate((self._waiting, levels))
        if len(self._waiting) < SEGMENT_FRAMES:
            return levels[:0]
        self._floor.start(self._waiting[:SEGMENT_FRAMES])
        self._started = True
        waited, self._waiting = self._waiting, self._waiting[:0]
        return waited

    def _follow(self, levels: Levels) -> None:
        """Add the contrast of levels, moving the floor at each segment's end."""
        begun = len(self._segment)
        heard = np.concatenate((self._segment, levels))
        whole = len(heard) // SEGMENT_FRAMES * SEGMENT_FRAMES
        if whole:
            floors = self._floor.follow(heard[:whole])
            below = floors[np.arange(begun, len(heard)) // SEGMENT_FRAMES]
        else:
            below = self._floor.levels
        self._segment = heard[whole:]
        steps = np.rint((levels - below) * np.float32(_STEPS_PER_DB))
        self._rows = np.concatenate((self._rows, np.clip(steps, LEAST, MOST)))
