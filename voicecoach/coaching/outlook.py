"""What a session knows of the past when it begins: what is enough, what to say of it, what to aim for, what is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from voicecoach.circuit.model import Circuit, Level, Step
from voicecoach.coaching.allowance import Budget, budget_asked, budget_of, dose
from voicecoach.coaching.facts import BudgetKnown, Fact, TargetSet
from voicecoach.coaching.levels import Grade, LevelOffer, Why, grade, offered_level
from voicecoach.coaching.own_rhythm import HALF_BAND_HZ, own_target_hz
from voicecoach.coaching.past import Past, PastSession, PastSet, hop_sets, is_hops
from voicecoach.coaching.wording import Opening

REST_S: Final = 48 * 3600.0
"""Between two sessions of hops (the NSCA's 48 to 72 hours)."""

_LEVELS = list(Level)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user wants otherwise than the past suggests."""

    hops: int | None = None
    """At most so many in this session; None for what suits."""
    unlimited: bool = False
    """No budget, and no word about rest."""
    target_hz: float | None = None
    """A rhythm to aim for; None for one's own, as far as it is known."""
    own_target: bool | None = None
    """Whether one's own rhythm is aimed for; None: in training."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """A session's place in its person's training."""

    circuit: Circuit
    level: Level
    past: Past
    budget: Budget | None = None
    """None: hops are not limited."""
    opening: tuple[Opening, ...] = ()
    """What to say of it in the welcome."""
    offer: LevelOffer | None = None
    """The level that suits this time, if it is another one."""
    targets: tuple[TargetSet, ...] = ()

    @property
    def aiming(self) -> Circuit:
        """The circuit with the rhythms to aim for."""
        bands_hz = {one.step: (one.slowest_hz, one.quickest_hz) for one in self.targets}
        steps = (replace(step, target_hz=bands_hz.get(step.exercise, step.target_hz)) for step in self.circuit.steps)
        return replace(self.circuit, steps=tuple(steps))

    def facts(self, now: float) -> list[Fact]:
        """Return what is worth keeping of it at the session's start."""
        found: list[Fact] = [replace(target, t=now) for target in self.targets]
        if self.budget is not None:
            known = self.budget
            found.append(BudgetKnown(t=now, **{name: getattr(known, name) for name in known.__slots__}))
        if self.offer is not None:
            found.append(self.offer.fact(now))
        return found

    def ready_after(self, sets: Sequence[PastSet]) -> LevelOffer | None:
        """Return the next level if this session, at its end and with these sets of hops, was clean and earns it."""
        asked_hz = {step.exercise: step.target_hz for step in self.circuit.steps}
        judged = tuple(replace(one, target_hz=asked_hz.get(one.exercise)) for one in sets)
        this = PastSession(self.circuit.id, self.level, 0, 0.0, finished=True, sets=judged)
        if grade(this, hop_sets(self.circuit)) is not Grade.CLEAN:
            return None
        offer = offered_level(replace(self.past, sessions=(*self.past.sessions, this)), self.circuit)
        return offer if offer.why is Why.READY else None


def look_ahead(past: Past, circuit: Circuit, level: Level, wanted: Wanted | None = None) -> Outlook:
    """Return the outlook of a session of `circuit` at `level` after `past`."""
    wanted = wanted or Wanted()
    targets = tuple(_targets(past, circuit, wanted))
    budget = _budget(past, circuit, wanted)
    offer = offered_level(past, circuit)
    better = offer if offer.why is not Why.FIRST and _rank(offer.level) < _rank(level) else None
    opening = [*_about_hops(past, circuit, level, budget, wanted), *([Opening("level_easier")] if better else [])]
    return Outlook(circuit, level, past, budget, tuple(opening), better, targets)


def _budget(past: Past, circuit: Circuit, wanted: Wanted) -> Budget | None:
    if wanted.unlimited or not hop_sets(circuit):
        return None
    if wanted.hops is not None:
        return budget_asked(past, wanted.hops)
    return budget_of(past, circuit) if past.sessions else None


def _about_hops(past: Past, circuit: Circuit, level: Level, budget: Budget | None, wanted: Wanted) -> list[Opening]:
    short = budget is not None and budget.is_short_of(dose(circuit, level))
    if budget is not None and short and budget.leaves_no_set(0):
        return [Opening("hops_used_up")]
    said = []
    last = past.last_hops
    if hop_sets(circuit) and not wanted.unlimited and last is not None and last.ended_ago_s < REST_S:
        days = {0: "today", 1: "yesterday"}.get(last.days_ago, "recently")
        said.append(Opening(f"rest_needed_{days}"))
    if budget is not None and short:
        said.append(Opening("hops_left", {"count": budget.left}))
    return said


def _targets(past: Past, circuit: Circuit, wanted: Wanted) -> list[TargetSet]:
    found = {}
    for step in circuit.steps:
        band_hz = _target_hz(past, step, wanted)
        if band_hz is not None:
            source = "own" if wanted.target_hz is None else "asked"
            found[step.exercise] = TargetSet(
                t=0.0,
                step=step.exercise,
                slowest_hz=band_hz[0],
                quickest_hz=band_hz[1],
                source=source,
                circuit_hz=step.target_hz,
            )
    return list(found.values())


def _target_hz(past: Past, step: Step, wanted: Wanted) -> tuple[float, float] | None:
    if not is_hops(step) or step.target_hz is None:
        return None
    if wanted.target_hz is not None:
        return wanted.target_hz - HALF_BAND_HZ, wanted.target_hz + HALF_BAND_HZ
    return own_target_hz(past, step.exercise, step.target_hz) if wanted.own_target is not False else None


def _rank(level: Level) -> int:
    return _LEVELS.index(level)
