"""The plan in its file: the entries, and what became of each occasion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, Text, create_engine, delete, insert, select
from sqlalchemy import update as change
from sqlalchemy.exc import DatabaseError, IntegrityError, SQLAlchemyError

from voicecoach.errors import PlanError
from voicecoach.planning.entry import Does, Entry
from voicecoach.sqlite_files import is_not_ours

SCHEMA: Final = 1
"""Kept in SQLite's own ``user_version``; another number is another version's file."""

BEGUN, FAILED = "begun", "failed"

PATIENCE_S: Final = 15.0
"""How long to wait for another command that writes."""

_TABLES = MetaData()

_ENTRIES = Table(
    "plan_entries",
    _TABLES,
    Column("no", Integer, primary_key=True),
    Column("days", Text, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("minute", Integer, nullable=False),
    Column("circuit", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("does", Text, nullable=False),
    Column("added_at", Text, nullable=False),
    sqlite_autoincrement=True,  # the number of a removed entry is never given to another
)

_OCCASIONS = Table(
    "plan_occasions",
    _TABLES,
    Column("entry", Integer, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("came", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Occasion:
    """An entry's coming up on a local day, and what came of it."""

    entry: int
    day: str
    came: str
    """``begun`` while it lasts, then ``reminded``, ``started`` or ``failed``."""


class PlanStore:
    """The file of a plan; its folder is made if it is missing.

    Raises
    ------
    PlanError
        It can't be opened, read or written, or was written by a newer version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine: Engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": PATIENCE_S})
        """For APScheduler's job store, which lies in the same file."""
        with self._telling():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._set_up()

    def _set_up(self) -> None:
        with self.engine.begin() as connection:
            version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
            if version > SCHEMA:
                raise PlanError(f"{self.path} was written by a newer voicecoach; update voicecoach on this machine")
            if version < SCHEMA:
                _TABLES.create_all(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")

    def add(self, days: Sequence[str], hour: int, minute: int, circuit: str, level: str, does: Does) -> Entry:
        """Keep a new entry and return it; PlanError if there is one already for that circuit at that time."""
        for entry in self.entries():
            if entry.meets(days, hour, minute, circuit):
                raise PlanError(
                    f"entry {entry.no} is that already ({entry}); choose another time, or first "
                    f"`voicecoach plan remove {entry.no}`"
                )
        values: dict[str, Any] = {"hour": hour, "minute": minute, "circuit": circuit, "level": level}
        added_at = datetime.now(UTC).replace(microsecond=0)
        with self._writing() as connection:
            done = connection.execute(
                insert(_ENTRIES).values(**values, days=",".join(days), does=str(does), added_at=added_at.isoformat())
            )
            (number,) = done.inserted_primary_key or (0,)
        return Entry(no=int(number), days=tuple(days), does=does, added_at=added_at, **values)

    def remove(self, numbers: Sequence[int]) -> list[Entry]:
        """Remove entries and return them; PlanError, and nothing removed, if there is no such one."""
        present = {entry.no: entry for entry in self.entries()}
        for number in numbers:
            if number not in present:
                known = f"there are {', '.join(map(str, present))}" if present else "the plan is empty"
                raise PlanError(f"the plan has no entry {number}; {known}")
        with self._writing() as connection:
            for number in numbers:
                connection.execute(delete(_ENTRIES).where(_ENTRIES.c.no == number))
                connection.execute(delete(_OCCASIONS).where(_OCCASIONS.c.entry == number))
        return [present[number] for number in dict.fromkeys(numbers)]

    def entries(self) -> list[Entry]:
        """Return every entry, by number."""
        with self._telling(), self.engine.begin() as connection:
            return [_entry(row) for row in connection.execute(select(_ENTRIES).order_by(_ENTRIES.c.no)).mappings()]

    def find(self, number: int) -> Entry | None:
        """Return an entry by its number, None if it was removed."""
        return next((entry for entry in self.entries() if entry.no == number), None)

    def occasions(self, since: date) -> list[Occasion]:
        """Return every occasion that was taken on a day from `since` on, by day."""
        wanted = select(_OCCASIONS).where(_OCCASIONS.c.day >= since.isoformat()).order_by(_OCCASIONS.c.day)
        with self._telling(), self.engine.begin() as connection:
            rows = connection.execute(wanted).mappings()
            return [Occasion(**row) for row in rows]

    def take(self, number: int, day: str) -> bool:
        """Take an occasion, once: says whether it was free.

        It is taken before anything is done about it, so that whatever happens meanwhile nobody is told twice.
        """
        try:
            with self._writing() as connection:
                connection.execute(insert(_OCCASIONS).values(entry=number, day=day, came=BEGUN))
        except IntegrityError:
            return False
        return True

    def conclude(self, number: int, day: str, came: str) -> None:
        """Keep what came of an occasion that was taken."""
        of_it = (_OCCASIONS.c.entry == number) & (_OCCASIONS.c.day == day)
        with self._writing() as connection:
            connection.execute(change(_OCCASIONS).where(of_it).values(came=came))

    def give_up_begun(self) -> None:
        """Let what is still called begun have failed: for when nothing can be going on, since the machine was off."""
        with self._writing() as connection:
            connection.execute(change(_OCCASIONS).where(_OCCASIONS.c.came == BEGUN).values(came=FAILED))

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._telling(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except (SQLAlchemyError, OSError) as reason:
            raise PlanError(f"{self.path}: the plan can't be used ({_in_short(reason)}); {_remedy(reason)}") from reason


def _entry(row: Any) -> Entry:  # noqa: ANN401 - a row, by its columns' names
    return Entry(
        no=row["no"],
        days=tuple(row["days"].split(",")),
        hour=row["hour"],
        minute=row["minute"],
        circuit=row["circuit"],
        level=row["level"],
        does=Does(row["does"]),
        added_at=datetime.fromisoformat(row["added_at"]),
    )


def _remedy(reason: Exception) -> str:
    if isinstance(reason, DatabaseError) and is_not_ours(reason.orig):
        return "this file is damaged or no plan; move it away or restore a backup"
    return "see that there is room and that its folder can be written"


def _in_short(reason: Exception) -> str:
    if isinstance(reason, OSError) and reason.strerror:
        return reason.strerror
    return str(reason.orig if isinstance(reason, DatabaseError) else reason)
