"""CSV: a row a set, or a row a landing, for spreadsheets and notebooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from voicecoach.history.queries import SessionRow, SetRow

SET_COLUMNS: Final = (
    *("session", "person", "started_at", "circuit", "level", "set", "exercise", "side", "round"),
    *("set_started_at", "seconds", "count", "cadence_hz", "interval_s", "variation", "drift"),
)
LANDING_COLUMNS: Final = (
    "session",
    "set",
    "exercise",
    "side",
    "round",
    "count",
    "at_s",
    "at",
    "interval_s",
    "confidence",
)


def sets_csv(session: SessionRow, sets: Sequence[SetRow]) -> str:
    """Return a row a set; what is not known is empty."""
    rows = []
    for one in sets:
        began_at = session.started_at + timedelta(seconds=one.started_at_s)
        rhythm = one.rhythm
        reading = (
            ("", "", "", "")
            if rhythm is None
            else (rhythm.cadence_hz, rhythm.interval_s, rhythm.variation, rhythm.drift)
        )
        whose = (session.id, session.person, session.started_at.isoformat(), session.circuit, session.level)
        what = (one.number, one.exercise, one.side or "", one.round, began_at.isoformat(), round(one.seconds, 3))
        rows.append((*whose, *what, "" if one.count is None else one.count, *map(_short, reading)))
    return _text(SET_COLUMNS, rows)


def landings_csv(session: SessionRow, sets: Sequence[SetRow]) -> str:
    """Return a row a landing, with the time since the one before it in its set."""
    rows = []
    for one in sets:
        intervals = ("", *map(_short, one.intervals_s))
        # A set without landings has no interval either.
        for landing, interval_s in zip(one.landings, intervals, strict=False):
            at = session.started_at + timedelta(seconds=landing.at_s)
            where = (session.id, one.number, one.exercise, one.side or "", one.round, landing.count)
            rows.append((*where, landing.at_s, at.isoformat(), interval_s, landing.confidence))
    return _text(LANDING_COLUMNS, rows)


def _short(value: float | str) -> float | str:
    return value if isinstance(value, str) else round(value, 6)


def _text(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()
