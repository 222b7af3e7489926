"""Sessions in real time, each killed (SIGKILL) at a random moment, and what is left of them in history.

python tools/bench_kill.py --kills 50 --at-once 5

A recording hops; each session's event log, which is written line by line, tells what it had heard when it died.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import soundfile
from measuring import Line, of_kind, read_events
from render_hops import render_hops

CIRCUIT = """\
schema = 1
name = "Cut off"
rounds = 1

[defaults]
welcome = "1s"
get_ready = "2s"

[[step]]
exercise = "ankle-hops"
kind = "landings"
work = "14s"
"""
HOPS_S = (3.0, 17.0)
LONGEST_S = 60.0
"""A session that has not begun by then never will."""

OLD_S = 1.0
"""Landings that were heard so long before the end must have been kept."""


@dataclass(frozen=True)
class CutOff:
    """One session that was killed."""

    killed_s: float
    """At this session second."""
    heard: int
    """Landings in its event log."""
    owed: int
    """Those of them that were old enough."""
    lost: int
    """Those of the owed that history did not have right after."""
    oldest_lost_s: float
    """How old the oldest landing was that is missing, 0 if none is."""
    closed: bool
    """Whether the next start closed it as interrupted, with the count of its landings."""
    intact: bool
    """Whether the database passes its own check."""


def main() -> None:
    """Kill sessions and print what was left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--at-once", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = cut_off(Path(name), asked.kills, at_once=asked.at_once, seed=asked.seed)
    for one in sorted(found, key=lambda one: one.killed_s):
        closed = "closed" if one.closed else "NOT CLOSED"
        print(f"killed at {one.killed_s:6.2f} s: {one.heard:3} heard, {one.owed:3} owed, {one.lost} lost; {closed}")
    landings, owed, lost = (sum(values) for values in zip(*((o.heard, o.owed, o.lost) for o in found), strict=True))
    print(f"sessions       {len(found)} killed, {sum(one.closed for one in found)} closed by the next start")
    print(f"landings       {landings} heard, {owed} older than {OLD_S:.0f} s, {lost} of these lost")
    print(f"oldest lost    {max(one.oldest_lost_s for one in found):.2f} s before the end, of all landings")
    print(f"integrity      {sum(one.intact for one in found)} databases whole")


def cut_off(folder: Path, kills: int, *, at_once: int, seed: int, old_s: float = OLD_S) -> list[CutOff]:
    """Kill so many sessions, so many of them running at once, each in a home of its own; return what became of each.

    Landings that were heard more than `old_s` before the end are owed.
    """
    (folder / "cut-off.toml").write_text(CIRCUIT, encoding="utf-8")
    sound, _ = render_hops([(HOPS_S[0], HOPS_S[1] - HOPS_S[0])], HOPS_S[1] + 2.0, seed=seed)
    soundfile.write(folder / "hops.wav", sound, 48_000)
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    moments = [chance.uniform(0.5, HOPS_S[1]) for _ in range(kills)]
    killed = [0.0] * kills
    for first in range(0, kills, at_once):
        batch = range(first, min(first + at_once, kills))
        threads = [threading.Thread(target=_kill_one, args=(folder, n, moments[n], killed)) for n in batch]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return [_judge(folder / str(number), killed_s, old_s) for number, killed_s in enumerate(killed)]


def _judge(home: Path, killed_s: float, old_s: float) -> CutOff:
    kept = _kept(home)
    command = [sys.executable, "-m", "voicecoach", "history", "--json"]
    listed = subprocess.run(command, env=_environ(home), capture_output=True, text=True, check=True)
    heard = of_kind(read_events(home / "events.jsonl"), "landing")
    missing = [killed_s - line["t"] for line in heard if line["at"] not in kept]
    with _database(home) as database:
        (integrity,) = database.execute("PRAGMA integrity_check").fetchone()
    return CutOff(
        killed_s=killed_s,
        heard=len(heard),
        owed=sum(killed_s - line["t"] > old_s for line in heard),
        lost=sum(age_s > old_s for age_s in missing),
        oldest_lost_s=max(missing, default=0.0),
        closed=_is_closed([json.loads(line) for line in listed.stdout.splitlines()], kept),
        intact=integrity == "ok",
    )


def _is_closed(listed: Sequence[Line], kept: set[float]) -> bool:
    """Say whether a session was closed as it should; one that died in its first moments may have left nothing."""
    if not listed:
        return not kept
    return [(row["reason"], row["landings"]) for row in listed] == [("interrupted", len(kept))]


def _kill_one(folder: Path, number: int, after_s: float, killed: list[float]) -> None:
    """Start a session and kill it so long after its first line."""
    home = folder / str(number)
    home.mkdir()
    log = home / "events.jsonl"
    words = ["run", str(folder / "cut-off.toml"), "--mic", str(folder / "hops.wav"), "--speaker", "none"]
    command = [sys.executable, "-m", "voicecoach", *words, "--keep", "--events", str(log)]
    with subprocess.Popen(command, env=_environ(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
        limit_at = time.monotonic() + LONGEST_S
        while not (log.exists() and log.stat().st_size) and time.monotonic() < limit_at:
            time.sleep(0.02)
        began_at = time.monotonic()
        time.sleep(after_s)
        program.send_signal(signal.SIGKILL)
        killed[number] = time.monotonic() - began_at


def _kept(home: Path) -> set[float]:
    """Return a session's landings as the database has them, before anybody puts it in order."""
    with _database(home) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'landing'").fetchone():
            return set()
        return {at_s for (at_s,) in database.execute("SELECT at_s FROM landing")}


@contextmanager
def _database(home: Path) -> Iterator[sqlite3.Connection]:
    path = home / "data" / "voicecoach" / "history.db"
    path.parent.mkdir(parents=True, exist_ok=True)  # it may have died before it made one
    with closing(sqlite3.connect(path)) as database:
        yield database


def _environ(home: Path) -> dict[str, str]:
    own = {f"XDG_{kind.upper()}_HOME": str(home / kind) for kind in ("data", "state", "cache", "config")}
    return os.environ | own | {"VOICECOACH_ENGINE": "none", "VOICECOACH_DATABASE": ""}


if __name__ == "__main__":
    main()
