"""The script: a circuit's timeline with every cue at its instant, and what did not fit.

Cues with an instant of their own (countdown, technique lines, tones) stand there; the others follow one
another from the phase's start, each ending before the next fixed word and before the phase does.  Where two
do not fit, the more important stays and the other is left out, which `Script.collisions` tells.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from voicecoach.circuit.model import Circuit, Level
from voicecoach.circuit.timeline import Phase, PhaseKind, Timeline, build_timeline
from voicecoach.coaching.cue import Cue
from voicecoach.coaching.lengths import Lengths
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.wording import Talk, Wish, wishes

BREATH_S = 0.25
"""Silence between two cues that follow one another."""

AFTER_TONE_S = 0.4
"""Words begin after a phase's opening tone has sounded."""

SMALLEST_GAP_S = 0.02
"""Two cues nearer than this would run together."""


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
class Collision:
    """Two cues that do not fit: `left_out` is not spoken because of `kept`."""

    left_out: Cue
    kept: str
    """The cue that stays, or the end of the phase, in words."""
    at_s: float
    """Nominal session time of the cue left out."""
    length_s: float

    def __str__(self) -> str:
        return f'{self.left_out.id} "{self.left_out.text}" ({self.length_s:.1f} s) does not fit before {self.kept}'


@dataclass(frozen=True, slots=True)
class ScriptedPhase:
    """A phase and what is heard in it, in order."""

    phase: Phase
    cues: tuple[PlannedCue, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A whole session's plan."""

    timeline: Timeline
    phases: tuple[ScriptedPhase, ...]
    collisions: tuple[Collision, ...]

    def cues(self) -> tuple[Cue, ...]:
        """Return every cue with words, in the order of need, those that did not fit last."""
        planned = [planned.cue for scripted in self.phases for planned in scripted.cues]
        left_out = [collision.left_out for collision in self.collisions]
        return tuple(cue for cue in (*planned, *left_out) if cue.lane.is_speech)


def write_script(
    circuit: Circuit, level: Level, phrases: Phrases, lengths: Lengths, talk: Talk = Talk.NORMAL
) -> Script:
    """Plan every word of a session.  The words depend on the phrases' seed alone, never on the lengths."""
    welcome_s = circuit.welcome_s
    rough = build_timeline(circuit, level, welcome_s=60.0 if welcome_s is None else welcome_s)
    wished = [
        wishes(circuit, phase, rough.phases[index - 1] if index else None, phrases, talk)
        for index, phase in enumerate(rough.phases)
    ]
    if welcome_s is None:
        welcome_s = _welcome_length_s(wished[0], lengths)
    timeline = build_timeline(circuit, level, welcome_s=welcome_s)
    collisions: list[Collision] = []
    phases = tuple(
        ScriptedPhase(phase, _lay_out(phase, wanted, lengths, collisions))
        for phase, wanted in zip(timeline.phases, wished, strict=True)
    )
    return Script(timeline, phases, tuple(collisions))


def _welcome_length_s(wanted: list[Wish], lengths: Lengths) -> float:
    spoken_s = sum(lengths.of(wish.cue) + BREATH_S for wish in wanted)
    return float(math.ceil(AFTER_TONE_S + spoken_s + BREATH_S))


def _lay_out(phase: Phase, wanted: list[Wish], lengths: Lengths, collisions: list[Collision]) -> tuple[PlannedCue, ...]:
    layout = _Layout(phase, lengths, collisions)
    # The most important fixed cue takes its place first; of equals the earlier one does.
    fixed = sorted(
        ((wish, wish.at_s) for wish in wanted if wish.at_s is not None),
        key=lambda pair: (-pair[0].importance, pair[1]),
    )
    for wish, at_s in fixed:
        layout.stand(wish.cue, at_s)
    for wish in wanted:
        if wish.at_s is None:
            layout.follow(wish)
    return tuple(sorted(layout.placed, key=lambda planned: planned.offset_s))


class _Layout:
    def __init__(self, phase: Phase, lengths: Lengths, collisions: list[Collision]) -> None:
        self._phase = phase
        self._lengths = lengths
        self._collisions = collisions
        self._cursor_s = AFTER_TONE_S
        self.placed: list[PlannedCue] = []

    def stand(self, cue: Cue, at_s: float) -> None:
        """Place a cue at its own instant, or note what stands in its way."""
        planned = PlannedCue(cue, _whole_ms(at_s), self._lengths.of(cue))
        obstacle = self._obstacle(planned) if cue.lane.is_speech else None
        if obstacle is None:
            self.placed.append(planned)
        else:
            self._leave_out(planned, obstacle)

    def follow(self, wish: Wish) -> None:
        """Place a cue after those that followed before it."""
        offset_s = _whole_ms(max(self._cursor_s, wish.not_before_s))
        planned = PlannedCue(wish.cue, offset_s, self._lengths.of(wish.cue))
        obstacle = self._obstacle(planned)
        if obstacle is None:
            self.placed.append(planned)
            self._cursor_s = planned.end_s + BREATH_S
        else:
            self._leave_out(planned, obstacle)

    def _obstacle(self, planned: PlannedCue) -> str | None:
        for other in self.placed:
            apart = planned.end_s + SMALLEST_GAP_S <= other.offset_s or other.end_s + SMALLEST_GAP_S <= planned.offset_s
            if other.cue.lane.is_speech and not apart:
                return f'{other.cue.id} "{other.cue.text}"'
        if self._phase.kind is not PhaseKind.FAREWELL and planned.end_s > self._phase.duration_s:
            return f"the end of its {self._phase.duration_s:g} s {self._phase.kind}"
        return None

    def _leave_out(self, planned: PlannedCue, kept: str) -> None:
        at_s = self._phase.start_s + planned.offset_s
        self._collisions.append(Collision(planned.cue, kept, at_s, planned.length_s))


def _whole_ms(seconds: float) -> float:
    # Whole milliseconds are whole samples at 8, 16, 32 and 48 kHz, so that "exactly on time" has a meaning.
    return round(seconds * 1000.0) / 1000.0
