"""Questions to the history, answered in frozen dataclasses: what `history`, `export` and reports show.

Every instant within a session (`..._at_s`, `at_s`) is in its session's seconds; :attr:`SessionRow.started_at` tells
when that was.  A day is the day on the wall where the person trained.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, select

from voicecoach.errors import HistoryError
from voicecoach.history import tables
from voicecoach.history.cards import SessionCard, SetCard
from voicecoach.listening.rhythm import RhythmReading

LAST = "last"
"""Names the newest session."""


@dataclass(frozen=True, slots=True)
class SessionRow(SessionCard):
    """A session's card, and whose it is."""

    id: int
    uid: str
    person: str
    machine: str
    started_at: datetime
    """In the time zone of the wall clock it was started by."""

    @property
    def day(self) -> date:
        """The day it was started on."""
        return self.started_at.date()

    @property
    def ended_at(self) -> datetime:
        """When it ended."""
        return self.started_at + timedelta(seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class LandingRow:
    """A landing, in session seconds."""

    at_s: float
    confidence: float
    count: int


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """An advice that was spoken, and the rule that gave it."""

    rule: str
    words: str
    start_at_s: float
    end_at_s: float


@dataclass(frozen=True, slots=True)
class SetRow(SetCard):
    """A work set with what was heard and said in it; `landings` may differ from `count`, which is with hindsight."""

    session_id: int
    landings: tuple[LandingRow, ...] = ()
    advice: tuple[AdviceRow, ...] = ()

    @property
    def intervals_s(self) -> tuple[float, ...]:
        """From each landing to the next."""
        at = [landing.at_s for landing in self.landings]
        return tuple(after - before for before, after in pairwise(at))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sessions; None does not choose."""

    circuit: str | None = None
    person: str | None = None
    since: date | None = None
    until: date | None = None
    """The last day that belongs to it."""

    def has(self, row: SessionRow) -> bool:
        """Say whether a session is one of them."""
        return (
            self.circuit in {None, row.circuit}
            and self.person in {None, row.person}
            and (self.since is None or row.day >= self.since)
            and (self.until is None or row.day <= self.until)
        )


def sessions(connection: Connection, wanted: Wanted | None = None) -> list[SessionRow]:
    """Return the sessions wanted, the oldest first."""
    wanted = wanted or Wanted()
    session = tables.session.c
    query = _narrowed(select(tables.session).order_by(session.started_at, session.id), wanted)
    return [row for row in map(_session, connection.execute(query).mappings()) if wanted.has(row)]


def latest(connection: Connection, person: str, most: int) -> list[SessionRow]:
    """Return the newest sessions of a person, at most so many, the oldest of them first."""
    session = tables.session.c
    newest = select(tables.session).where(session.person == person)
    newest = newest.order_by(session.started_at.desc(), session.id.desc()).limit(most)
    return [_session(row) for row in connection.execute(newest).mappings()][::-1]


def session(connection: Connection, named: str, wanted: Wanted | None = None) -> SessionRow:
    """Return the session of a number, or the ``last`` of those wanted; HistoryError if it is none of them."""
    wanted = wanted or Wanted()
    if named == LAST:
        return _last(connection, wanted)
    if not (named.isascii() and named.isdigit() and len(named) < len("1000000000")):
        raise HistoryError(f'"{named}" is no session; give its number as `voicecoach history` lists it, or "{LAST}"')
    query = select(tables.session).where(tables.session.c.id == int(named))
    found = connection.execute(query).mappings().first()
    if found is None:
        raise HistoryError(f"There is no session {named}; `voicecoach history` lists those there are")
    row = _session(found)
    if wanted.person not in {None, row.person}:
        raise HistoryError(f"Session {row.id} is {row.person}'s, not {wanted.person}'s; leave --person out")
    if not wanted.has(row):
        raise HistoryError(f"Session {row.id} is {row.circuit} of {row.day}, not what is asked for besides its number")
    return row


def _last(connection: Connection, wanted: Wanted) -> SessionRow:
    session = tables.session.c
    query = _narrowed(select(tables.session).order_by(session.started_at.desc(), session.id.desc()), wanted)
    row = next((row for row in map(_session, connection.execute(query).mappings()) if wanted.has(row)), None)
    if row is None:
        missing = "There is no session yet" if wanted == Wanted() else "There is no such session"
        raise HistoryError(f"{missing}; `voicecoach history` lists those there are")
    return row


def sets(connection: Connection, session_ids: Iterable[int], *, with_landings: bool = False) -> list[SetRow]:
    """Return the sets of some sessions in their order, with their landings and advice if wanted.

    Three queries whatever the number of sessions, up to five hundred at a time.
    """
    ids = list(session_ids)
    found: list[SetRow] = []
    for first in range(0, len(ids), 500):
        found += _sets(connection, ids[first : first + 500], with_landings=with_landings)
    return found


def _narrowed(query: Select[Any], wanted: Wanted) -> Select[Any]:
    """Leave to the database what it can find: days on any wall on earth are within a day of UTC's."""
    session = tables.session.c
    if wanted.circuit is not None:
        query = query.where(session.circuit == wanted.circuit)
    if wanted.person is not None:
        query = query.where(session.person == wanted.person)
    started_at, day = session.started_at, timedelta(days=1)
    midnight = datetime.min.time()
    if wanted.since is not None and wanted.since > date.min + day:
        query = query.where(started_at >= datetime.combine(wanted.since - day, midnight))
    if wanted.until is not None and wanted.until < date.max - 2 * day:
        query = query.where(started_at < datetime.combine(wanted.until + 2 * day, midnight))
    return query


def _session(row: RowMapping) -> SessionRow:
    values = dict(row)
    zone = timezone(timedelta(minutes=values.pop("utc_offset_min")))
    values["started_at"] = values["started_at"].replace(tzinfo=UTC).astimezone(zone)
    return SessionRow(**values)


def _sets(connection: Connection, ids: Sequence[int], *, with_landings: bool) -> list[SetRow]:
    work_set = tables.work_set
    query = select(work_set).where(work_set.c.session_id.in_(ids)).order_by(work_set.c.session_id, work_set.c.number)
    rows = connection.execute(query).mappings().all()
    landings = _landings(connection, ids) if with_landings else {}
    advice = _advice(connection, ids) if with_landings else {}
    found = []
    for place, row in enumerate(rows):
        following = rows[place + 1] if place + 1 < len(rows) else None
        same = following is not None and following["session_id"] == row["session_id"]
        until_s = following["started_at_s"] if following is not None and same else float("inf")
        said = advice.get(row["session_id"], [])
        found.append(
            _set(
                row,
                tuple(landings.get((row["session_id"], row["number"]), ())),
                tuple(one for one in said if row["started_at_s"] <= one.start_at_s < until_s),
            )
        )
    order = {session_id: place for place, session_id in enumerate(ids)}
    return sorted(found, key=lambda one: order[one.session_id])


def _set(row: RowMapping, landings: tuple[LandingRow, ...], advice: tuple[AdviceRow, ...]) -> SetRow:
    values = dict(row)
    reading = {name: values.pop(name) for name in ("cadence_hz", "interval_s", "variation", "drift")}
    rhythm = None if reading["cadence_hz"] is None else RhythmReading(**reading)
    return SetRow(**values, rhythm=rhythm, landings=landings, advice=advice)


def _landings(connection: Connection, ids: Sequence[int]) -> dict[tuple[int, int], list[LandingRow]]:
    landing = tables.landing.c
    columns = (landing.session_id, landing.set_number, landing.at_s, landing.confidence, landing.count)
    wanted = and_(landing.session_id.in_(ids), landing.set_number.is_not(None))
    found: dict[tuple[int, int], list[LandingRow]] = {}
    for session_id, number, at_s, confidence, count in connection.execute(
        select(*columns).where(wanted).order_by(landing.session_id, landing.at_s)
    ):
        found.setdefault((session_id, number), []).append(LandingRow(at_s, confidence, count))
    return found


def _advice(connection: Connection, ids: Sequence[int]) -> dict[int, list[AdviceRow]]:
    cue = tables.cue.c
    columns = (cue.session_id, cue.rule, cue.words, cue.start_at_s, cue.end_at_s)
    wanted = and_(cue.session_id.in_(ids), cue.rule.is_not(None))
    found: dict[int, list[AdviceRow]] = {}
    for session_id, rule, words, start_at_s, end_at_s in connection.execute(
        select(*columns).where(wanted).order_by(cue.session_id, cue.start_at_s)
    ):
        found.setdefault(session_id, []).append(AdviceRow(rule, words, start_at_s, end_at_s))
    return found
