"""Every sound heard again from cells that begin later.

A cell is 20 ms long, and how a landing lies in its cells is chance: one that begins a cell looks to the network unlike
one that is cut in two.  Cells that begin 5, 10 and 15 ms later have every landing in every way, and the mean of what
the judge says of the four hearings is right more often than one.  (756 takes of the bench's quieter scenarios on the
floors kept for choosing: 681 sets are exact in place of 666, 738 within one in place of 732; by two hearings 675, 737.)

Nobody waits for these three, so they hear two seconds at once, which costs a tenth of what hearing each cell by itself
does; a set's end leaves at most as much to be heard.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from voicecoach.listening.bands import BANDS
from voicecoach.listening.contrast import CELL_FRAMES, INPUTS, Cells
from voicecoach.listening.framing import FRAMES_PER_S
from voicecoach.listening.network import Network
from voicecoach.listening.packing import Numbers
from voicecoach.listening.peaks import Peak
from voicecoach.listening.remembered import Remembered
from voicecoach.listening.sounds import FAINTEST_LOG_ODDS, Sounds
from voicecoach.listening.weights import Weights

AGAIN_S: Final = 300.0
"""A set that began longer ago than this counts by one hearing: what is remembered of each sound takes room."""

_AT_ONCE: Final = 100
"""Cells that are waited for."""


class HearingAgain:
    """Hears everything three more times.

    Parameters
    ----------
    weights
        The network.
    shift
        What is added to its log odds.
    """

    def __init__(self, weights: Weights, shift: float = 0.0) -> None:
        self._hearings = [_Hearing(weights, shift, later) for later in range(1, CELL_FRAMES)]

    def add(self, cells: Cells) -> None:
        """Take in the next cells, shape (cells, INPUTS)."""
        for hearing in self._hearings:
            hearing.add(cells)

    def sounds(self, from_at: float, to_at: float) -> list[list[Peak]]:
        """Return the sounds in [from_at, to_at) of each hearing, with impressions, of those that remember them all."""
        remembered = [hearing.sounds() for hearing in self._hearings]
        return [one.between(from_at, to_at) for one in remembered if one.reaches(from_at)]


class _Hearing:
    """One of them, from cells that begin some frames later."""

    def __init__(self, weights: Weights, shift: float, later: int) -> None:
        self._network, self._shift = Network(weights), shift
        self._sounds = Sounds(FAINTEST_LOG_ODDS, keeps_impressions=True)
        self._remembered = Remembered(AGAIN_S)
        self._later_s = later / FRAMES_PER_S
        self._skipped = later
        self._waiting: list[Numbers] = []
        self._count = later * _AT_ONCE // CELL_FRAMES  # they take turns, each at another time

    def add(self, cells: Cells) -> None:
        """Take in the next cells of the first hearing."""
        self._waiting.append(cells.reshape(-1, BANDS))
        before, self._count = self._count, self._count + len(cells)
        if self._count // _AT_ONCE > before // _AT_ONCE:
            self._hear()

    def sounds(self) -> Remembered:
        """Return all that was heard, up to the last cell."""
        self._hear()
        return self._remembered

    def _hear(self) -> None:
        if not self._waiting:
            return
        frames = np.concatenate(self._waiting)[self._skipped :]
        self._skipped = 0
        whole = len(frames) // CELL_FRAMES * CELL_FRAMES
        self._waiting = [frames[whole:]]
        cells = frames[:whole].reshape(-1, INPUTS)
        if not len(cells):
            return
        answers = self._network.add(cells).shifted(self._shift)
        for peak in self._sounds.add(answers, cells).values():
            self._remembered.add(replace(peak, at=peak.at + self._later_s))
