"""A landing, as the listener reports it, and a set looked back upon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from voicecoach.listening.network import SURE_LOOKS_BACK_S

RECOUNT_AFTER_S: Final = SURE_LOOKS_BACK_S + 0.15
"""So long after a landing everything is known about it that ever will be, in the last cells of every hearing too."""


@dataclass(frozen=True, slots=True)
class Landing:
    """Feet met the floor."""

    at: float
    """Seconds on the microphone's time line (its first sample is 0) when the feet met the floor."""

    heard_at: float
    """End of the last sound the decision needed, in the same seconds; ``heard_at - at`` is the listener's own delay.

    It does not depend on how the sound was cut into blocks; whoever hears in blocks learns of it with the
    block that holds this instant.
    """

    confidence: float
    """0 to 1: the network's belief that this was a landing when it was told."""

    level_db: float | None = None
    """How loud it was, in dB of full scale (RMS of its first 50 ms, or of what was heard of them); None if unknown.

    A microphone's gain control makes it worth little by itself: compare it with its neighbours'.
    """


@dataclass(frozen=True, slots=True)
class Recount:
    """A stretch of sound counted once more, with hindsight."""

    count: int

    confidence: float
    """0 to 1: the share of the count that is in no doubt, what was nearly counted taken off as well."""

    others: int = 0
    """How many sounds beside the landings were much like one."""
