"""All that sounded at all like a landing, each sound with what the network knew of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from voicecoach.listening.contrast import Cells
from voicecoach.listening.impressions import Impressions
from voicecoach.listening.likeness import Colour, Colours, colour_of
from voicecoach.listening.network import SURE_LOOKS_BACK_S, Answers
from voicecoach.listening.peaks import Peak, Peaks

FAINTEST_LOG_ODDS: Final = -7.0
"""Sure peaks above are remembered for a recount.  (500 takes on the floors kept for choosing: of 13,186 landings 44
have none; with -4 another 89.)"""


class Sounds:
    """Finds them: the sure head's peaks.

    Parameters
    ----------
    least
        Log odds below are no sound.
    keeps_impressions
        Whether each has what a judge needs.
    """

    def __init__(self, least: float, *, keeps_impressions: bool) -> None:
        self._cell = 0
        self._sure = Peaks(SURE_LOOKS_BACK_S, least)
        self._colours = Colours()
        self._impressions = Impressions() if keeps_impressions else None

    def add(self, answers: Answers, cells: Cells) -> dict[int, Peak]:
        """Take in what the network makes of the next cells, and the cells; return sounds by the cell they end with."""
        self._colours.add(cells)
        if self._impressions is not None:
            self._impressions.add(answers)
        over = self._sure.over(self._cell, answers.log_odds[:, 1])
        self._cell += len(cells)
        return {cell: self._known(peak) for cell, peak in over.items()}

    def colour(self, at: float) -> Colour:
        """Return that of the sound which begins about then, in the last two seconds."""
        return self._colours.at(at)

    def _known(self, peak: Peak) -> Peak:
        contrast = self._colours.contrast(peak.at)
        impression = None if self._impressions is None else self._impressions.of(peak.cell, contrast)
        return replace(peak, colour=colour_of(contrast), impression=impression)
