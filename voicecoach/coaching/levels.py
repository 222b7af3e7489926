"""Which level of a circuit to offer, from how its last sessions went.

The rule looks at the sessions of the circuit alone, the last first, and never goes further than one level from
the last of them:

1. Nobody has done it: the first level.
2. After a break from all hops of `BREAK_DAYS`: one level less.
3. The last one was hard: one level less.
4. The last `CLEAN_NEEDED` were at one level, and clean: one level more.
5. Otherwise the same again.

Sessions that cannot be judged (not heard well enough to count, ended by the hop budget) are passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from voicecoach.circuit.model import Circuit, Level
from voicecoach.coaching.advice.fading import FADE_BEGINS, FADE_OF_VARIATION
from voicecoach.coaching.advice.steadiness import unsteady_from
from voicecoach.coaching.advice.tempo import MARGIN
from voicecoach.coaching.budget import WEEK_SESSIONS
from voicecoach.coaching.facts import LevelOffered
from voicecoach.coaching.past import Past, PastSession, PastSet, hop_sets, is_hops

CLEAN_NEEDED: Final = WEEK_SESSIONS
"""Clean sessions in a row before more is offered: a full week of them."""

BREAK_DAYS: Final = 14
"""Days without hops after which less is offered.  Own choice: two weeks are four to six sessions missed, and an easy
day costs nothing."""

HARD_SHARE: Final = 0.5
"""A session is hard if the hops were too slow or faded in this share of its sets."""


class Grade(StrEnum):
    """How a session went."""

    CLEAN = "clean"
    """Every planned set done and believed, on the beat, quick enough, and not fading."""
    MIXED = "mixed"
    HARD = "hard"
    UNKNOWN = "unknown"
    """Nothing can be said of it."""


class Why(StrEnum):
    """Why a level is offered."""

    FIRST = "first"
    SAME = "same"
    READY = "ready"
    BREAK = "break"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class LevelOffer:
    """The level that suits, and why."""

    level: Level
    why: Why
    clean: int = 0
    """Clean sessions in a row at the level that was done last."""

    def fact(self, now: float) -> LevelOffered:
        """Return the fact that it was offered."""
        return LevelOffered(t=now, level=str(self.level), reason=str(self.why))


def offered_level(past: Past, circuit: Circuit) -> LevelOffer:
    """Return the level of `circuit` to offer after `past`."""
    done = [(one, one.level) for one in past.of_circuit(circuit.id) if one.level is not None]
    if not done:
        return LevelOffer(Level.START, Why.FIRST)
    last_level = done[0][1]
    if _days_without_hops(past) >= BREAK_DAYS:
        return LevelOffer(_below(circuit, last_level), Why.BREAK)
    planned = hop_sets(circuit)
    judged = [(level, grade(one, planned)) for one, level in done]
    judged = [(level, found) for level, found in judged if found is not Grade.UNKNOWN]
    if judged[:1] == [(last_level, Grade.HARD)]:
        return LevelOffer(_below(circuit, last_level), Why.HARD)
    clean = _clean_in_a_row(judged, last_level)
    above = _above(circuit, last_level)
    if clean >= CLEAN_NEEDED and above is not last_level:
        return LevelOffer(above, Why.READY, clean)
    return LevelOffer(last_level, Why.SAME, clean)


def grade(session: PastSession, planned: int) -> Grade:
    """Judge a session of which `planned` sets of hops were asked."""
    sets = session.sets
    if not sets or session.budget_used or not all(one.is_believed for one in sets):
        return Grade.UNKNOWN
    tired = sum(is_too_slow(one) or is_fading(one) for one in sets)
    if tired >= HARD_SHARE * len(sets):
        return Grade.HARD
    whole = sum(one.is_whole for one in sets)
    regular = all(is_regular(one) for one in sets if one.is_whole)
    done = session.finished and whole >= planned
    return Grade.CLEAN if done and regular and not tired else Grade.MIXED


def is_regular(one: PastSet) -> bool:
    """Say whether a set had a beat: the coach would not have asked for one."""
    return one.rhythm is not None and one.rhythm.variation < unsteady_from(max(one.count - 1, 1))


def is_too_slow(one: PastSet) -> bool:
    """Say whether the coach would have asked for quicker hops."""
    if one.rhythm is None or one.target_hz is None:
        return False
    return one.rhythm.cadence_hz < one.target_hz[0] * (1.0 - MARGIN)


def is_fading(one: PastSet) -> bool:
    """Say whether hops grew slower from the set's beginning to its end than an even hopper's do by chance."""
    if one.rhythm is None:
        return False
    return one.rhythm.drift <= -max(FADE_BEGINS, FADE_OF_VARIATION * one.rhythm.variation)


def _days_without_hops(past: Past) -> int:
    last = past.last_hops
    return 0 if last is None else last.days_ago


def _clean_in_a_row(judged: Sequence[tuple[Level, Grade]], level: Level) -> int:
    clean = 0
    for one in judged:
        if one != (level, Grade.CLEAN):
            break
        clean += 1
    return clean


def _below(circuit: Circuit, level: Level) -> Level:
    return _differing(circuit, level, list(Level)[::-1])


def _above(circuit: Circuit, level: Level) -> Level:
    return _differing(circuit, level, list(Level))


def _differing(circuit: Circuit, level: Level, order: Sequence[Level]) -> Level:
    """Return the level after `level` in `order`; itself if no level from there on asks for other hops."""
    following = order[order.index(level) + 1 :]
    hops = [step for step in circuit.steps if is_hops(step)]
    differs = any(step.work_s[one] != step.work_s[level] for step in hops for one in following)
    return following[0] if differs else level
