"""Ten years of daily sessions: how long history takes to answer, and whether its figures are those of the event lines.

python tools/bench_history.py --sessions 3650
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from lived import STARTED_AT, lived, origin
from sqlalchemy import text

from voicecoach.history import queries
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession

GAITS = 20
"""Sessions of their own; the rest are these again, on other days."""

COLUMNS: Mapping[str, str] = {
    "work_set": "number, exercise, side, round, started_at_s, ended_at_s, planned_s, count, cadence_hz, interval_s, "
    "variation, drift",
    "landing": "seq, set_number, t, at_s, heard_at_s, confidence, step, count, more",
    "cue": "seq, t, cue_id, lane, words, start_at_s, end_at_s, rule, more",
    "note": "seq, t, event, data",
}
CARD = "person, machine, utc_offset_min, circuit, level, version, reason, seconds, landings, cadence_hz, variation"


def main() -> None:
    """Fill a history and ask it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=3650)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/history.db"
        fill(url, asked.sessions)
        print(f"database       {asked.sessions} sessions, {Path(folder, 'history.db').stat().st_size / 1e6:.0f} MB")
        page = Path(folder, "report.html")
        reports = (("report", "-o", str(page)), ("report", "--all", "-o", str(page)))
        for words in (("history",), ("history", "last"), ("export", "last", "--format", "csv"), *reports):
            print(f"{' '.join(words[:2]):14} {_run(url, *words):.2f} s with start and end of the program")
        print(f"report --all   {page.stat().st_size / 1e6:.2f} MB")
        database = Database(url)
        with database.reading() as connection:
            begun_at = time.perf_counter()
            weeks = queries.weekly_contacts(connection)
            weekly_s = time.perf_counter() - begun_at
            begun_at = time.perf_counter()
            ids = [row.id for row in queries.sessions(connection)]
            sets = queries.sets(connection, ids)
            sets_s = time.perf_counter() - begun_at
            last_lines = connection.execute(text("SELECT data FROM note WHERE event = 'session_ended'")).scalars()
            ended = sum(sum(json.loads(data)["counts"].values()) for data in last_lines)
        database.close()
        print(f"weeks          {len(weeks)} in {weekly_s:.2f} s; all {len(sets)} sets in {sets_s:.2f} s")
        totals = (sum(week.contacts for week in weeks), sum(one.count or 0 for one in sets), ended)
        print(f"landings       {totals[0]} by weeks, {totals[1]} by sets, {totals[2]} by the event lines")


def fill(url: str, sessions: int) -> None:
    """Keep a session a day: some of their own, then the same rows again."""
    database = Database(url)
    own = min(GAITS, sessions)
    with database.writing() as connection:
        for day in range(own):
            started_at = STARTED_AT + timedelta(days=day)
            lines = lived("ankle-stiffness", hops_hz=2.0 + 0.04 * day, seed=day)
            KeptSession.begin(connection, origin(f"day {day}", started_at)).add(connection, lines)
        for day in range(own, sessions):
            at = (STARTED_AT + timedelta(days=day)).replace(tzinfo=None)
            values = {"uid": f"day {day}", "at": f"{at:%Y-%m-%d %H:%M:%S.%f}", "like": day % own + 1, "id": day + 1}
            card = f"INSERT INTO session (id, uid, started_at, {CARD}) SELECT :id, :uid, :at, {CARD}"
            connection.execute(text(f"{card} FROM session WHERE id = :like"), values)
            for table, columns in COLUMNS.items():
                rows = f"INSERT INTO {table} (session_id, {columns}) SELECT :id, {columns}"
                connection.execute(text(f"{rows} FROM {table} WHERE session_id = :like"), values)
    database.close()


def _run(url: str, *words: str) -> float:
    begun_at = time.perf_counter()
    command = [sys.executable, "-m", "voicecoach", *words]
    environ = os.environ | {"VOICECOACH_DATABASE": url}
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun_at


if __name__ == "__main__":
    main()
