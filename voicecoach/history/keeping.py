"""A session in the database: begun, continued line by line, deleted."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from voicecoach.history import tables
from voicecoach.history.cards import Line, SetCard, Tally
from voicecoach.history.rows import Rows, read_lines
from voicecoach.history.texts import as_held

ON_CARDS: Final = frozenset({"session_started", "session_ended", "step_started", "step_ended"})
"""Lines that change what the cards say; landings wait for the end of their set."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Which session, whose, where and when."""

    uid: str
    """Its name among all sessions of all machines, for good."""
    person: str
    machine: str
    started_at: datetime
    """With a time zone: at its session second zero."""

    @property
    def utc(self) -> datetime:
        """When it started, as the database keeps it: UTC, without saying so."""
        return self.started_at.astimezone(UTC).replace(tzinfo=None)

    @property
    def utc_offset_min(self) -> int:
        """What the clock on the wall added to UTC: a session late on Tuesday stays Tuesday's, whoever looks."""
        offset = self.started_at.utcoffset()
        return 0 if offset is None else round(offset.total_seconds() / 60.0)


class KeptSession:
    """A session that lines are added to.

    What it knows runs ahead of the database when a transaction fails: throw it away then.
    """

    def __init__(self, session_id: int, lines: Sequence[Line] = ()) -> None:
        self.id = session_id
        self.tally = Tally(lines)
        self._lines = len(lines)

    @property
    def lines(self) -> int:
        """How many it has."""
        return self._lines

    @classmethod
    def begin(cls, connection: Connection, origin: Origin) -> KeptSession:
        """Insert a session that has no lines yet."""
        whose = {"uid": origin.uid, "person": origin.person, "machine": origin.machine}
        when = {"started_at": origin.utc, "utc_offset_min": origin.utc_offset_min}
        values = _held(whose | when | dataclasses.asdict(Tally().session()))
        return cls(
            connection.execute(insert(tables.session).values(values).returning(tables.session.c.id)).scalar_one()
        )

    @classmethod
    def find(cls, connection: Connection, uid: str) -> KeptSession | None:
        """Return the session of that name as the database has it."""
        session_id = connection.execute(select(tables.session.c.id).where(tables.session.c.uid == uid)).scalar()
        return None if session_id is None else cls(session_id, read_lines(connection, session_id))

    def add(self, connection: Connection, lines: Sequence[Line]) -> None:
        """Add lines, in the order they were written."""
        rows = Rows(self.id)
        for line in lines:
            rows.add(self._lines, line, self.tally.take(line))
            self._lines += 1
        rows.insert(connection)
        if any(line["event"] in ON_CARDS for line in lines):
            self._write_cards(connection)

    def own(self, connection: Connection, first: int, lines: Sequence[Line]) -> None:
        """Let `lines` be its own from place `first` on: those that are there are passed over, any others give way."""
        stored = read_lines(connection, self.id)
        pairs = list(zip(stored[first:], lines, strict=False))
        same = next((place for place, (one, other) in enumerate(pairs) if one != other), len(pairs))
        if same < len(pairs):
            self._keep(connection, stored[: first + same])
        self.add(connection, lines[same:])

    def correct_start(self, connection: Connection, origin: Origin) -> None:
        """Let it have started at another time of day: the clock on the wall was wrong when it did."""
        changed = {"started_at": origin.utc, "utc_offset_min": origin.utc_offset_min}
        connection.execute(update(tables.session).where(tables.session.c.id == self.id).values(changed))

    def _keep(self, connection: Connection, lines: Sequence[Line]) -> None:
        """Keep these, its first, and forget the rest."""
        for table in (tables.landing, tables.cue, tables.note):
            connection.execute(delete(table).where(table.c.session_id == self.id, table.c.seq >= len(lines)))
        self.tally, self._lines = Tally(lines), len(lines)
        self._write_cards(connection)

    def _write_cards(self, connection: Connection) -> None:
        card = _held(dataclasses.asdict(self.tally.session()))
        connection.execute(update(tables.session).where(tables.session.c.id == self.id).values(card))
        connection.execute(delete(tables.work_set).where(tables.work_set.c.session_id == self.id))
        rows = [{"session_id": self.id, **_held(_set_row(one))} for one in self.tally.sets()]
        if rows:
            connection.execute(insert(tables.work_set), rows)


def forget(connection: Connection, session_id: int) -> None:
    """Delete a session with everything that belongs to it."""
    for table in tables.PARTS:
        connection.execute(delete(table).where(table.c.session_id == session_id))
    connection.execute(delete(tables.session).where(tables.session.c.id == session_id))


def _held(row: dict[str, Any]) -> dict[str, Any]:
    return {name: as_held(value) if isinstance(value, str) else value for name, value in row.items()}


def _set_row(card: SetCard) -> dict[str, Any]:
    row = dataclasses.asdict(card)
    rhythm = row.pop("rhythm") or dict.fromkeys(("cadence_hz", "interval_s", "variation", "drift"))
    return row | rhythm
