"""Lines put aside while the database can't take them: one file a session, in the state folder, until the next start.

Each file is JSON Lines.  A line ``{"session": {...}}`` says whose lines follow and the place of the first of them in
the session's log; those that the database has after all are passed over when the file is taken in.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from voicecoach.history.cards import Line
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession, Origin

SUFFIX = ".jsonl"


@dataclass(frozen=True, slots=True)
class PutAside:
    """What a file holds."""

    origin: Origin
    first: int
    """The place of its first line in the session's log."""
    lines: tuple[Line, ...]


class Aside:
    """The file of one session."""

    def __init__(self, folder: Path, uid: str) -> None:
        self.path = folder / f"{uid}{SUFFIX}"

    def append(self, origin: Origin, first: int, lines: Sequence[Line]) -> None:
        """Put lines aside, the first of which has place `first` in the log; OSError if that fails too.

        They are there whole or not at all: what a full disk took of them is cut off again, since the next try would
        write behind it.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        before = self.path.stat().st_size if self.path.exists() else 0
        head = [] if before else [{"session": _as_json(origin), "first": first}]
        text = "".join(json.dumps(line) + "\n" for line in (*head, *lines))
        try:
            with self.path.open("ab") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self._cut(before)
            raise

    def read(self) -> PutAside:
        """Return what it holds, up to a line that was cut off; ValueError if that is nothing."""
        good: list[Any] = []
        for text in self.path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                good.append(json.loads(text))
            except json.JSONDecodeError:
                break
        try:
            head, *lines = good
            return PutAside(_origin(head["session"]), int(head["first"]), tuple(lines))
        except (KeyError, TypeError, ValueError) as reason:
            raise ValueError("it is not a session put aside") from reason

    def _cut(self, size: int) -> None:
        with contextlib.suppress(OSError):
            os.truncate(self.path, size)
            if not size:
                self.path.unlink()


def take_in(database: Database, aside: Aside) -> None:
    """Bring a file's lines into the database and delete it.

    They are the session's own, and come before what anybody else wrote in their place.

    Raises
    ------
    HistoryError
        The database can't be written; the file stays.
    ValueError
        The file can't be used, and stays; says so in a sentence.
    """
    try:
        put = aside.read()
        with database.writing() as connection:
            kept = _whose(connection, put)
            kept.own(connection, put.first, put.lines)
        aside.path.unlink()
    except (KeyError, TypeError) as reason:
        raise ValueError(_refused(aside, f"a line in it is none of a session's: {reason!r}")) from reason
    except (OSError, ValueError) as reason:
        raise ValueError(_refused(aside, reason)) from reason


def _whose(connection: Connection, put: PutAside) -> KeptSession:
    """Return the session that lines were put aside of; ValueError if its lines before them are not there."""
    kept = KeptSession.find(connection, put.origin.uid)
    held = 0 if kept is None else kept.lines
    if held < put.first:
        # Without its beginning it would be a session of nothing at all.
        raise ValueError(f"this history has {held} of the {put.first} lines of its session that come before")
    return kept or KeptSession.begin(connection, put.origin)


def _refused(aside: Aside, reason: object) -> str:
    return f"{aside.path} can't be taken into history ({reason}); delete it if it is of no use"


def _as_json(origin: Origin) -> dict[str, str]:
    return {
        "uid": origin.uid,
        "person": origin.person,
        "machine": origin.machine,
        "started_at": origin.started_at.isoformat(),
    }


def _origin(values: dict[str, str]) -> Origin:
    started_at = datetime.fromisoformat(values["started_at"])
    return Origin(values["uid"], values["person"], values["machine"], started_at)
