"""Databases that are none, and disks that take nothing: told in a sentence, and no session ends by it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from at_home import home_in, listed, output, refused, voicecoach
from small_disk import SmallDisk

from voicecoach.cuefiles import cue_sound

RECORDING = str(cue_sound("demo-hops.flac"))
REHEARSAL = ("run", "demo", "--fast", "--mic", RECORDING)


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return home_in(tmp_path) | {"VOICECOACH_ENGINE": "none"}


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("nonsense", "is no database URL"),
        ("postgresql://coach:secret@127.0.0.1:1/x?sslmode=require", "127.0.0.1:1"),
        ("postgresql://coach:secret@host..name/x", "can't connect by this URL"),
        ("sqlite:////dev/shm/history.db?timeout=soon", "can't connect by this URL"),
        ("postgres://coach:secret@127.0.0.1:abc/x", "is no database URL"),
        ("oracle+nothing://host/name", "driver"),
        ("postgresql://coach:secret@127.0.0.1:1/x", "127.0.0.1:1"),
        ("sqlite:////dev/null/history.db", "/dev/null"),
    ],
)
def test_a_database_that_is_none_is_named_without_its_password(home: dict[str, str], url: str, told: str) -> None:
    sentence = refused(home | {"VOICECOACH_DATABASE": url}, "history")
    assert told in sentence
    assert "secret" not in sentence


def test_a_url_that_no_driver_takes_leaves_the_session_running_and_loses_nothing(home: dict[str, str]) -> None:
    nowhere = home | {"VOICECOACH_DATABASE": "postgresql://coach:secret@host..name/x?sslmode=require"}
    said = output(nowhere, *REHEARSAL, "--keep")
    assert said.count("can't connect by this URL") == 1
    assert "42 landings counted in 2 sets" in said
    assert [row["landings"] for row in listed(home)] == [42]


def test_a_home_in_the_url_is_the_users(home: dict[str, str], tmp_path: Path) -> None:
    at_home = home | {"HOME": str(tmp_path), "VOICECOACH_DATABASE": "sqlite:///~/own/history.db"}
    output(at_home, *REHEARSAL, "--keep")
    assert len(listed(at_home)) == 1
    assert (tmp_path / "own" / "history.db").exists()


def test_a_file_that_is_no_history_is_left_as_it_is(home: dict[str, str], tmp_path: Path) -> None:
    diary = tmp_path / "diary.txt"
    diary.write_text("dear diary\n" * 500, "utf-8")
    sentence = refused(home | {"VOICECOACH_DATABASE": f"sqlite:///{diary}"}, "history")
    assert "not a database" in sentence
    assert "is damaged or no history; move it away or restore a backup" in sentence
    assert diary.read_text("utf-8") == "dear diary\n" * 500


def test_a_history_that_was_damaged_is_not_called_a_want_of_room(home: dict[str, str], tmp_path: Path) -> None:
    output(home, *REHEARSAL, "--keep")
    kept = tmp_path / "data" / "voicecoach" / "history.db"
    whole = kept.read_bytes()
    kept.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    assert "is damaged or no history; move it away" in refused(home, "history")


def test_the_tables_of_another_program_are_no_history(home: dict[str, str], tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as database:
        database.execute("CREATE TABLE session (song TEXT)")
    assert "this is another program's database" in refused(
        home | {"VOICECOACH_DATABASE": f"sqlite:///{other}"}, "history"
    )
    with closing(sqlite3.connect(other)) as database:
        assert [*database.execute("SELECT name FROM sqlite_master")] == [("session",)]


@pytest.mark.parametrize("limit", ["160", "40", "0"])
def test_a_full_disk_leaves_the_session_running_and_loses_nothing_that_fits(home: dict[str, str], limit: str) -> None:
    """A limit on the size of files stands for the disk; at 0 nothing can be kept at all."""
    limited = ("sh", "-c", f'ulimit -f {limit}; exec "$@"', "sh", sys.executable, "-m", "voicecoach")
    done = subprocess.run(
        [*limited, *REHEARSAL, "--keep"], env=os.environ | home, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "42 landings counted in 2 sets" in done.stdout
    assert done.stdout.count("history can't be used") == 1
    assert "Traceback" not in done.stderr
    if limit == "0":
        assert "could not be kept anywhere" in done.stdout
    else:
        assert [(row["reason"], row["landings"]) for row in listed(home)] == [("finished", 42)]


def test_a_folder_that_can_not_be_written_leaves_the_session_running(home: dict[str, str], tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file", "utf-8")
    said = output(home | {"XDG_DATA_HOME": str(blocked)}, *REHEARSAL, "--keep")
    assert "42 landings counted in 2 sets" in said
    assert said.count("history can't be used") == 1
    # The same user, with a folder that can be written again.
    assert [row["landings"] for row in listed(home)] == [42]


@pytest.mark.parametrize(("trouble", "told"), [("full", "full"), ("read-only", "Read-only file system")])
def test_a_disk_that_takes_nothing_leaves_the_session_running(
    home: dict[str, str], disk: SmallDisk, trouble: str, told: str
) -> None:
    """The whole disk: history, what is put aside and the event log."""
    for kind in ("data", "state"):
        (disk.folder / kind).mkdir()
    on_disk = home | {f"XDG_{kind.upper()}_HOME": str(disk.folder / kind) for kind in ("data", "state")}
    if trouble == "full":
        disk.fill()
    else:
        disk.make_read_only()
    said = output(on_disk, *REHEARSAL, "--keep")
    assert "42 landings counted in 2 sets" in said
    assert f"history can't be used ({told}" in said.replace("database or disk is full", told)
    assert "lines of this session could not be kept anywhere" in said
    assert "history can't be used" in refused(on_disk, "history")


def test_a_history_that_can_only_be_read_is_shown_drawn_and_copied(
    home: dict[str, str], disk: SmallDisk, tmp_path: Path
) -> None:
    on_disk = home | {"XDG_DATA_HOME": str(disk.folder)}
    output(on_disk, *REHEARSAL, "--keep")
    disk.make_read_only()
    said = output(on_disk, *REHEARSAL, "--keep")
    assert said.count("history can't be used (attempt to write a readonly database)") == 1
    (row,) = listed(on_disk)
    assert row["landings"] == 42
    output(on_disk, "report", "-o", str(tmp_path / "report.html"))
    output(on_disk, "backup", str(tmp_path / "copy.db"))
    assert voicecoach(on_disk, "delete", "1", "--yes").exit_code == 2
    # With a history that can be written, what the second session had to put aside is taken in.
    rescued = home | {"VOICECOACH_DATABASE": f"sqlite:///{tmp_path / 'copy.db'}"}
    assert [one["landings"] for one in listed(rescued)] == [42, 42]
