"""The tables as queries see them; :mod:`~voicecoach.history.migrating` makes them, and a test compares both."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Double, ForeignKey, Integer, MetaData, String, Table, Text

metadata = MetaData()


def _of_session() -> Column[int]:
    return Column("session_id", Integer, ForeignKey("session.id"), primary_key=True)


def _seq() -> Column[int]:
    return Column("seq", Integer, primary_key=True)


session = Table(
    "session",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String, nullable=False),
    Column("person", String, nullable=False),
    Column("machine", String, nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("utc_offset_min", Integer, nullable=False),
    Column("circuit", String, nullable=False),
    Column("level", String, nullable=False),
    Column("version", String, nullable=False),
    Column("reason", String),
    Column("seconds", Double, nullable=False),
    Column("landings", Integer, nullable=False),
    Column("cadence_hz", Double),
    Column("variation", Double),
)

work_set = Table(
    "work_set",
    metadata,
    _of_session(),
    Column("number", Integer, primary_key=True),
    Column("exercise", String, nullable=False),
    Column("side", String),
    Column("round", Integer, nullable=False),
    Column("started_at_s", Double, nullable=False),
    Column("ended_at_s", Double),
    Column("planned_s", Double, nullable=False),
    Column("count", Integer),
    Column("cadence_hz", Double),
    Column("interval_s", Double),
    Column("variation", Double),
    Column("drift", Double),
)

landing = Table(
    "landing",
    metadata,
    _of_session(),
    _seq(),
    Column("set_number", Integer),
    Column("t", Double, nullable=False),
    Column("at_s", Double, nullable=False),
    Column("heard_at_s", Double, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("step", String, nullable=False),
    Column("count", Integer, nullable=False),
    Column("more", Text),
)

cue = Table(
    "cue",
    metadata,
    _of_session(),
    _seq(),
    Column("t", Double, nullable=False),
    Column("cue_id", String, nullable=False),
    Column("lane", String, nullable=False),
    Column("words", Text, nullable=False),
    Column("start_at_s", Double, nullable=False),
    Column("end_at_s", Double, nullable=False),
    Column("rule", String),
    Column("more", Text),
)

note = Table(
    "note",
    metadata,
    _of_session(),
    _seq(),
    Column("t", Double, nullable=False),
    Column("event", String, nullable=False),
    Column("data", Text, nullable=False),
)

PARTS = (work_set, landing, cue, note)
"""What belongs to a session, and goes with it."""
