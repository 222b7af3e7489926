"""One session, ten, a thousand, ten years of daily ones: how long history takes to answer, and whether it counts right.

python tools/bench_history.py --sessions 1 10 1000 3650

The report of all is held to a recount of every session's event lines, which shares no code with it.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from lived import STARTED_AT, lived, origin
from read_report import Read
from recount import counted_sets
from sqlalchemy import text

from voicecoach.history import queries
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession
from voicecoach.history.rows import read_lines

SIZES = (1, 10, 1000, 3650)
LIMITS_S = ((1, 1.0), (10, 2.0), (sys.maxsize, 5.0))
"""A report of up to so many sessions may take so long."""

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
    """Fill histories and ask them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, nargs="+", default=list(SIZES))
    for sessions in parser.parse_args().sessions:
        with tempfile.TemporaryDirectory() as folder:
            _ask(Path(folder), sessions)


def _ask(folder: Path, sessions: int) -> None:
    file, page = folder / "history.db", folder / "report.html"
    url = f"sqlite:///{file}"
    fill(url, sessions)
    print(f"{sessions} sessions, a database of {file.stat().st_size / 1e6:.0f} MB")
    allowed_s = next(limit_s for most, limit_s in LIMITS_S if sessions <= most)
    reports = [("report", "-o", str(page)), ("report", "--all", "-o", str(page))]
    for words in (("history",), ("history", "last"), ("export", "last", "--format", "csv"), *reports):
        took_s, busy_s = _run(url, *words)
        verdict = "" if words[0] == "export" else f"; {'within' if took_s < allowed_s else 'OVER'} {allowed_s:g} s"
        print(f"  {' '.join(words[:2]):14} {took_s:.2f} s, {busy_s:.2f} s of them busy{verdict}")
    print(f"  {'its size':14} {page.stat().st_size / 1e6:.2f} MB")
    agree, weeks, landings = _recounted(url, Read(page.read_text("utf-8")))
    print(f"  {'recount':14} {landings} landings in {weeks} weeks, {'as reported' if agree else 'NOT AS REPORTED'}")


def _recounted(url: str, page: Read) -> tuple[bool, int, int]:
    """Count every session's event lines anew; returns whether the report agrees, and how many weeks and landings."""
    sessions, hops, steps = Counter[date](), Counter[date](), Counter[date]()
    database = Database(url)
    with database.reading() as connection:
        for row in queries.sessions(connection):
            monday = row.started_at.date() - timedelta(days=row.started_at.weekday())
            sessions[monday] += 1
            for one in counted_sets(read_lines(connection, row.id)):
                (hops if one.hops else steps)[monday] += one.count or 0
    database.close()
    counted = [
        [f"{one}", str(sessions[one]), str(hops[one]), str(steps[one])] for one in sorted(sessions, reverse=True)
    ]
    total = sum(hops.values()) + sum(steps.values())
    agree = counted == page.figure("Hops a week").rows[1:]
    return agree and page.tiles["landings"].replace("\u202f", "") == str(total), len(sessions), total


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


def _run(url: str, *words: str) -> tuple[float, float]:
    """Return how long a command took with start and end of the program, and how long it kept a core busy."""
    begun_at, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "voicecoach", *words]
    environ = os.environ | {"VOICECOACH_DATABASE": url}
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun_at, busy_s


if __name__ == "__main__":
    main()
