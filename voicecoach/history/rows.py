"""Between event lines and rows: landings and cues have columns, every other line is kept as it is.

A field without a column travels in `more`, and a line that lacks a column's field becomes a note: whatever is in a
log, of this version or another, comes back as it went in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Table, insert, select

from voicecoach.history import tables
from voicecoach.history.cards import Line
from voicecoach.history.texts import as_held, holdable

INSERTED_AT_ONCE: Final = 1000
LARGEST: Final = 2**31 - 1
"""Of a column of whole numbers, in PostgreSQL."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """An event that has a table: which column each of its fields has, and of which type."""

    table: Table
    columns: Mapping[str, tuple[str, type]]
    told: str
    """The column of what :meth:`Tally.take` tells of it."""


KINDS: Final = {
    "landing": _Kind(
        tables.landing,
        {
            "t": ("t", float),
            "at": ("at_s", float),
            "heard_at": ("heard_at_s", float),
            "confidence": ("confidence", float),
            "step": ("step", str),
            "count": ("count", int),
        },
        told="set_number",
    ),
    "cue": _Kind(
        tables.cue,
        {
            "t": ("t", float),
            "id": ("cue_id", str),
            "text": ("words", str),
            "lane": ("lane", str),
            "start": ("start_at_s", float),
            "end": ("end_at_s", float),
        },
        told="rule",
    ),
}


class Rows:
    """Rows to be inserted, gathered by their tables."""

    def __init__(self, session_id: int) -> None:
        self._session_id = session_id
        self._rows: dict[Table, list[dict[str, Any]]] = {}

    def add(self, seq: int, line: Line, told: int | str | None) -> None:
        """Add a line with its place in the log, and what the tally told of it."""
        key = {"session_id": self._session_id, "seq": seq}
        kind = KINDS.get(line["event"])
        if kind is None or not _fits(kind, line):
            rest = {name: value for name, value in line.items() if name not in {"t", "event"}}
            row = {"t": line["t"], "event": line["event"], "data": json.dumps(rest)}
            self._rows.setdefault(tables.note, []).append(key | row)
            return
        rest = {name: value for name, value in line.items() if name not in {"event", *kind.columns}}
        row = {column: line[name] for name, (column, _) in kind.columns.items()}
        row |= {kind.told: as_held(told) if isinstance(told, str) else told}
        row |= {"more": json.dumps(rest) if rest else None}
        self._rows.setdefault(kind.table, []).append(key | row)

    def insert(self, connection: Connection) -> None:
        """Insert them all."""
        for table, rows in self._rows.items():
            for first in range(0, len(rows), INSERTED_AT_ONCE):
                connection.execute(insert(table), rows[first : first + INSERTED_AT_ONCE])


def read_lines(connection: Connection, session_id: int) -> list[Line]:
    """Return every line of a session as it was written."""
    numbered: list[tuple[int, Line]] = []
    for event, kind in KINDS.items():
        for row in connection.execute(select(kind.table).where(kind.table.c.session_id == session_id)).mappings():
            line = {"t": row["t"], "event": event}
            line |= {name: row[column] for name, (column, _) in kind.columns.items()}
            numbered.append((row["seq"], line | (json.loads(row["more"]) if row["more"] else {})))
    notes = connection.execute(select(tables.note).where(tables.note.c.session_id == session_id)).mappings()
    numbered += [(row["seq"], {"t": row["t"], "event": row["event"], **json.loads(row["data"])}) for row in notes]
    return [line for _, line in sorted(numbered, key=lambda pair: pair[0])]


def _fits(kind: _Kind, line: Line) -> bool:
    return all(_is_a(wanted, line.get(name)) for name, (_, wanted) in kind.columns.items())


def _is_a(wanted: type, value: object) -> bool:
    if isinstance(value, bool):
        return False
    if wanted is str:
        return isinstance(value, str) and holdable(value)
    if wanted is int:
        return isinstance(value, int) and abs(value) <= LARGEST
    return isinstance(value, int | float)
