"""A cue: one thing the coach says or sounds, and the lane that decides who yields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

INSTRUCTION_RATE_WPM = 170
"""Calm speech; espeak's own default is 175."""


class Lane(StrEnum):
    """Who yields when two cues want the one mouth; declared from the strongest to the weakest."""

    COUNTDOWN = "countdown"
    COUNT = "count"
    INSTRUCTION = "instruction"
    ADVICE = "advice"
    TONE = "tone"

    @property
    def rank(self) -> int:
        """0 for the strongest lane."""
        return list(Lane).index(self)

    @property
    def is_speech(self) -> bool:
        """Tones mix with everything; speech never overlaps speech."""
        return self is not Lane.TONE


@dataclass(frozen=True, slots=True)
class Cue:
    """What is to be heard; when is said elsewhere."""

    id: str
    """Unique in a session, e.g. ``r1.ankle-hops.ready.name`` or ``count.17``."""
    text: str
    """The words; for a tone its name."""
    lane: Lane
    rate_wpm: int = INSTRUCTION_RATE_WPM
    """How fast the words are spoken, in words a minute."""


def tone_cue(cue_id: str, name: str) -> Cue:
    """Return the cue of a tone: `name` is the tone's, e.g. ``go``."""
    return Cue(id=cue_id, text=name, lane=Lane.TONE)
