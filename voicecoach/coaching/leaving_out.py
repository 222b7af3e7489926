"""A script without the hops that are left in it: the rest of the workout closes up, and says what comes next instead.

Phases keep their names and their words; only those that now stand beside others are laid out anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from voicecoach.circuit.model import Side, Step
from voicecoach.circuit.timeline import Phase, PhaseKind
from voicecoach.coaching.layout import lay_out
from voicecoach.coaching.lengths import Lengths
from voicecoach.coaching.past import is_hops
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.planned import Misfit
from voicecoach.coaching.script import Script, ScriptedPhase
from voicecoach.coaching.wording import Opening, Talk, wishes

Key = tuple[PhaseKind, int, int | None, Side | None]
"""Names a phase, whatever the script it is in: its kind, round, step and side."""

_RESTS = frozenset((PhaseKind.REST, PhaseKind.ROUND_REST))


def key(phase: Phase) -> Key:
    """Return what names a phase in every script of its circuit."""
    return phase.kind, phase.round, phase.step_index, phase.side


def hops_after(script: Script, index: int) -> list[Phase]:
    """Return the phases after `index` that hops are left out with: theirs, and rests that lead to nothing then."""
    here, *later = [one.phase for one in script.phases[index:]]
    kept = [phase for phase in later if not is_hops(phase.step) or _rests_from(here, phase)]
    followed_by = [*(phase.kind for phase in kept[1:]), PhaseKind.FAREWELL]
    staying = {
        key(phase)
        for phase, following in zip(kept, followed_by, strict=True)
        if phase.kind not in _RESTS or following not in {*_RESTS, PhaseKind.FAREWELL}
    }
    return [phase for phase in later if key(phase) not in staying]


@dataclass(frozen=True, slots=True)
class Wordings:
    """What the words of a script depend on, besides the circuit."""

    phrases: Phrases
    lengths: Lengths
    talk: Talk
    opening: tuple[Opening, ...] = ()


def without(script: Script, gone: frozenset[Key], wordings: Wordings) -> Script:
    """Return the script without the phases that are gone."""
    before = {key(one.phase): (_kind(b), _kind(a)) for b, one, a in _with_neighbours(script.phases)}
    kept = _closed_up([one for one in script.phases if key(one.phase) not in gone])
    phases: list[ScriptedPhase] = []
    misfits: list[Misfit] = [*script.misfits]
    for previous, one, following in _with_neighbours(kept):
        moved = before[key(one.phase)] != (_kind(previous), _kind(following))
        if one.phase.kind is PhaseKind.WORK or not (moved or _previews_anew(script, one.phase)):
            phases.append(one)
            continue
        wanted = wishes(
            script.timeline.circuit,
            one.phase,
            previous.phase if previous else None,
            following.phase if following else None,
            wordings.phrases,
            wordings.talk,
            wordings.opening,
        )
        laid = lay_out(one.phase, wanted, wordings.lengths)
        phases.append(ScriptedPhase(one.phase, laid.cues))
        misfits += laid.misfits
    last = phases[-1].phase
    timeline = replace(script.timeline, phases=tuple(one.phase for one in phases), seconds=last.end_s)
    return replace(script, timeline=timeline, phases=tuple(phases), misfits=tuple(misfits))


def _rests_from(here: Phase, phase: Phase) -> bool:
    """Say whether `phase` is the rest after the very work that is going on."""
    same = (phase.round, phase.step_index) == (here.round, here.step_index)
    return phase.kind is PhaseKind.REST and here.kind is PhaseKind.WORK and same


def _closed_up(kept: Sequence[ScriptedPhase]) -> list[ScriptedPhase]:
    """Return phases one right after the other, each with the step that comes next now."""
    found: list[ScriptedPhase] = []
    start_s = 0.0
    for index, one in enumerate(kept):
        phase = replace(one.phase, start_s=start_s, next_step=_next_step(kept, index))
        found.append(replace(one, phase=phase))
        start_s = phase.end_s
    return found


def _next_step(kept: Sequence[ScriptedPhase], index: int) -> Step | None:
    here = kept[index].phase
    own = (here.round, here.step_index)
    works = [one.phase for one in kept[index + 1 :] if one.phase.kind is PhaseKind.WORK]
    return next((work.step for work in works if (work.round, work.step_index) != own), None)


def _previews_anew(script: Script, phase: Phase) -> bool:
    """Say whether a rest says another exercise's name now."""
    planned = next(one.phase for one in script.phases if key(one.phase) == key(phase))
    return phase.kind in _RESTS and planned.next_step is not phase.next_step


def _with_neighbours(
    phases: Sequence[ScriptedPhase],
) -> list[tuple[ScriptedPhase | None, ScriptedPhase, ScriptedPhase | None]]:
    return list(zip((None, *phases[:-1]), phases, (*phases[1:], None), strict=True))


def _kind(one: ScriptedPhase | None) -> Key | None:
    return None if one is None else key(one.phase)
