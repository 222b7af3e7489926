"""What the room heard of the coach while a block of the microphone's sound was taken.

Two clocks drift apart, and both are only estimated; the echo filter wants a way that stays the same.  So the place in
what was played runs on evenly, is drawn gently toward where the clocks say it is, and jumps only when they disagree
for good.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from voicecoach.audio.played import PlayedSound
from voicecoach.audio.ports import MicBlock
from voicecoach.units import Samples

AHEAD_S: Final = 0.03
"""The filter can't learn an echo that comes before its sound: the clocks may be wrong by so much."""

JUMP_S: Final = 0.004
GENTLE: Final = 0.002
"""Share of the difference that each block makes up for: at 100 blocks a second, two thirds of it in five seconds."""


class Room:
    """Looks up what was played over microphone blocks, one after another.

    Parameters
    ----------
    played
        What the speaker was given to say.
    frame_at
        Tells which of its frames is heard at an instant; None while there is no stream.
    """

    def __init__(self, played: PlayedSound, frame_at: Callable[[float], float | None]) -> None:
        self._played = played
        self._frame_at = frame_at
        self._next: float | None = None

    def played_over(self, block: MicBlock) -> Samples | None:
        """Return what was played while `block` was heard, at its rate; None while there is no stream."""
        wanted = self._frame_at(block.start_at - AHEAD_S)
        if wanted is None:
            self._next = None
            return None
        if self._next is None or abs(wanted - self._next) > JUMP_S * self._played.rate_hz:
            self._next = wanted
        self._next += GENTLE * (wanted - self._next)
        step = self._played.rate_hz / block.rate_hz
        sound = self._played.between(self._next, len(block.samples), step)
        self._next += step * len(block.samples)
        return sound
