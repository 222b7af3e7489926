"""A session is kept while it runs, and nothing that happens to the database touches it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lived import STARTED_AT, lived
from scratch_postgres import ScratchPostgres

from voicecoach.history import queries
from voicecoach.history.aside import Aside
from voicecoach.history.cards import Line
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession, forget
from voicecoach.history.recorder import Recorder, Whereabouts
from voicecoach.history.rows import read_lines
from voicecoach.history.tidying import tidy

UID = "a-session"
MACHINE = "pi"


class Told:
    """Keeps what a session is told, and lets a test wait for it."""

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self.first = threading.Event()

    def __call__(self, sentence: str) -> None:
        self.sentences.append(sentence)
        self.first.set()


class WallClock:
    """A clock on the wall that shows what it is told to."""

    def __init__(self, at: datetime = STARTED_AT) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def where(url: str, folder: Path, *, real_time: bool = True) -> Whereabouts:
    return Whereabouts(url, folder, UID, "ada", MACHINE, real_time)


def record(recorder: Recorder, lines: Sequence[Line], clock: WallClock, zero_at: datetime = STARTED_AT) -> None:
    for line in lines:
        clock.at = zero_at + timedelta(seconds=line["t"])
        recorder.write(line)


def record_as_now(recorder: Recorder, lines: Sequence[Line]) -> None:
    for line in lines:
        recorder.write(line)


def kept_lines(url: str) -> list[list[Line]]:
    database = Database(url)
    with database.reading() as connection:
        found = [read_lines(connection, row.id) for row in queries.sessions(connection)]
    database.close()
    return found


def next_start(url: str, folder: Path) -> list[str]:
    told: list[str] = []
    database = Database(url)
    tidy(database, folder, told.append)
    database.close()
    return told


def test_a_session_is_kept_whole_with_its_cards(url: str, tmp_path: Path) -> None:
    clock, told, lines = WallClock(), Told(), lived()
    recorder = Recorder(where(url, tmp_path), told, clock)
    record(recorder, lines, clock)
    recorder.close()
    assert kept_lines(url) == [lines]
    database = Database(url)
    with database.reading() as connection:
        row = queries.session(connection, "last")
    database.close()
    assert (row.circuit, row.level, row.person, row.machine) == ("demo", "start", "ada", MACHINE)
    assert (row.reason, row.started_at) == ("finished", STARTED_AT)
    assert row.landings == sum(lines[-1]["counts"].values())
    assert row.cadence_hz == pytest.approx(2.2, abs=0.05)
    assert told.sentences == []
    assert not list(tmp_path.glob("*.jsonl"))
    assert not list(tmp_path.glob("*.lock"))


def test_lines_are_in_the_database_while_the_session_goes_on(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'history.db'}"
    recorder = Recorder(where(url, tmp_path), Told(), WallClock())
    lines = lived()[:10]
    record(recorder, lines, WallClock())
    # Its own thread commits them; nobody has to close anything for it.
    deadline = threading.Event()
    for _ in range(200):
        if kept_lines(url) == [lines]:
            break
        deadline.wait(0.1)
    assert kept_lines(url) == [lines]
    recorder.close()


def test_a_wall_clock_that_is_set_in_mid_session_moves_its_start(url: str, tmp_path: Path) -> None:
    clock, lines = WallClock(), lived()
    never_set = datetime(1970, 1, 1, tzinfo=UTC)
    recorder = Recorder(where(url, tmp_path), Told(), clock)
    record(recorder, lines[:20], clock, never_set)
    for _ in range(200):  # the wrong time has to have been kept before it can be corrected
        if kept_lines(url):
            break
        threading.Event().wait(0.1)
    record(recorder, lines[20:], clock, STARTED_AT)
    recorder.close()
    database = Database(url)
    with database.reading() as connection:
        assert queries.session(connection, "last").started_at == STARTED_AT
    database.close()


def blocked(tmp_path: Path) -> str:
    """Return the URL of a database in a folder that can't be, since a file has its name."""
    (tmp_path / "data").write_text("in the way", "utf-8")
    return f"sqlite:///{tmp_path / 'data' / 'history.db'}"


def test_a_folder_that_can_not_be_made_is_said_once_and_lines_are_put_aside(tmp_path: Path) -> None:
    url, clock, told, lines = blocked(tmp_path), WallClock(), Told(), lived()
    recorder = Recorder(where(url, tmp_path / "aside"), told, clock)
    record(recorder, lines, clock)
    recorder.close()
    (sentence,) = told.sentences
    assert str(tmp_path / "data" / "history.db") in sentence
    assert "the session goes on" in sentence
    assert list(Aside(tmp_path / "aside", UID).read().lines) == lines
    (tmp_path / "data").unlink()
    assert next_start(url, tmp_path / "aside") == []
    assert kept_lines(url) == [lines]
    assert not list((tmp_path / "aside").iterdir())


def test_a_line_that_history_can_not_read_costs_none_of_the_others(tmp_path: Path) -> None:
    clock, told, lines = WallClock(), Told(), lived()
    url = f"sqlite:///{tmp_path / 'history.db'}"
    half = len(lines) // 2
    recorder = Recorder(where(url, tmp_path), told, clock)
    record(recorder, lines[:half], clock)
    record(recorder, [{"t": lines[half]["t"], "event": "landing"}], clock)
    record(recorder, lines[half:], clock)
    recorder.close()
    said, kept_aside = told.sentences
    assert said.startswith("history can't read a line of this session (KeyError('at')); the session goes on")
    assert str(Aside(tmp_path, UID).path) in kept_aside
    kept = [line for session in kept_lines(url) for line in session]
    aside = Aside(tmp_path, UID).read().lines
    assert [line for line in [*kept, *aside] if len(line) > len(("t", "event"))] == lines
    assert next_start(url, tmp_path) == [kept_aside]
    assert kept_aside.endswith("a line in it is none of a session's: KeyError('at')); delete it if it is of no use")


def test_trouble_that_passes_before_the_end_leaves_nothing_to_do(tmp_path: Path) -> None:
    url, clock, told, lines = blocked(tmp_path), WallClock(), Told(), lived()
    recorder = Recorder(where(url, tmp_path / "aside"), told, clock)
    record(recorder, lines[:50], clock)
    assert told.first.wait(30.0)
    (tmp_path / "data").unlink()
    record(recorder, lines[50:], clock)
    recorder.close()
    assert len(told.sentences) == 1
    assert kept_lines(url) == [lines]


def test_lines_that_can_be_kept_nowhere_are_counted(tmp_path: Path) -> None:
    url, clock, told, lines = blocked(tmp_path), WallClock(), Told(), lived()
    recorder = Recorder(where(url, tmp_path / "data"), told, clock)
    record(recorder, lines, clock)
    recorder.close()
    assert f"{len(lines)} lines" in told.sentences[-1]


def wait_until_kept(url: str, lines: Sequence[Line]) -> None:
    for _ in range(200):
        if kept_lines(url) == [lines]:
            return
        threading.Event().wait(0.1)
    assert kept_lines(url) == [lines]


def test_a_namesake_that_starts_meanwhile_costs_a_running_session_nothing(url: str, tmp_path: Path) -> None:
    """Two machines that are both called "raspberrypi", or two users of one, share a database."""
    clock, told, lines = WallClock(datetime.now(UTC)), Told(), lived()
    recorder = Recorder(where(url, tmp_path / "one", real_time=False), told, clock)
    record_as_now(recorder, lines[:60])
    wait_until_kept(url, lines[:60])
    assert next_start(url, tmp_path / "two") == []
    assert kept_lines(url) == [lines[:60]]
    record_as_now(recorder, lines[60:])
    recorder.close()
    assert told.sentences == []
    assert kept_lines(url) == [lines]


@pytest.mark.parametrize("what", ["closed", "deleted"])
def test_what_others_do_to_a_running_session_costs_it_nothing_unsaid(url: str, tmp_path: Path, what: str) -> None:
    clock, told, lines = WallClock(datetime.now(UTC)), Told(), lived()
    recorder = Recorder(where(url, tmp_path, real_time=False), told, clock)
    record_as_now(recorder, lines[:60])
    wait_until_kept(url, lines[:60])
    database = Database(url)
    with database.writing() as connection:
        kept = KeptSession.find(connection, UID)
        assert kept is not None
        if what == "closed":
            kept.add(connection, kept.tally.last_lines("interrupted"))
        else:
            forget(connection, kept.id)
    database.close()
    record_as_now(recorder, lines[60:])
    recorder.close()
    if what == "closed":
        assert kept_lines(url) == [lines]
        assert not list(tmp_path.glob("*.jsonl"))
    else:
        assert kept_lines(url) == []
        assert list(Aside(tmp_path, UID).read().lines) == lines[60:]
        assert "has 0 of the 60 lines of its session" in told.sentences[-1]


def test_a_server_that_falls_over_in_mid_session_gets_the_rest_at_the_next_start(
    postgres: ScratchPostgres, tmp_path: Path
) -> None:
    url, clock, told, lines = postgres.new_database(), WallClock(), Told(), lived()
    recorder = Recorder(where(url, tmp_path), told, clock)
    record(recorder, lines[:60], clock)
    wait_until_kept(url, lines[:60])
    postgres.stop()
    try:
        record(recorder, lines[60:], clock)
        recorder.close()
    finally:
        postgres.start()
    (sentence,) = told.sentences
    assert "127.0.0.1" in sentence
    assert "p@ss" not in sentence
    assert "p%40ss" not in sentence
    assert kept_lines(url) == [lines[:60]]
    assert next_start(url, tmp_path) == []
    assert kept_lines(url) == [lines]


@pytest.mark.parametrize("works", [True, False])
def test_a_session_that_a_fault_broke_off_is_closed_by_the_next_start_as_if_killed(
    *, works: bool, database: Database, url: str, tmp_path: Path
) -> None:
    lines = lived(until=45.0)
    blocked = tmp_path / "blocked"
    blocked.write_text("a file", "utf-8")
    recorder = Recorder(where(url if works else f"sqlite:///{blocked / 'history.db'}", tmp_path / "aside"), Told())
    record_as_now(recorder, lines)
    recorder.close()
    tidy(database, tmp_path / "aside", Told())
    with database.reading() as connection:
        (row,) = queries.sessions(connection)
    assert row.reason == "interrupted"
    assert row.landings == sum(line["event"] == "landing" for line in lines)
    assert list((tmp_path / "aside").iterdir()) == []


def test_a_session_that_never_began_leaves_nothing(url: str, tmp_path: Path) -> None:
    Recorder(where(url, tmp_path / "aside"), Told()).close()
    assert list((tmp_path / "aside").iterdir()) == []
