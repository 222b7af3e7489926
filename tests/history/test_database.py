"""A history that several open at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from voicecoach.history.database import Database

TOGETHER = 4


def test_those_who_open_a_new_history_at_the_same_moment_all_have_it(tmp_path: Path) -> None:
    """Of two that made it a file with a write-ahead log at once, one was refused: about one in sixty here."""
    ready = Barrier(TOGETHER)

    def open_one(url: str) -> None:
        ready.wait()
        Database(url).close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        for number in range(60):
            list(pool.map(open_one, [f"sqlite:///{tmp_path / f'{number}.db'}"] * TOGETHER))
