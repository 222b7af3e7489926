"""A script without the hops that are left in it: the rest of the workout closes up, and says what comes next instead.

Phases keep their names and their words; only those that now stand beside others are laid out anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from voicecoach.circuit.model import Circuit, Side, Step
from voicecoach.circuit.timeline import Phase, PhaseKind
from voicecoach.coaching.layout import Laid, lay_out
from voicecoach.coaching.leading import in_a_row, led_to, lengthened, long_enough
from voicecoach.coaching.lengths import Lengths
from voicecoach.coaching.past import is_hops
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.planned import Lengthened, Misfit
from voicecoach.coaching.script import Script, ScriptedPhase
from voicecoach.coaching.wording import RESTS, Opening, Talk, wishes

Key = tuple[PhaseKind, int, int | None, Side | None]
"""Names a phase, whatever the script it is in: its kind, round, step and side."""


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
        if phase.kind not in RESTS or following not in {*RESTS, PhaseKind.FAREWELL}
    }
    return [phase for phase in later if key(phase) not in staying]


@dataclass(frozen=True, slots=True)
class Wordings:
    """What the words of a script depend on, besides the circuit."""

    phrases: Phrases
    lengths: Lengths
    talk: Talk
    opening: tuple[Opening, ...] = ()
    totals: bool = True
    """Whether the total of each set is said."""


def without(script: Script, gone: frozenset[Key], wordings: Wordings) -> Script:
    """Return the script without the phases that are gone."""
    planned = {key(one.phase): one for one in script.phases}
    stood = {key(one): (_kind(b), _kind(a)) for b, one, a in _with_neighbours([one.phase for one in script.phases])}
    kept = _closed_up([one.phase for one in script.phases if key(one.phase) not in gone])
    phases: list[ScriptedPhase] = []
    misfits: list[Misfit] = [*script.misfits]
    longer: list[Lengthened] = [one for one in script.lengthened if key(one.phase) not in gone]
    for previous, phase, following in _with_neighbours(kept):
        moved = stood.get(key(phase)) != (_kind(previous), _kind(following))
        if key(phase) in planned and (phase.kind is PhaseKind.WORK or not (moved or _previews_anew(script, phase))):
            phases.append(replace(planned[key(phase)], phase=phase))
            continue
        fitting, laid = _laid_out(script.timeline.circuit, previous, phase, following, wordings)
        phases.append(ScriptedPhase(fitting, laid.cues, laid.rooms))
        misfits += laid.misfits
        longer += lengthened(fitting, phase.duration_s, laid)
    in_order = in_a_row(one.phase for one in phases)
    timeline = replace(script.timeline, phases=tuple(in_order), seconds=in_order[-1].end_s)
    scripted = tuple(replace(one, phase=phase) for one, phase in zip(phases, in_order, strict=True))
    return replace(script, timeline=timeline, phases=scripted, misfits=tuple(misfits), lengthened=tuple(longer))


def _laid_out(
    circuit: Circuit, previous: Phase | None, phase: Phase, following: Phase | None, wordings: Wordings
) -> tuple[Phase, Laid]:
    """Return the phase, long enough for the name said in it, and laid out."""
    while True:
        wanted = wishes(
            circuit,
            phase,
            previous,
            following,
            wordings.phrases,
            wordings.talk,
            wordings.opening,
            totals=wordings.totals,
        )
        laid = lay_out(phase, wanted, wordings.lengths)
        longer = long_enough(phase, wanted, laid, wordings.lengths)
        if longer == phase:
            return phase, laid
        phase = longer


def _rests_from(here: Phase, phase: Phase) -> bool:
    """Say whether `phase` is the rest after the very work that is going on."""
    same = (phase.round, phase.step_index) == (here.round, here.step_index)
    return phase.kind is PhaseKind.REST and here.kind is PhaseKind.WORK and same


def _closed_up(kept: Sequence[Phase]) -> list[Phase]:
    """Return phases one right after the other, each with the step that comes next now."""
    return in_a_row(led_to(replace(phase, next_step=_next_step(kept, index)) for index, phase in enumerate(kept)))


def _next_step(kept: Sequence[Phase], index: int) -> Step | None:
    own = (kept[index].round, kept[index].step_index)
    works = [phase for phase in kept[index + 1 :] if phase.kind is PhaseKind.WORK]
    return next((work.step for work in works if (work.round, work.step_index) != own), None)


def _previews_anew(script: Script, phase: Phase) -> bool:
    """Say whether a rest says another exercise's name now."""
    planned = next(one.phase for one in script.phases if key(one.phase) == key(phase))
    return phase.kind in RESTS and planned.next_step is not phase.next_step


def _with_neighbours(
    phases: Sequence[Phase],
) -> list[tuple[Phase | None, Phase, Phase | None]]:
    return list(zip((None, *phases[:-1]), phases, (*phases[1:], None), strict=True))


def _kind(phase: Phase | None) -> Key | None:
    return None if phase is None else key(phase)
