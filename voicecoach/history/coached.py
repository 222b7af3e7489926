"""What sessions went by, as their own lines tell: the rhythm that each set aimed for, the hops that were enough.

A circuit's file may have changed since, lie on another machine, or have been run by its path.  Only what a session of
an older version did not write down is asked of the circuit.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, select

from voicecoach.circuit.model import Feet
from voicecoach.coaching.facts import BudgetKnown, StepStarted, TargetSet
from voicecoach.history import tables
from voicecoach.history.aims import Aim, AimOf
from voicecoach.history.queries import SessionRow, SetRow

AT_ONCE: Final = 500
"""Sessions that are asked for in one query."""

EVENTS: Final = (StepStarted.event, TargetSet.event, BudgetKnown.event)

TURNS: Final = {str(feet): feet.turn for feet in Feet}

SetKey = tuple[int, int]
"""A session, and the number of its set."""

Values = Mapping[str, Any]
"""An event's own fields."""


@dataclass(frozen=True, slots=True)
class Coached:
    """What some sessions went by."""

    _asked: Mapping[SetKey, Aim]
    _aims: Mapping[SetKey, Aim]
    _week_limits: Mapping[int, int]

    def asked(self, one: SetRow) -> Aim:
        """Return what its circuit asks of a set, by which it is judged."""
        return self._asked.get((one.session_id, one.number), Aim())

    def aim(self, one: SetRow) -> Aim:
        """Return what a set was coached towards: where the person has a rhythm of their own, that."""
        return self._aims.get((one.session_id, one.number), Aim())

    def week_limit(self, session: SessionRow) -> int | None:
        """Return how many hops were enough for a week when a session began; None if it was told of no limit."""
        return self._week_limits.get(session.id)


def coached(connection: Connection, rows: Iterable[SessionRow], asked: AimOf) -> Coached:
    """Return what the sessions of `rows` went by; `asked` tells of a circuit what they do not."""
    circuits = {row.id: row.circuit for row in rows}
    every_asked: dict[SetKey, Aim] = {}
    aims: dict[SetKey, Aim] = {}
    limits: dict[int, int] = {}
    targets: dict[tuple[int, str], Values] = {}
    sets: Counter[int] = Counter()
    for session_id, event, values in _notes(connection, list(circuits)):
        if event == TargetSet.event:
            targets[session_id, values["step"]] = values
        elif event == BudgetKnown.event:
            if isinstance(values.get("week_limit"), int):
                limits[session_id] = values["week_limit"]
        else:
            sets[session_id] += 1
            key, step = (session_id, sets[session_id]), values["step"]
            target = targets.get((session_id, step))
            every_asked[key], aims[key] = _asked_and_aim(values, target, asked(circuits[session_id], step))
    return Coached(every_asked, aims, limits)


def _notes(connection: Connection, ids: Sequence[int]) -> Iterator[tuple[int, str, Values]]:
    """Yield what is read of each session, in the order it was written."""
    note = tables.note.c
    query = select(note.session_id, note.event, note.data).where(note.event.in_(EVENTS))
    query = query.order_by(note.session_id, note.seq)
    for first in range(0, len(ids), AT_ONCE):
        wanted = query.where(note.session_id.in_(ids[first : first + AT_ONCE]))
        for session_id, event, data in connection.execute(wanted):
            yield session_id, event, _values(data)


@lru_cache(maxsize=10_000)
def _values(data: str) -> Values:
    """Return an event's fields; those of a set are the same in every session of its circuit."""
    values: Values = json.loads(data)
    return values


def _asked_and_aim(started: Values, target: Values | None, of_circuit: Aim) -> tuple[Aim, Aim]:
    """Return what was asked of a set and what it aimed for, from its first line and the target instead, if any."""
    told = "feet" in started
    turn = _turn(started["feet"]) if told else of_circuit.turn
    if target is None:
        usual = Aim(_band(started.get("target_hz")) if told else of_circuit.target_hz, turn)
        return usual, usual
    asked_hz = _band(target["circuit_hz"]) if "circuit_hz" in target else of_circuit.target_hz
    return Aim(asked_hz, turn), Aim(_band([target["slowest_hz"], target["quickest_hz"]]), turn)


def _band(ends_hz: object) -> tuple[float, float] | None:
    """Return a band as a line holds it: a log that was read in may hold anything."""
    match ends_hz:
        case [float() | int() as slowest_hz, float() | int() as quickest_hz] if 0.0 < slowest_hz <= quickest_hz:
            return slowest_hz, quickest_hz
    return None


def _turn(feet: object) -> int:
    """Return the turn of feet by their name; those of no name that is known land together."""
    return TURNS.get(feet, Aim().turn) if isinstance(feet, str) else Aim().turn
