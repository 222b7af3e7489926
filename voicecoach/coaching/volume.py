"""How loud the coach is: what the user's louder, softer and mute come to."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.coaching.effects import Effect, SetVolume
from voicecoach.coaching.events import Command

STEP_DB = 3.0
"""One key press: clearly heard, and half or twice the power."""

SOFTEST_DB, LOUDEST_DB = -36.0, 6.0
"""Below, speech at -20 dB of full scale is no longer heard on quiet headphones; above, it would be squashed."""

VOLUME_COMMANDS = frozenset({Command.LOUDER, Command.SOFTER, Command.MUTE, Command.UNMUTE})


@dataclass(frozen=True, slots=True)
class Loudness:
    """A volume in dB, 0 for sound as it was rendered, and whether nothing is to be heard at all."""

    volume_db: float = 0.0
    muted: bool = False


class Volume:
    """The volume at hand.

    Parameters
    ----------
    volume_db
        What it begins with, in dB.
    """

    def __init__(self, volume_db: float = 0.0) -> None:
        self.now = Loudness(_bounded(volume_db))

    def begin(self) -> list[Effect]:
        """Return the effect that makes the volume what it begins with; none at 0 dB, which everything is made for."""
        return [] if self.now == Loudness() else [SetVolume(self.now.volume_db, self.now.muted)]

    def obey(self, command: Command) -> list[Effect]:
        """Follow one of `VOLUME_COMMANDS`; whoever asks for louder or softer wants to hear something."""
        before, volume_db = self.now, self.now.volume_db
        match command:
            case Command.LOUDER:
                self.now = Loudness(_bounded(volume_db + STEP_DB))
            case Command.SOFTER:
                self.now = Loudness(_bounded(volume_db - STEP_DB))
            case Command.MUTE:
                self.now = Loudness(volume_db, muted=True)
            case Command.UNMUTE:
                self.now = Loudness(volume_db)
            case _:
                pass
        return [] if self.now == before else [SetVolume(self.now.volume_db, self.now.muted)]


def _bounded(volume_db: float) -> float:
    return min(max(volume_db, SOFTEST_DB), LOUDEST_DB)
