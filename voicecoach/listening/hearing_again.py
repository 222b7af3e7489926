"""A set heard again from cells that begin later.

A cell is 20 ms long, and how a landing lies in its cells is chance: one that begins a cell looks to the network unlike
one that is cut in two.  Cells that begin 5, 10 and 15 ms later have every landing in every way, and the mean of what
the judge says of the four hearings is right more often than one.  (756 takes of the bench's quieter scenarios on the
floors kept for choosing: 681 sets are exact in place of 666, 738 within one in place of 732; by two hearings 675, 737.)
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from voicecoach.listening.bands import BANDS
from voicecoach.listening.contrast import CELL_FRAMES, CELL_S, INPUTS, Cells
from voicecoach.listening.framing import FRAMES_PER_S
from voicecoach.listening.network import Answers, Network
from voicecoach.listening.packing import Numbers
from voicecoach.listening.peaks import Peak
from voicecoach.listening.recent import Recent
from voicecoach.listening.sounds import FAINTEST_LOG_ODDS, Sounds
from voicecoach.listening.weights import TAPS, Weights

AGAIN_S: Final = 120.0
"""A set up to this long is heard again; a longer one would keep those who wait for its count too long."""

_AT_ONCE: Final = 400  # cells: what the layers hold of them fits a cache


class HearingAgain:
    """Keeps the cells of the last minutes, and hears them again when a set is over.

    Parameters
    ----------
    weights
        The network.
    shift
        What is added to its log odds.
    """

    def __init__(self, weights: Weights, shift: float = 0.0) -> None:
        self._weights, self._shift = weights, np.float32(shift)
        self._reach = (TAPS - 1) * sum(layer.dilation for layer in weights.hidden)
        self._cells = Recent(round(AGAIN_S / CELL_S) + self._reach, INPUTS, np.int8)

    def add(self, cells: Cells) -> None:
        """Take in the next cells, shape (cells, INPUTS)."""
        self._cells.add(cells)

    def sounds(self, from_at: float, to_at: float) -> list[list[Peak]]:
        """Return the sounds in [from_at, to_at) of each hearing, with impressions; none if no more can be heard."""
        first = max(0, int(from_at / CELL_S) - self._reach)
        if first < self._cells.first:
            return []
        frames = self._cells.between(first, self._cells.end).reshape(-1, BANDS)
        begin_at = first * CELL_S
        hearings = []
        for later in range(1, CELL_FRAMES):
            later_at = begin_at + later / FRAMES_PER_S
            heard = self._heard(frames[later:].astype(np.float32))
            placed = [replace(peak, at=later_at + peak.at) for peak in heard]
            hearings.append([peak for peak in placed if from_at <= peak.at < to_at])
        return hearings

    def _heard(self, frames: Numbers) -> list[Peak]:
        network, sounds = Network(self._weights), Sounds(FAINTEST_LOG_ODDS, keeps_impressions=True)
        cells = frames[: len(frames) // CELL_FRAMES * CELL_FRAMES].reshape(-1, INPUTS)
        heard: list[Peak] = []
        for start in range(0, len(cells), _AT_ONCE):
            slab = cells[start : start + _AT_ONCE]
            log_odds, inner = network.add(slab)
            heard += sounds.add(Answers(log_odds + self._shift, inner), slab).values()
        return heard
