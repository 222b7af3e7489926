"""The script: a circuit's timeline with every cue at its instant, and what did not fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from voicecoach.circuit.model import Circuit, Level
from voicecoach.circuit.timeline import Phase, PhaseKind, Timeline, build_timeline
from voicecoach.coaching.cue import Cue
from voicecoach.coaching.layout import BREATH_S, lay_out
from voicecoach.coaching.lengths import Lengths
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.planned import Misfit, PlannedCue
from voicecoach.coaching.wish import Importance, Wish
from voicecoach.coaching.wording import Opening, Talk, naming, wishes
from voicecoach.coaching.writer import AFTER_TONE_S, COUNTDOWN_S

_ANY_LENGTH_S = 60.0
"""For a welcome whose words are still to be counted."""


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
    misfits: tuple[Misfit, ...]
    """What is not heard as it was meant, in order of time."""
    considered: tuple[Cue, ...]
    """Every cue with words whose length the plan hangs on, heard or not."""

    @property
    def left_out(self) -> tuple[Misfit, ...]:
        """What is not heard at all."""
        return tuple(misfit for misfit in self.misfits if misfit.said is None)

    @property
    def shortened(self) -> tuple[Misfit, ...]:
        """What is heard in fewer words."""
        return tuple(misfit for misfit in self.misfits if misfit.said is not None)

    def cues(self) -> tuple[Cue, ...]:
        """Return every cue with words, in the order of need, those that are not heard last."""
        planned = [planned.cue for scripted in self.phases for planned in scripted.cues if planned.cue.lane.is_speech]
        heard = {(cue.text, cue.rate_wpm) for cue in planned}
        others = [cue for cue in self.considered if (cue.text, cue.rate_wpm) not in heard]
        return (*planned, *others)


def write_script(
    circuit: Circuit,
    level: Level,
    phrases: Phrases,
    lengths: Lengths,
    talk: Talk = Talk.NORMAL,
    opening: Sequence[Opening] = (),
) -> Script:
    """Plan every word of a session, with an `opening` in its welcome.

    What the coach would like to say depends on the phrases' seed alone; the lengths decide in how many words.
    """
    asked = _Asked(lengths)
    welcome_s = circuit.welcome_s
    if welcome_s is None:
        rough = build_timeline(circuit, level, welcome_s=_ANY_LENGTH_S).phases
        wanted_first = _wished(circuit, rough[:2], phrases.afresh(), talk, opening)[0]
        welcome_s = _welcome_length_s(wanted_first, asked)
    timeline = build_timeline(circuit, level, welcome_s=welcome_s)
    misfits = [*_unnamed(timeline.phases, phrases.afresh(), asked)]
    phases: list[ScriptedPhase] = []
    every_wish = _wished(circuit, timeline.phases, phrases, talk, opening)
    for phase, wanted in zip(timeline.phases, every_wish, strict=True):
        laid = lay_out(phase, wanted, asked)
        phases.append(ScriptedPhase(phase, laid.cues))
        misfits += laid.misfits
    misfits.sort(key=lambda misfit: misfit.at_s)
    return Script(timeline, tuple(phases), tuple(misfits), asked.cues())


class _Asked:
    """Lengths that remember what they were asked for."""

    def __init__(self, lengths: Lengths) -> None:
        self._lengths = lengths
        self._cues: dict[tuple[str, int], Cue] = {}

    def of(self, cue: Cue) -> float:
        """Return the cue's length in seconds."""
        if cue.lane.is_speech:
            self._cues.setdefault((cue.text, cue.rate_wpm), cue)
        return self._lengths.of(cue)

    def cues(self) -> tuple[Cue, ...]:
        """Return every cue with words that was asked about, one for each text and rate."""
        return tuple(self._cues.values())


def _wished(
    circuit: Circuit, phases: Sequence[Phase], phrases: Phrases, talk: Talk, opening: Sequence[Opening]
) -> list[list[Wish]]:
    befores, afters = (None, *phases[:-1]), (*phases[1:], None)
    return [
        wishes(circuit, phase, before, after, phrases, talk, opening)
        for phase, before, after in zip(phases, befores, afters, strict=True)
    ]


def _welcome_length_s(wanted: Sequence[Wish], asked: _Asked) -> float:
    spoken_s = sum(asked.of(wish.cue) + BREATH_S for wish in wanted if wish.at_s is None)
    counts_down = any(wish.importance is Importance.COUNTDOWN for wish in wanted)
    countdown_s = COUNTDOWN_S[0] if counts_down else 0.0
    return float(math.ceil(AFTER_TONE_S + spoken_s + BREATH_S + countdown_s))


def _unnamed(phases: Sequence[Phase], phrases: Phrases, asked: _Asked) -> list[Misfit]:
    """Return the works that nothing leads to, so that nobody can say in time what and which side they are."""
    unnamed = []
    for phase, before in zip(phases, (None, *phases[:-1]), strict=True):
        if phase.kind is PhaseKind.WORK and (before is None or before.kind is PhaseKind.WORK):
            name = naming(phase, phase, phrases).cue
            kept = "its work: there is no get-ready, rest or switch to say it in"
            unnamed.append(Misfit(name, None, kept, phase.start_s, asked.of(name)))
    return unnamed
