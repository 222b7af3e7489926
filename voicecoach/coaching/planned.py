"""What a plan is made of: cues in their places, and those that did not fit as they were meant."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.circuit.timeline import Phase
from voicecoach.coaching.cue import Cue


@dataclass(frozen=True, slots=True)
class PlannedCue:
    """A cue and its place in its phase."""

    cue: Cue
    offset_s: float
    length_s: float

    @property
    def end_s(self) -> float:
        """Seconds from the phase's start to the end of the sound."""
        return self.offset_s + self.length_s


@dataclass(frozen=True, slots=True)
class Misfit:
    """A cue that does not fit as it was wished for, and what it would have run into."""

    cue: Cue
    said: Cue | None
    """What is heard in its place: the same in fewer words.  None if it is left out."""
    kept: str
    """The cue that stays, or the end of the phase, in words."""
    at_s: float
    """Nominal session time of the cue."""
    length_s: float

    def __str__(self) -> str:
        reason = f"({self.length_s:.1f} s) does not fit before {self.kept}"
        if self.said is None:
            return f'{self.cue.id} "{self.cue.text}" {reason}'
        instead = f'"{self.said.text}"' if self.said.lane.is_speech else "a tick"
        return f'{self.cue.id} is {instead}, since "{self.cue.text}" {reason}'


@dataclass(frozen=True, slots=True)
class Lengthened:
    """A phase that lasts longer than its circuit says, since the name of what it leads to would not fit."""

    phase: Phase
    planned_s: float
    """What the circuit gives it; 0 if it has no such phase there."""
    name: Cue
    """What is said in it."""

    def __str__(self) -> str:
        where = self.name.id.rpartition(".")[0]
        return (
            f'{where} lasts {self.phase.duration_s:g} s instead of {self.planned_s:g} s, so that "{self.name.text}" is '
            "said before the work begins"
        )
