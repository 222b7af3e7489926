"""What a screen shows of a session, at one instant."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.place import Place
from voicecoach.coaching.sets import Sets
from voicecoach.coaching.speaking import Speaking
from voicecoach.coaching.states import State
from voicecoach.coaching.volume import Loudness


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
    loudness: Loudness
    target_hz: tuple[float, float] | None
    """The landings a second the work at hand aims for; None where nothing is aimed for."""
    advice: str | None = None
    """The words of the running set's last advice."""


def take_snapshot(
    now: float, state: State, place: Place, sets: Sets, speaking: Speaking, phrases: Phrases, loudness: Loudness
) -> Snapshot:
    """Return what a screen shows at `now`."""
    phase, running = place.phase, sets.current
    resting = phase.kind in {PhaseKind.REST, PhaseKind.ROUND_REST}
    step = phase.next_step if resting or phase.step is None else phase.step
    reading = running.rhythm.reading() if running else None
    return Snapshot(
        t=now,
        state=state,
        phase=phase.kind,
        exercise=phrases.exercise(step.exercise, step.name) if step else None,
        side=str(phase.side) if phase.side else None,
        round=phase.round,
        rounds=phase.rounds,
        remaining_s=min(max(phase.duration_s - place.elapsed_s(now), 0.0), phase.duration_s),
        duration_s=phase.duration_s,
        count=running.count if running and running.counted else None,
        landings=sets.landings,
        cadence_hz=reading.cadence_hz if reading else None,
        saying=speaking.saying(),
        loudness=loudness,
        target_hz=phase.step.target_hz if phase.step else None,
    )
