"""What a screen shows of a session, at one instant."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.states import State


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A still picture of the session; nothing in it changes."""

    t: float
    state: State
    phase: PhaseKind
    exercise: str | None
    """Spoken name of the exercise at hand, or of the next one during a rest."""
    side: str | None
    round: int
    rounds: int
    remaining_s: float
    duration_s: float
    count: int | None
    """Landings of the running set, None where none are counted."""
    landings: int
    """Landings of the whole session."""
    cadence_hz: float | None
    saying: str | None
