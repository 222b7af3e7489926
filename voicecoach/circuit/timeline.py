"""When each phase of a circuit comes, second by second."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voicecoach.circuit.model import Circuit, Level, Side, Step


class PhaseKind(StrEnum):
    """What goes on in a stretch of a session."""

    WELCOME = "welcome"
    GET_READY = "get_ready"
    WORK = "work"
    SWITCH = "switch"
    """Between the sides of one step."""
    REST = "rest"
    ROUND_REST = "round_rest"
    FAREWELL = "farewell"


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a session in which one thing goes on."""

    kind: PhaseKind
    start_s: float
    """Seconds from the start of the session, if nobody pauses or skips."""
    duration_s: float
    step: Step | None
    """The step it belongs to; None for welcome, rest between rounds and farewell."""
    step_index: int | None
    """The step's place in its round, 0 for the first."""
    side: Side | None
    """The side that works or is about to."""
    round: int
    """1 for the first."""
    rounds: int
    next_step: Step | None
    """The step after this one (after the welcome and the rest between rounds: the first); None at the end."""

    @property
    def end_s(self) -> float:
        """Seconds from the start of the session to the phase's end."""
        return round(self.start_s + self.duration_s, 3)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A circuit at one level, laid out; the phases follow one another without a gap."""

    circuit: Circuit
    level: Level
    phases: tuple[Phase, ...]
    seconds: float
    """The whole length."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    kind: PhaseKind
    duration_s: float
    round: int
    step_index: int | None = None
    side: Side | None = None
    next_step: Step | None = None


def build_timeline(circuit: Circuit, level: Level, *, welcome_s: float) -> Timeline:
    """Lay out a circuit's phases at a level.

    `welcome_s` is the welcome's length in seconds.  Phases of no length are left out, except the farewell,
    whose words are only known when the count is.  All instants are whole milliseconds.
    """
    phases: list[Phase] = []
    start_s = 0.0
    for stretch in _session(circuit, level, welcome_s):
        if stretch.duration_s <= 0.0 and stretch.kind is not PhaseKind.FAREWELL:
            continue
        phases.append(_phase(circuit, stretch, start_s))
        start_s = phases[-1].end_s
    return Timeline(circuit, level, tuple(phases), start_s)


def _phase(circuit: Circuit, stretch: _Stretch, start_s: float) -> Phase:
    return Phase(
        kind=stretch.kind,
        start_s=start_s,
        duration_s=round(stretch.duration_s, 3),
        step=None if stretch.step_index is None else circuit.steps[stretch.step_index],
        step_index=stretch.step_index,
        side=stretch.side,
        round=stretch.round,
        rounds=circuit.rounds,
        next_step=stretch.next_step,
    )


def _session(circuit: Circuit, level: Level, welcome_s: float) -> Iterator[_Stretch]:
    first_step = circuit.steps[0]
    yield _Stretch(PhaseKind.WELCOME, welcome_s, 1, next_step=first_step)
    for number in range(1, circuit.rounds + 1):
        for index in range(len(circuit.steps)):
            yield from _step(circuit, level, number, index)
        if number < circuit.rounds:
            yield _Stretch(PhaseKind.ROUND_REST, circuit.rest_between_rounds_s, number, next_step=first_step)
    yield _Stretch(PhaseKind.FAREWELL, 0.0, circuit.rounds)


def _step(circuit: Circuit, level: Level, number: int, index: int) -> Iterator[_Stretch]:
    step = circuit.steps[index]
    following = _following(circuit, number, index)

    def stretch(kind: PhaseKind, duration_s: float, side: Side | None = None) -> _Stretch:
        return _Stretch(kind, duration_s, number, index, side, following)

    first_side, *other_sides = step.sides.in_order
    yield stretch(PhaseKind.GET_READY, step.get_ready_s, first_side)
    yield stretch(PhaseKind.WORK, step.work_s[level], first_side)
    for side in other_sides:
        yield stretch(PhaseKind.SWITCH, step.switch_s, side)
        yield stretch(PhaseKind.WORK, step.work_s[level], side)
    if index + 1 < len(circuit.steps):
        yield stretch(PhaseKind.REST, step.rest_s)


def _following(circuit: Circuit, number: int, index: int) -> Step | None:
    if index + 1 < len(circuit.steps):
        return circuit.steps[index + 1]
    return circuit.steps[0] if number < circuit.rounds else None
