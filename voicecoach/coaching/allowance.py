"""How many hops a session is allowed, from what was hopped before it.

What is enough grows with the level a person has shown to take: the NSCA's table for plyometrics has a figure for
each, and where a circuit asks for more by itself (three sets of thirty seconds are about 200), its own full dose is
enough at a level that was done clean.  So a circuit at its right level is never cut short; a second session on the
same day is, and one at a level far above.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from voicecoach.circuit.model import Circuit, Level
from voicecoach.coaching.budget import SESSION_CONTACTS, WEEK_SESSIONS
from voicecoach.coaching.levels import Grade, Why, grade, offered_level
from voicecoach.coaching.past import Past, hop_sets, is_hops

DAY_CONTACTS: Final = {Level.START: SESSION_CONTACTS[1], Level.BUILD: 120, Level.FULL: 140}
"""Foot contacts of a day, at most: beginner, intermediate and advanced trainees in the NSCA's table."""

QUICK_HZ: Final = 2.8
"""Hops a second by which a circuit's own dose is reckoned where it aims for no rhythm: the quick end of the usual."""


FEWEST_IN_A_SET: Final = 5
"""Nobody is asked to get ready for fewer hops than these."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What was hopped before a session, and how much is enough; None where nothing limits a day or a week."""

    today: int
    week: int
    """Since Monday, today's among them."""
    day_limit: int | None
    week_limit: int | None
    left: int
    """Hops for this session, 0 or more."""

    def is_used_by(self, hops: int) -> bool:
        """Say whether a session that holds so many hops has used it."""
        return hops >= self.left

    def is_short_of(self, hops: int) -> bool:
        """Say whether so many hops are more than today and this week leave."""
        return self.day_limit is not None and self.left < hops

    def leaves_no_set(self, hops: int) -> bool:
        """Say whether no set is worth beginning in a session that holds so many hops."""
        return self.left - hops < FEWEST_IN_A_SET


def budget_of(past: Past, circuit: Circuit) -> Budget:
    """Return the budget of a session of `circuit` after `past`."""
    level = _proven(past, circuit)
    day_limit = max(DAY_CONTACTS[level], dose(circuit, level))
    week_limit = WEEK_SESSIONS * day_limit
    today, week = past.hops_today, past.hops_this_week
    left = max(0, min(day_limit - today, week_limit - week))
    return Budget(today, week, day_limit, week_limit, left)


def budget_asked(past: Past, hops: int) -> Budget:
    """Return the budget of a session that is to hold `hops` at most, whatever was before."""
    return Budget(past.hops_today, past.hops_this_week, None, None, max(0, hops))


def dose(circuit: Circuit, level: Level) -> int:
    """Return the hops a circuit asks for at a level, hopped at the quick end of its own aim."""
    once = sum(
        len(step.sides.in_order) * step.work_s[level] * (step.target_hz[1] if step.target_hz else QUICK_HZ)
        for step in circuit.steps
        if is_hops(step)
    )
    return math.ceil(circuit.rounds * once)


def _proven(past: Past, circuit: Circuit) -> Level:
    """Return the highest level that was done clean, or is to be tried next."""
    planned = hop_sets(circuit)
    shown = [one.level for one in past.of_circuit(circuit.id) if grade(one, planned) is Grade.CLEAN]
    offer = offered_level(past, circuit)
    ready = [offer.level] if offer.why is Why.READY else []
    return max([Level.START, *(level for level in shown if level is not None), *ready], key=list(Level).index)
