"""What a session is begun with, besides its script."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.coaching.facts import SessionStarted
from voicecoach.coaching.numbers import CountMode
from voicecoach.coaching.wording import Talk

NO_DEVICE = "none"
"""The name of a microphone or speaker that is not there."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Names for the record, and how much is counted and said."""

    circuit: str
    level: str
    mic: str
    speaker: str
    version: str
    seed: int = 0
    count: CountMode = CountMode.EVERY
    talk: Talk = Talk.NORMAL
    beat_hz: float | None = None
    """A beat to hop to, in hops a second."""
    on_beat: bool = False
    """Whether numbers are placed on the landings of a steady rhythm, rather than behind them."""
    volume_db: float = 0.0
    """How loud it begins; see :mod:`voicecoach.coaching.volume`."""
    uid: str | None = None
    """The session's name among all sessions of all machines; None if history does not keep it."""

    def started(self, now: float) -> SessionStarted:
        """Return the first fact of a session that begins now."""
        return SessionStarted(
            t=now,
            circuit=self.circuit,
            level=self.level,
            mic=self.mic,
            speaker=self.speaker,
            version=self.version,
            seed=self.seed,
            uid=self.uid,
        )

    @property
    def listens(self) -> bool:
        """Whether there is a microphone to count by."""
        return self.mic != NO_DEVICE

    @property
    def says_totals(self) -> bool:
        """Whether the total of each counted set is said."""
        return self.listens and self.count is not CountMode.OFF
