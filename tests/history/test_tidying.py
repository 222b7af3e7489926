"""What a session that died left behind is put in order at the next start."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lived import STARTED_AT, lived, origin

from voicecoach.history import queries
from voicecoach.history.alive import alive
from voicecoach.history.aside import Aside
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession
from voicecoach.history.queries import SessionRow
from voicecoach.history.rows import read_lines
from voicecoach.history.tidying import tidy

NOW = datetime.now(UTC)


def begin(database: Database, uid: str, *, machine: str = "pi", until: float = 45.0, at: datetime = NOW) -> None:
    with database.writing() as connection:
        KeptSession.begin(connection, origin(uid, at, machine=machine)).add(connection, lived(until=until))


def killed(folder: Path, uid: str) -> None:
    """Leave what `kill -9` leaves of a session: the file whose lock it held."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{uid}.lock").touch()


def start(database: Database, folder: Path, *warnings: str) -> list[SessionRow]:
    told: list[str] = []
    tidy(database, folder, told.append)
    assert len(told) == len(warnings)
    assert all(warning in one for one, warning in zip(told, warnings, strict=True))
    with database.reading() as connection:
        return queries.sessions(connection)


def test_a_session_that_was_cut_off_is_closed_with_the_landings_it_has(database: Database, tmp_path: Path) -> None:
    begin(database, "cut")
    killed(tmp_path, "cut")
    (row,) = start(database, tmp_path)
    assert not list(tmp_path.glob("*.lock"))
    with database.reading() as connection:
        lines = read_lines(connection, row.id)
        (*_, last_set) = queries.sets(connection, [row.id], with_landings=True)
    landings = sum(line["event"] == "landing" for line in lines)
    assert row.reason == "interrupted"
    assert row.landings == landings > 5
    assert (last_set.count, len(last_set.landings)) == (landings, landings)
    assert last_set.rhythm is not None
    assert [line["event"] for line in lines[-2:]] == ["step_ended", "session_ended"]
    assert lines[-1]["counts"] == {"ankle-hops": landings}
    assert lines[-1]["seconds"] == max(line["t"] for line in lives_of("cut"))


def lives_of(_uid: str) -> list[dict[str, float]]:
    return [{"t": line["t"]} for line in lived(until=45.0)]


def test_it_is_closed_once(database: Database, tmp_path: Path) -> None:
    begin(database, "cut")
    killed(tmp_path, "cut")
    assert start(database, tmp_path) == start(database, tmp_path)


def test_a_session_that_runs_is_left_alone(database: Database, tmp_path: Path) -> None:
    begin(database, "runs", at=NOW - timedelta(days=2))  # a clock that was not set yet
    with alive(tmp_path, "runs"):
        assert start(database, tmp_path)[0].reason is None
    assert start(database, tmp_path)[0].reason == "interrupted"


def test_only_its_own_folder_tells_that_a_session_is_dead_until_a_day_has_passed(
    database: Database, tmp_path: Path
) -> None:
    begin(database, "fresh")
    begin(database, "stale", machine="other", at=NOW - timedelta(days=2))
    killed(tmp_path / "a namesake", "fresh")
    stale, fresh = start(database, tmp_path / "here")
    assert (stale.reason, fresh.reason) == ("interrupted", None)
    _, fresh = start(database, tmp_path / "a namesake")
    assert fresh.reason == "interrupted"


def test_a_session_of_another_database_is_closed_when_that_is_used_again(database: Database, tmp_path: Path) -> None:
    begin(database, "cut")
    killed(tmp_path, "cut")
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    assert start(other, tmp_path) == []
    other.close()
    assert start(database, tmp_path)[0].reason == "interrupted"


@pytest.mark.parametrize("committed", [0, 40])
def test_lines_put_aside_follow_those_the_database_has(database: Database, tmp_path: Path, committed: int) -> None:
    lines = lived()
    if committed:
        with database.writing() as connection:
            KeptSession.begin(connection, origin("part")).add(connection, lines[:committed])
    first = max(0, committed - 10)  # a commit that was reported as failed, and was none
    aside = Aside(tmp_path, "part")
    aside.append(origin("part"), first, lines[first:70])
    aside.append(origin("part"), 70, lines[70:])
    (row,) = start(database, tmp_path)
    with database.reading() as connection:
        assert read_lines(connection, row.id) == lines
    assert (row.started_at, row.reason) == (STARTED_AT, "finished")
    assert not aside.path.exists()


def test_a_line_cut_off_in_the_middle_costs_no_other(database: Database, tmp_path: Path) -> None:
    aside = Aside(tmp_path, "torn")
    aside.append(origin("torn"), 0, lived(until=45.0))
    whole = aside.path.read_text("utf-8")
    aside.path.write_text(whole + '{"t": 45.1, "event": "lan', "utf-8")
    (row,) = start(database, tmp_path)
    assert row.reason == "interrupted"
    assert row.landings == whole.count('"landing"')


def test_what_somebody_else_wrote_gives_way_to_the_session_s_own_lines(database: Database, tmp_path: Path) -> None:
    lines = lived()
    begin(database, "running", until=45.0)
    held = len(lived(until=45.0))
    with database.writing() as connection:
        kept = KeptSession.find(connection, "running")
        assert kept is not None
        kept.add(connection, kept.tally.last_lines("interrupted"))
    aside = Aside(tmp_path, "running")
    aside.append(origin("running"), held, lines[held:])
    (row,) = start(database, tmp_path)
    with database.reading() as connection:
        assert read_lines(connection, row.id) == lines
        sets = queries.sets(connection, [row.id], with_landings=True)
    assert (row.reason, row.landings) == ("finished", sum(lines[-1]["counts"].values()))
    assert [one.count or 0 for one in sets] == [len(one.landings) for one in sets]
    assert not aside.path.exists()


@pytest.mark.parametrize("held", [0, 20])
def test_lines_whose_session_is_gone_are_kept_and_named(database: Database, tmp_path: Path, held: int) -> None:
    lines = lived()
    if held:
        with database.writing() as connection:
            KeptSession.begin(connection, origin("gone")).add(connection, lines[:held])
    aside = Aside(tmp_path, "gone")
    aside.append(origin("gone"), 40, lines[40:])
    warning = f"gone.jsonl can't be taken into history (this history has {held} of the 40 lines"
    rows = start(database, tmp_path, warning)
    assert [row.landings for row in rows] == [0] * bool(held)
    assert list(aside.read().lines) == lines[40:]


def test_a_file_that_is_none_of_ours_is_named_and_left(database: Database, tmp_path: Path) -> None:
    (tmp_path / "notes.jsonl").write_text("buy milk\n", "utf-8")
    told: list[str] = []
    tidy(database, tmp_path, told.append)
    (sentence,) = told
    assert sentence.count("notes.jsonl") == 1
    assert (tmp_path / "notes.jsonl").exists()
