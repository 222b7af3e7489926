"""Leading to a work: before each there is a phase long enough to say what comes, and which side.

A circuit's times may leave none (``switch = "0s"``) or too little of it.  Nobody may find out by themselves that the
side has changed, so such a phase is made as long as its name takes, and that is told.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from voicecoach.circuit.timeline import Phase, PhaseKind
from voicecoach.coaching.layout import Laid, Measure
from voicecoach.coaching.planned import Lengthened
from voicecoach.coaching.wish import Wish
from voicecoach.coaching.writer import prefix


def led_to(phases: Iterable[Phase]) -> list[Phase]:
    """Return phases with one more, still of no length, before each work that nothing leads to."""
    found: list[Phase] = []
    for phase in phases:
        if phase.kind is PhaseKind.WORK and (not found or found[-1].kind is PhaseKind.WORK):
            other_side = bool(found) and _occurrence(found[-1]) == _occurrence(phase)
            kind = PhaseKind.SWITCH if other_side else PhaseKind.GET_READY
            found.append(replace(phase, kind=kind, duration_s=0.0))
        found.append(phase)
    return found


def in_a_row(phases: Iterable[Phase]) -> list[Phase]:
    """Return phases one right after the other."""
    found: list[Phase] = []
    start_s = 0.0
    for phase in phases:
        found.append(replace(phase, start_s=start_s))
        start_s = found[-1].end_s
    return found


def long_enough(phase: Phase, wanted: Sequence[Wish], laid: Laid, lengths: Measure) -> Phase:
    """Return the phase itself if the name wanted in it is said as it was laid out, or else a longer one to try.

    Whole seconds, so that a clip measured as a little longer than it was taken for moves nothing.
    """
    if not any(misfit.said is None and misfit.cue.id == _name_id(phase) for misfit in laid.misfits):
        return phase
    name = next(wish for wish in wanted if wish.cue.id == _name_id(phase))
    needed_s = name.not_before_s + min(lengths.of(cue) for cue in name.forms)
    return replace(phase, duration_s=float(max(math.ceil(needed_s), math.floor(phase.duration_s) + 1)))


def lengthened(phase: Phase, planned_s: float, laid: Laid) -> list[Lengthened]:
    """Return what there is to tell of a phase that its circuit gives `planned_s` seconds."""
    if phase.duration_s == planned_s:
        return []
    name = next(planned.cue for planned in laid.cues if planned.cue.id == _name_id(phase))
    return [Lengthened(phase, planned_s, name)]


def _name_id(phase: Phase) -> str:
    return f"{prefix(phase)}.name"


def _occurrence(phase: Phase) -> tuple[int, int | None]:
    return phase.round, phase.step_index
