"""Any voice, for property tests."""

from __future__ import annotations

import random

from voicecoach.coaching.cue import Cue
from voicecoach.coaching.lengths import Lengths


class AnyLengths(Lengths):
    """A voice that speaks slowly or quickly, and never twice at the same pace."""

    def __init__(self, draw: random.Random) -> None:
        super().__init__()
        self._pace_s = draw.uniform(0.01, 0.15)
        self._draw = draw

    def of(self, cue: Cue) -> float:
        """Return the cue's length in seconds, drawn when it is first asked for."""
        if cue.lane.is_speech and not self.knows(cue):
            self.learn(cue.text, cue.rate_wpm, len(cue.text) * self._pace_s * self._draw.uniform(0.5, 1.5))
        return super().of(cue)
