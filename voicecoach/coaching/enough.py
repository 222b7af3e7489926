"""The hop budget while a session runs: when it is used, what is left out, and the words for it."""

from __future__ import annotations

from voicecoach.circuit.timeline import Phase, PhaseKind
from voicecoach.coaching.allowance import Budget
from voicecoach.coaching.cue import Cue, Lane
from voicecoach.coaching.effects import Effect, Prepare, Record
from voicecoach.coaching.facts import BudgetUsed, StepSkipped
from voicecoach.coaching.leaving_out import Key, Wordings, hops_after, key, without
from voicecoach.coaching.past import is_hops
from voicecoach.coaching.place import Place
from voicecoach.coaching.script import Script
from voicecoach.coaching.sets import Sets

BUDGET = "budget"
"""Why a step is skipped, in the event log."""

_HOPPING = frozenset((PhaseKind.GET_READY, PhaseKind.SWITCH, PhaseKind.WORK))


class Enough:
    """Watches the hops of a session.

    Parameters
    ----------
    budget
        How many hops are enough; None for any number.
    place, sets
        Where the session stands, and what it has counted.
    wordings
        Of its script.
    """

    def __init__(self, budget: Budget | None, place: Place, sets: Sets, wordings: Wordings) -> None:
        self._budget = budget
        self._place = place
        self._sets = sets
        self._wordings = wordings
        self._gone: frozenset[Key] = frozenset()
        self.words = Cue("enough", wordings.phrases.line("hops_enough"), Lane.INSTRUCTION)

    def words_to_prepare(self) -> tuple[Cue, ...]:
        """Return what may have to be said."""
        return () if self._budget is None else (self.words,)

    def allows_none(self) -> bool:
        """Say whether the session is to be without hops from the beginning."""
        return self._budget is not None and self._budget.leaves_no_set(0)

    def takes_one_more(self) -> bool:
        """Say whether the next hop of the work at hand is the last one."""
        return self._is_hopping and self._is_used(self._sets.hops + 1)

    def ends_the_work(self) -> bool:
        """Say whether the work at hand is hops and the budget is used."""
        return self._is_hopping and self._is_used(self._sets.hops)

    def forbids(self) -> bool:
        """Say whether the phase that begins leads to hops that are not worth beginning any more."""
        phase = self._place.phase
        if self._budget is None or not is_hops(phase.step) or phase.kind not in _HOPPING:
            return False
        return self._budget.leaves_no_set(self._sets.hops)

    def lift(self) -> None:
        """Let hops be done after all: the user went back to them by a command of their own."""
        if self._budget is not None and is_hops(self._place.phase.step) and self._budget.leaves_no_set(self._sets.hops):
            self._budget = None

    def used_up(self, now: float, *, begun: bool) -> list[Effect]:
        """Return the facts that the budget is used in the phase at hand, which had `begun` or is not to begin."""
        phase = self._place.phase
        exercise = phase.step.exercise if phase.step else ""
        used = Record(BudgetUsed(t=now, step=exercise, round=phase.round, hops=self._sets.hops))
        return [used, *([] if begun or phase.kind is not PhaseKind.WORK else [_skipped(phase, now)])]

    def leave_out_the_rest(self, now: float) -> list[Effect]:
        """Leave the hops after the phase at hand out of the script; return what follows from that."""
        gone = hops_after(self._place.script, self._place.index)
        self._gone |= {key(phase) for phase in gone}
        self._place.script = self.of(self._place.script)
        skipped = [_skipped(phase, now) for phase in gone if phase.kind is PhaseKind.WORK]
        return [*skipped, Prepare(self._place.script.cues())]

    def of(self, script: Script) -> Script:
        """Return a script without what was left out."""
        return without(script, self._gone, self._wordings) if self._gone else script

    @property
    def _is_hopping(self) -> bool:
        return self._place.phase.kind is PhaseKind.WORK and is_hops(self._place.phase.step)

    def _is_used(self, hops: int) -> bool:
        return self._budget is not None and self._budget.is_used_by(hops)


def _skipped(phase: Phase, now: float) -> Record:
    exercise, side = phase.step.exercise if phase.step else "", str(phase.side) if phase.side else None
    return Record(StepSkipped(t=now, step=exercise, side=side, round=phase.round, reason=BUDGET))
