"""What the coach wants to say in each phase of a circuit, before anybody asks whether it fits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from voicecoach.circuit.model import Circuit, Step, StepKind
from voicecoach.circuit.timeline import Phase, PhaseKind
from voicecoach.coaching.cue import Cue, Lane, tone_cue
from voicecoach.coaching.phrases import Phrases, listed

COUNTDOWN_S = (3, 2, 1)
"""Seconds before a change at which the countdown speaks."""

SPOKEN_COUNTDOWN_FROM_S = 4.0
"""A phase shorter than this ticks instead of counting down in words: there is no room to speak."""

TOTAL_SAID_WITHIN_S = 2.6
"""The start of a rest that is kept free for the total of the set that just ended."""


class Talk(StrEnum):
    """How much is said besides names, sides, countdowns and counts."""

    MINIMAL = "minimal"
    """No technique, no set-up, no preview."""
    NORMAL = "normal"
    COACH = "coach"
    """Also a word about the rhythm after each set."""


class Importance(IntEnum):
    """What stays when two cues do not fit; the lower number goes."""

    TECHNIQUE = 1
    PREVIEW = 2
    SETUP = 3
    ANNOUNCEMENT = 4
    NAME = 5
    COUNTDOWN = 6


@dataclass(frozen=True, slots=True)
class Wish:
    """A cue that somebody wants in a phase."""

    cue: Cue
    importance: Importance
    at_s: float | None
    """Seconds from the phase's start, or None: after whatever was wished before it."""
    not_before_s: float = 0.0
    """For a cue without an instant of its own: the earliest one."""


def wishes(circuit: Circuit, phase: Phase, before: Phase | None, phrases: Phrases, talk: Talk) -> list[Wish]:
    """Return what is to be heard in `phase`, in order of speaking; `before` is the phase before it."""
    writer = _Writer(phase, phrases)
    match phase.kind:
        case PhaseKind.WELCOME:
            writer.welcome(circuit)
        case PhaseKind.GET_READY:
            writer.get_ready()
        case PhaseKind.WORK:
            writer.work()
        case PhaseKind.SWITCH:
            writer.switch()
        case PhaseKind.REST | PhaseKind.ROUND_REST:
            writer.rest(after_count=before is not None and is_counted(before))
        case PhaseKind.FAREWELL:
            pass  # said from what was counted, so known only then
    if talk is Talk.MINIMAL:
        return [wish for wish in writer.wishes if wish.importance > Importance.SETUP]
    return writer.wishes


def is_counted(phase: Phase) -> bool:
    """Say whether landings are counted in this phase."""
    return phase.kind is PhaseKind.WORK and phase.step is not None and phase.step.kind is StepKind.LANDINGS


class _Writer:
    def __init__(self, phase: Phase, phrases: Phrases) -> None:
        self._phase = phase
        self._phrases = phrases
        self._prefix = _prefix(phase)
        self.wishes: list[Wish] = []

    def welcome(self, circuit: Circuit) -> None:
        rounds = circuit.rounds
        self._say("name", "welcome" if rounds > 1 else "welcome_one_round", name=circuit.name, rounds=rounds)
        if circuit.equipment:
            self._say("equipment", "equipment", Importance.SETUP, equipment=listed(circuit.equipment))
        if any(step.kind is StepKind.LANDINGS for step in circuit.steps):
            self._say("safety", "safety", Importance.ANNOUNCEMENT)

    def get_ready(self) -> None:
        step, side = self._step(), self._phase.side
        self._tone("ready", 0.0)
        name = self._phrases.exercise(step.exercise, step.name)
        if side is None:
            self._say("name", "get_ready", exercise=name)
        else:
            self._say("name", "get_ready_side", exercise=name, side=self._phrases.side(side))
        if step.setup:
            self._add(Cue(f"{self._prefix}.setup", step.setup, Lane.INSTRUCTION), Importance.SETUP)
        self._countdown(spoken=True)

    def work(self) -> None:
        step = self._step()
        self._tone("go", 0.0)
        for number, line in enumerate(step.cues, start=1):
            cue = Cue(f"{self._prefix}.line{number}", line.say, Lane.INSTRUCTION)
            self._add(cue, Importance.TECHNIQUE, line.at.offset_s(self._phase.duration_s))
        # Words would talk over the numbers, which own the mouth in a counted set.
        self._countdown(spoken=step.kind is not StepKind.LANDINGS)

    def switch(self) -> None:
        side = self._phase.side
        self._tone("switch", 0.0)
        if side is not None:
            self._say("name", "switch", side=self._phrases.side(side))
        self._countdown(spoken=True)

    def rest(self, *, after_count: bool) -> None:
        phase, following = self._phase, self._phase.next_step
        self._tone("rest", 0.0)
        begin_s = TOTAL_SAID_WITHIN_S if after_count else 0.0
        if phase.kind is PhaseKind.ROUND_REST:
            self._say("round", "round_done", round=phase.round, rounds=phase.rounds, not_before_s=begin_s)
            if phase.round == phase.rounds - 1:
                self._say("last", "last_round")
        else:
            self._say("rest", "rest", Importance.PREVIEW, not_before_s=begin_s)
        if following is not None:
            self._preview(following)

    def _preview(self, step: Step) -> None:
        name = self._phrases.exercise(step.exercise, step.name)
        if step.equipment:
            said = self._phrases.line("next_with_equipment", exercise=name, equipment=step.equipment)
        else:
            said = self._phrases.line("next", exercise=name)
        self._add(Cue(f"{self._prefix}.next", said, Lane.INSTRUCTION), Importance.PREVIEW)

    def _countdown(self, *, spoken: bool) -> None:
        duration_s = self._phase.duration_s
        for left_s in COUNTDOWN_S:
            if left_s >= duration_s:
                continue
            cue_id, at_s = f"{self._prefix}.countdown{left_s}", duration_s - left_s
            if spoken and duration_s >= SPOKEN_COUNTDOWN_FROM_S:
                word = self._phrases.line(f"countdown_{left_s}")
                self._add(Cue(cue_id, word, Lane.COUNTDOWN, rate_wpm=200), Importance.COUNTDOWN, at_s)
            else:
                self._add(tone_cue(cue_id, "tick"), Importance.COUNTDOWN, at_s)

    def _say(
        self,
        part: str,
        line: str,
        importance: Importance = Importance.NAME,
        /,
        *,
        not_before_s: float = 0.0,
        **fields: object,
    ) -> None:
        cue = Cue(f"{self._prefix}.{part}", self._phrases.line(line, **fields), Lane.INSTRUCTION)
        self.wishes.append(Wish(cue, importance, None, not_before_s))

    def _tone(self, name: str, at_s: float) -> None:
        self._add(tone_cue(f"{self._prefix}.tone-{name}", name), Importance.COUNTDOWN, at_s)

    def _add(self, cue: Cue, importance: Importance, at_s: float | None = None) -> None:
        self.wishes.append(Wish(cue, importance, at_s))

    def _step(self) -> Step:
        assert self._phase.step is not None, f"a {self._phase.kind} phase belongs to a step"  # noqa: S101
        return self._phase.step


def _prefix(phase: Phase) -> str:
    if phase.step is None or phase.step_index is None:
        return f"r{phase.round}.{phase.kind}" if phase.kind is PhaseKind.ROUND_REST else str(phase.kind)
    side = f".{phase.side}" if phase.side else ""
    return f"r{phase.round}.s{phase.step_index + 1}.{phase.step.exercise}{side}.{phase.kind}"
