"""Sessions from event logs that were written elsewhere, by `run --events` or `export --format json`."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, select

from voicecoach.coaching.summary import INTERRUPTED
from voicecoach.errors import HistoryError
from voicecoach.history import tables
from voicecoach.history.cards import Line, Tally
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession, Origin
from voicecoach.history.rows import read_lines

ORIGIN: Final = ("uid", "person", "machine", "started_at")
"""What an exported log's first line says besides: whose it is, and when."""

ENDINGS: Final = frozenset({"step_ended", "session_ended"})
"""What closes a session that was cut off, and so may differ between its log and what was kept of it."""

Number = int | float
LARGEST: Final = 10_000_000
"""No session has so many seconds, landings or rounds; and none has fewer than none."""

YEARS: Final = range(1900, 3000)
"""No session was in another, and near the years 1 and 9999 arithmetic with times of day overflows."""

WIDEST_ZONE: Final = timedelta(hours=16)
"""No clock on a wall was ever further from UTC."""

NEEDED: Final[Mapping[str, Mapping[str, Any]]] = {
    "session_started": {"circuit": str, "level": str, "version": str},
    "session_ended": {"reason": str, "seconds": Number},
    "step_started": {"step": str, "side": str | None, "round": int, "seconds": Number},
    "step_ended": {"step": str, "side": str | None, "round": int, "count": int | None},
    "landing": {"at": Number, "step": str, "count": int},
    "cue": {"lane": str},
    "advice": {"rule": str},
    "target": {"step": str, "slowest_hz": Number, "quickest_hz": Number},
    "budget": {"week_limit": int | None},
}
"""The fields that history reads; every other is kept as it is."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What is not in a log that tells nothing of it."""

    person: str
    machine: str
    ended_at: datetime | None
    """When its last line was written, with a time zone."""
    started_at: datetime | None = None
    """When it started, which goes before the other."""


def local_time(told: datetime) -> datetime:
    """Return a time of day with its zone, which is this machine's if unsaid; ValueError if no session was then."""
    if told.year not in YEARS:
        raise ValueError(f"no session was in the year {told.year}")
    zoned = told.astimezone() if told.tzinfo is None else told
    if abs(zoned.utcoffset() or timedelta()) > WIDEST_ZONE:
        raise ValueError(f"no clock is {zoned:%z} from UTC")
    return zoned


def read_log(name: str, text: Iterable[str]) -> list[list[Line]]:
    """Return the sessions of a log, each as its lines; HistoryError names the line that is none of a session's."""
    found: list[list[Line]] = []
    for number, one in enumerate(text, start=1):
        if not one.strip():
            continue
        line = _parsed(f"{name}: line {number}", one)
        if line["event"] == "session_started":
            found.append([])
        if not found:
            raise HistoryError(
                f"{name}: line {number} is before any session_started; import takes a log of `voicecoach run --events`"
            )
        found[-1].append(line)
    if not found:
        raise HistoryError(f"{name} is empty; import takes a log of `voicecoach run --events`")
    return found


def bring_in(database: Database, lines: list[Line], elsewhere: Elsewhere) -> tuple[int, bool]:
    """Keep a session from elsewhere; returns its number, and whether it is new here."""
    about, own = lines[0], _bare(lines)
    tally = Tally(own)
    if not tally.is_over:
        own += tally.last_lines(INTERRUPTED)
    uid = _uid(about)
    origin = _origin(uid, about, own, elsewhere)
    with database.writing() as connection:
        present = KeptSession.find(connection, origin.uid)
        known = present.id if present is not None else None if uid is not None else _recognised(connection, own)
        if known is not None:
            return known, False
        kept = KeptSession.begin(connection, origin)
        kept.add(connection, own if uid is None else [{**own[0], "uid": uid}, *own[1:]])
        return kept.id, True


def _recognised(connection: Connection, own: list[Line]) -> int | None:
    """Return the number of the session that a log is of which has no name for it: the one with the same lines.

    Either may break off before the other: what was kept of a session that was killed may lack its last second.
    """
    card, session, note = Tally(own[:1]).session(), tables.session.c, tables.note.c
    alike = (session.circuit == card.circuit, session.level == card.level, session.version == card.version)
    query = select(session.id, note.t, note.event, note.data).join(tables.note, session.id == note.session_id)
    for session_id, t, event, data in connection.execute(query.where(note.seq == 0, *alike)):
        if _bare([{"t": t, "event": event, **json.loads(data)}]) == own[:1]:
            one, other = (_without_end(lines) for lines in (_bare(read_lines(connection, session_id)), own))
            both = min(len(one), len(other))
            worked = any(line["event"] == "step_started" for line in own[:both])
            if one[:both] == other[:both] and (worked or len(one) == len(other)):
                return int(session_id)
    return None


def _bare(lines: Iterable[Line]) -> list[Line]:
    """Return lines without whose they are, and when."""
    return [
        {name: value for name, value in line.items() if name not in ORIGIN}
        if line["event"] == "session_started"
        else line
        for line in lines
    ]


def _without_end(lines: Sequence[Line]) -> Sequence[Line]:
    count = len(lines)
    while count and lines[count - 1]["event"] in ENDINGS:
        count -= 1
    return lines[:count]


def _parsed(place: str, text: str) -> Line:
    try:
        line = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError) as reason:
        raise HistoryError(f"{place} is not JSON; import takes a log of `voicecoach run --events`") from reason
    if not isinstance(line, dict) or not isinstance(line.get("event"), str) or not _is_a(Number, line.get("t")):
        raise HistoryError(f'{place} is no event line: it needs "t", a number not below 0, and "event", a name')
    if not line["event"].isprintable():
        raise HistoryError(f"{place}: no event has such a name")
    for name, wanted in NEEDED.get(line["event"], {}).items():
        if not _is_a(wanted, line.get(name)):
            raise HistoryError(f'{place}: this {line["event"]} has no "{name}" that could be used')
    return line


def _is_a(wanted: Any, value: object) -> bool:  # noqa: ANN401 - a type or a union of types
    if isinstance(value, int | float) and not 0 <= value <= LARGEST:
        return False
    return isinstance(value, wanted) and not isinstance(value, bool)


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON's")


def _finite(text: str) -> float:
    return float(text) if math.isfinite(float(text)) else _refuse(text)


def _uid(about: Line) -> str | None:
    uid = about.get("uid")
    return uid[:64] if isinstance(uid, str) and uid else None


def _origin(uid: str | None, about: Line, own: list[Line], elsewhere: Elsewhere) -> Origin:
    if uid is None:
        # The same log read in twice is one session.
        uid = hashlib.sha256("\n".join(json.dumps(line, sort_keys=True) for line in own).encode()).hexdigest()
    person, machine = (str(about.get(name) or getattr(elsewhere, name)) for name in ("person", "machine"))
    return Origin(uid, person, machine, _started_at(about, own, elsewhere))


def _started_at(about: Line, own: list[Line], elsewhere: Elsewhere) -> datetime:
    if elsewhere.started_at is not None:
        return elsewhere.started_at
    if isinstance(told := about.get("started_at"), str):
        try:
            return local_time(datetime.fromisoformat(told))
        except ValueError as reason:
            raise HistoryError(f'The log says it started at "{told}", which is no time; give --started') from reason
    if elsewhere.ended_at is None:
        raise HistoryError("The log does not say when it started; give --started")
    return elsewhere.ended_at - timedelta(seconds=max(line["t"] for line in own))
