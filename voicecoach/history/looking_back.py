"""A person's last sessions as the coach looks back on them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, select

from voicecoach.circuit.model import Level
from voicecoach.coaching.facts import BudgetUsed, StepEnded
from voicecoach.coaching.past import Past, PastSession, PastSet
from voicecoach.coaching.summary import FINISHED
from voicecoach.history import queries, tables
from voicecoach.history.aims import AimOf
from voicecoach.history.coached import coached
from voicecoach.history.queries import SessionRow, SetRow

LAST_SESSIONS: Final = 40
"""How many sessions are looked back on: a quarter of a year at three a week."""

SetKey = tuple[int, str, str | None, int]
"""A session, and its set's exercise, side and round."""


def past_of(connection: Connection, person: str, aim_of: AimOf, now: datetime) -> Past:
    """Return what a person's last sessions came to.

    Parameters
    ----------
    connection
        To the history.
    person
        Whose.
    aim_of
        What a circuit asks of an exercise, for sessions that do not tell themselves.
    now
        With a time zone; its day is today.
    """
    rows = queries.latest(connection, person, LAST_SESSIONS)
    ids = [row.id for row in rows]
    went_by = coached(connection, rows, aim_of)
    confidences, spent = _noted(connection, ids)
    sets: dict[int, list[PastSet]] = {}
    for one in queries.sets(connection, ids):
        asked = went_by.asked(one)
        if one.count is not None and asked.hops:
            sets.setdefault(one.session_id, []).append(_set(one, confidences, asked.target_hz))
    found = [_session(row, sets.get(row.id, ()), now, budget_used=row.id in spent) for row in rows]
    return Past(tuple(found), now.weekday())


def _session(row: SessionRow, sets: Sequence[PastSet], now: datetime, *, budget_used: bool) -> PastSession:
    level = None
    with suppress(ValueError):  # a log of another version, or of a session that was cut off at once
        level = Level(row.level)
    return PastSession(
        circuit=row.circuit,
        level=level,
        days_ago=(now.date() - row.day).days,
        ended_ago_s=(now - row.ended_at).total_seconds(),
        finished=row.reason == FINISHED,
        sets=tuple(sets),
        budget_used=budget_used,
    )


def _set(one: SetRow, confidences: Mapping[SetKey, float], target_hz: tuple[float, float] | None) -> PastSet:
    return PastSet(
        exercise=one.exercise,
        planned_s=one.planned_s,
        seconds=one.seconds,
        count=one.count or 0,
        rhythm=one.rhythm,
        confidence=confidences.get((one.session_id, one.exercise, one.side, one.round)),
        target_hz=target_hz,
    )


def _noted(connection: Connection, ids: Sequence[int]) -> tuple[dict[SetKey, float], set[int]]:
    """Return how sure each count was, the least sure where a set was repeated; and where the budget ended hops."""
    note = tables.note.c
    events = (StepEnded.event, BudgetUsed.event)
    wanted = and_(note.session_id.in_(ids), note.event.in_(events))
    confidences: dict[SetKey, float] = {}
    spent: set[int] = set()
    for session_id, event, data in connection.execute(select(note.session_id, note.event, note.data).where(wanted)):
        values: dict[str, Any] = json.loads(data)
        confidence = values.get("confidence")
        if event == BudgetUsed.event:
            spent.add(session_id)
        elif isinstance(confidence, int | float):
            key = (session_id, values["step"], values["side"], values["round"])
            confidences[key] = min(confidence, confidences.get(key, 1.0))
    return confidences, spent
