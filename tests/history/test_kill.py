"""`kill -9` in mid-session: `python tools/bench_kill.py` does the same fifty times."""

from __future__ import annotations

from pathlib import Path

from bench_kill import cut_off

BUSY_S = 3.0
"""The bench holds a session to one second; on a machine that is busy with other tests a thread may wait for longer."""


def test_killed_sessions_keep_what_they_heard_and_are_closed_by_the_next_start(tmp_path: Path) -> None:
    found = cut_off(tmp_path, 6, at_once=3, seed=7, old_s=BUSY_S)
    print(*found, sep="\n")
    assert sum(one.owed for one in found) > 10
    assert all(one.lost == 0 for one in found)
    assert all(one.closed for one in found)
    assert all(one.intact for one in found)
