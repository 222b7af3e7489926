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


def start(database: Database, folder: Path, machine: str = "pi") -> list[SessionRow]:
    told: list[str] = []
    tidy(database, folder, machine, told.append)
    assert told == []
    with database.reading() as connection:
        return queries.sessions(connection)


def test_a_session_that_was_cut_off_is_closed_with_the_landings_it_has(database: Database, tmp_path: Path) -> None:
    begin(database, "cut")
    (row,) = start(database, tmp_path)
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
    assert start(database, tmp_path) == start(database, tmp_path)


def test_a_session_that_runs_is_left_alone(database: Database, tmp_path: Path) -> None:
    begin(database, "runs")
    with alive(tmp_path, "runs"):
        assert start(database, tmp_path)[0].reason is None
    assert start(database, tmp_path)[0].reason == "interrupted"


def test_another_machines_session_is_its_own_until_a_day_has_passed(database: Database, tmp_path: Path) -> None:
    begin(database, "fresh", machine="other")
    begin(database, "stale", machine="other", at=NOW - timedelta(days=2))
    stale, fresh = start(database, tmp_path)
    assert (stale.reason, fresh.reason) == ("interrupted", None)


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


def test_a_file_that_is_none_of_ours_is_named_and_left(database: Database, tmp_path: Path) -> None:
    (tmp_path / "notes.jsonl").write_text("buy milk\n", "utf-8")
    told: list[str] = []
    tidy(database, tmp_path, "pi", told.append)
    (sentence,) = told
    assert "notes.jsonl" in sentence
    assert (tmp_path / "notes.jsonl").exists()
