"""The script: a circuit's timeline with every cue at its instant, and what did not fit."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from voicecoach.circuit.model import Circuit, Level
from voicecoach.circuit.timeline import Phase, Timeline, build_timeline
from voicecoach.coaching.cue import Cue
from voicecoach.coaching.layout import BREATH_S, Laid, lay_out
from voicecoach.coaching.leading import in_a_row, led_to, lengthened, long_enough
from voicecoach.coaching.lengths import Lengths
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.planned import Lengthened, Misfit, PlannedCue
from voicecoach.coaching.wish import Importance, Wish
from voicecoach.coaching.wording import Opening, Talk, wishes
from voicecoach.coaching.writer import AFTER_TONE_S, COUNTDOWN_S

_ANY_LENGTH_S = 60.0
"""For a welcome whose words are still to be counted."""


@dataclass(frozen=True, slots=True)
class ScriptedPhase:
    """A phase and what is heard in it, in order."""

    phase: Phase
    cues: tuple[PlannedCue, ...]
    rooms: tuple[PlannedCue, ...] = ()
    """What room is kept for besides, in words like those that will be said in it: the total of the set before."""


@dataclass(frozen=True, slots=True)
class Script:
    """A whole session's plan."""

    timeline: Timeline
    phases: tuple[ScriptedPhase, ...]
    misfits: tuple[Misfit, ...]
    """What is not heard as it was meant, in order of time."""
    considered: tuple[Cue, ...]
    """Every cue with words whose length the plan hangs on, heard or not."""
    lengthened: tuple[Lengthened, ...] = ()
    """Phases that last longer than the circuit says, in order of time: no work begins unnamed."""

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
    *,
    totals: bool = True,
) -> Script:
    """Plan every word of a session, with an `opening` in its welcome and, with `totals`, room for that of each set.

    What the coach would like to say depends on the phrases' seed alone; the lengths decide in how many words.
    """
    asked = _Asked(lengths)

    def wished(phases: Sequence[Phase]) -> list[list[Wish]]:
        befores, afters, afresh = (None, *phases[:-1]), (*phases[1:], None), phrases.afresh()
        return [
            wishes(circuit, phase, before, after, afresh, talk, opening, totals=totals)
            for phase, before, after in zip(phases, befores, afters, strict=True)
        ]

    welcome_s = circuit.welcome_s
    if welcome_s is None:
        rough = build_timeline(circuit, level, welcome_s=_ANY_LENGTH_S).phases
        welcome_s = _welcome_length_s(wished(rough[:2])[0], asked)
    timeline = build_timeline(circuit, level, welcome_s=welcome_s)
    planned = led_to(timeline.phases)
    phases, laid = _laid_out(planned, wished, asked)
    made_longer = [
        told
        for phase, before, out in zip(phases, planned, laid, strict=True)
        for told in lengthened(phase, before.duration_s, out)
    ]
    misfits = sorted((misfit for out in laid for misfit in out.misfits), key=lambda misfit: misfit.at_s)
    return Script(
        replace(timeline, phases=tuple(phases), seconds=phases[-1].end_s),
        tuple(ScriptedPhase(phase, out.cues, out.rooms) for phase, out in zip(phases, laid, strict=True)),
        tuple(misfits),
        asked.cues(),
        tuple(made_longer),
    )


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


def _laid_out(
    phases: Sequence[Phase], wished: Callable[[Sequence[Phase]], list[list[Wish]]], asked: _Asked
) -> tuple[list[Phase], list[Laid]]:
    """Return the phases, each long enough for the name said in it, and each laid out."""
    while True:
        every_wish = wished(phases)
        laid = [lay_out(phase, wanted, asked) for phase, wanted in zip(phases, every_wish, strict=True)]
        longer = [
            long_enough(phase, wanted, out, asked) for phase, wanted, out in zip(phases, every_wish, laid, strict=True)
        ]
        if longer == list(phases):
            return longer, laid
        phases = in_a_row(longer)


def _welcome_length_s(wanted: Sequence[Wish], asked: _Asked) -> float:
    spoken_s = sum(asked.of(wish.cue) + BREATH_S for wish in wanted if wish.at_s is None)
    counts_down = any(wish.importance is Importance.COUNTDOWN for wish in wanted)
    countdown_s = COUNTDOWN_S[0] if counts_down else 0.0
    return float(math.ceil(AFTER_TONE_S + spoken_s + BREATH_S + countdown_s))
