"""A real disk that is full, has room again, or can only be read: the session goes on, and nothing that fits is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from lived import STARTED_AT, lived, origin
from small_disk import SmallDisk

from voicecoach.history import queries
from voicecoach.history.aside import Aside, take_in
from voicecoach.history.cards import Line
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession
from voicecoach.history.recorder import Recorder, Whereabouts
from voicecoach.history.rows import read_lines


def url_on(disk: SmallDisk) -> str:
    return f"sqlite:///{disk.folder / 'data' / 'history.db'}"


def kept(url: str) -> list[Line]:
    database = Database(url)
    with database.reading() as connection:
        found = [line for row in queries.sessions(connection) for line in read_lines(connection, row.id)]
    database.close()
    return found


def keep(url: str, lines: Sequence[Line]) -> None:
    database = Database(url)
    with database.writing() as connection:
        KeptSession.begin(connection, origin("before")).add(connection, lines)
    database.close()


def wait_for(holds: Callable[[], bool]) -> None:
    for _ in range(300):
        if holds():
            return
        threading.Event().wait(0.1)
    assert holds()


@pytest.mark.parametrize("aside", ["on the same disk", "on another"])
def test_a_disk_that_is_full_for_a_while_costs_no_line(disk: SmallDisk, tmp_path: Path, aside: str) -> None:
    folder = disk.folder / "aside" if aside == "on the same disk" else tmp_path / "aside"
    url, told, lines = url_on(disk), list[str](), lived()
    recorder = Recorder(Whereabouts(url, folder, "one", "ada", "pi", real_time=False), told.append, lambda: STARTED_AT)
    for line in lines[:50]:
        recorder.write(line)
    wait_for(lambda: kept(url) == lines[:50])
    disk.fill()
    for line in lines[50:100]:
        recorder.write(line)
    wait_for(lambda: bool(told))
    threading.Event().wait(0.5)  # and so the next lines are tried, and fail, too
    for line in lines[100:110]:
        recorder.write(line)
    threading.Event().wait(0.5)
    disk.free()
    for line in lines[110:]:
        recorder.write(line)
    recorder.close()
    (sentence,) = told
    assert "full" in sentence or "disk I/O" in sentence
    assert kept(url) == lines
    assert not list(folder.glob("*"))


def test_lines_put_aside_come_whole_or_not_at_all(disk: SmallDisk) -> None:
    lines, aside = lived(), Aside(disk.folder, "one")
    disk.fill()
    for _ in range(2):
        with pytest.raises(OSError, match="No space"):
            aside.append(origin("one"), 0, lines[:60])
        assert not aside.path.exists()
    disk.free()
    aside.append(origin("one"), 0, lines[:60])
    whole = aside.path.read_bytes()
    disk.fill()
    with pytest.raises(OSError, match="No space"):
        aside.append(origin("one"), 60, lines[60:])
    assert aside.path.read_bytes() == whole
    disk.free()
    aside.append(origin("one"), 60, lines[60:])
    assert list(aside.read().lines) == lines


def test_a_history_on_a_disk_that_can_only_be_read_is_read(disk: SmallDisk, tmp_path: Path) -> None:
    url, lines = url_on(disk), lived()
    keep(url, lines)
    disk.make_read_only()
    assert kept(url) == lines
    told: list[str] = []
    where = Whereabouts(url, tmp_path / "aside", "two", "ada", "pi", real_time=False)
    recorder = Recorder(where, told.append, lambda: STARTED_AT)
    for line in lines:
        recorder.write(line)
    recorder.close()
    (sentence,) = told
    assert "readonly" in sentence
    assert "the session goes on" in sentence
    elsewhere = Database(f"sqlite:///{tmp_path / 'other.db'}")
    take_in(elsewhere, Aside(tmp_path / "aside", "two"))
    elsewhere.close()
    assert kept(f"sqlite:///{tmp_path / 'other.db'}") == lines


def test_where_nothing_can_be_written_that_is_said_with_what_it_cost(disk: SmallDisk) -> None:
    disk.make_read_only()
    told: list[str] = []
    where = Whereabouts(url_on(disk), disk.folder / "aside", "one", "ada", "pi", real_time=False)
    recorder = Recorder(where, told.append, lambda: STARTED_AT)
    lines = lived()
    for line in lines:
        recorder.write(line)
    recorder.close()
    first, last = told
    assert "Read-only file system" in first
    assert f"{len(lines)} lines of this session could not be kept anywhere" in last
