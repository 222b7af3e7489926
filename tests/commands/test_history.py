"""Training is kept, found, copied, handed out and deleted."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from at_home import home_in, listed, output, refused, voicecoach
from lived import lived
from read_report import Read

from voicecoach.circuit.model import Circuit
from voicecoach.cuefiles import cue_sound, list_circuits, load_circuit
from voicecoach.history.recorder import Recorder, Whereabouts
from voicecoach.runtime.request import Request

RECORDING = str(cue_sound("demo-hops.flac"))
REHEARSAL = ("run", "demo", "--fast", "--mic", RECORDING)


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return home_in(tmp_path) | {"VOICECOACH_ENGINE": "none"}


def import_sessions(home: Mapping[str, str], folder: Path) -> None:
    """Keep a session of ada's on the 1st of May, and one of bob's on the 2nd."""
    for day, (circuit, person) in enumerate([("demo", "ada"), ("hop-test", "bob")], start=1):
        log = folder / f"{circuit}.jsonl"
        log.write_text("".join(json.dumps(line) + "\n" for line in lived(circuit)), "utf-8")
        output(home, "import", str(log), "--person", person, "--started", f"2026-05-0{day} 07:30")


def test_a_rehearsal_is_kept_when_asked_for_and_shown_with_its_sets(home: dict[str, str]) -> None:
    output(home, *REHEARSAL)
    assert listed(home) == []
    output(home, *REHEARSAL, "--keep")
    (row,) = listed(home)
    assert (row["circuit"], row["level"], row["person"]) == ("demo", "start", "ada")
    assert (row["reason"], row["landings"]) == ("finished", 42)
    shown = output(home, "history", "last").splitlines()
    assert "42 landings" in shown[1]
    assert [line.split()[2] for line in shown[3:]] == ["calf-hold", "calf-hold", "ankle-hops", "ankle-hops"]
    assert json.loads(output(home, "history", "last", "--json"))["sets"][2]["count"] == 21


DEMO: Circuit = load_circuit("demo")


@pytest.mark.parametrize(
    ("request_", "kept"),
    [
        (Request(DEMO), True),
        (Request(DEMO, mic="USB", speaker="none"), True),
        (Request(DEMO, mic="none"), True),
        (Request(DEMO, mic="hops.wav"), False),
        (Request(DEMO, mic="none", speaker="none"), False),
        (Request(DEMO, mic="hops.wav", speaker="out.wav", fast=True), False),
        (Request(DEMO, keep=False), False),
        (Request(DEMO, mic="hops.wav", keep=True), True),
    ],
)
def test_what_is_kept_unasked_is_what_somebody_trained(request_: Request, kept: bool) -> None:  # noqa: FBT001
    assert request_.is_kept is kept


def test_history_is_a_table_that_can_be_narrowed(home: dict[str, str], tmp_path: Path) -> None:
    assert "No sessions yet" in output(home, "history")
    import_sessions(home, tmp_path)
    heading, first, second = output(home, "history").splitlines()
    assert heading.split()[:4] == ["no.", "date", "circuit", "level"]
    assert first.split()[:5] == ["1", "2026-05-01", "07:30", "demo", "start"]
    assert second.split()[:6] == ["2", "2026-05-02", "07:30", "hop-test", "start", "bob"]
    assert [row["id"] for row in listed(home, "--person", "bob")] == [2]
    assert [row["id"] for row in listed(home, "--circuit", "demo")] == [1]
    assert [row["id"] for row in listed(home, "--since", "2026-05-02")] == [2]
    assert [row["id"] for row in listed(home, "--until", "2026-05-01")] == [1]
    for words in (("--circuit", "hop-tests"), ("--since", "2030-01-01"), ("--person", "eve")):
        assert output(home, "history", *words) == "No such session; `voicecoach history` lists those there are\n"


def test_the_last_session_is_the_last_of_those_chosen(home: dict[str, str], tmp_path: Path) -> None:
    import_sessions(home, tmp_path)
    for words in (("--person", "ada"), ("--circuit", "demo"), ("--until", "2026-05-01")):
        assert output(home, "history", "last", *words).startswith("session 1: demo, start, 2026-05-01 07:30, ada")
    assert output(home, "history", "last").startswith("session 2: ")
    assert "There is no such session" in refused(home, "history", "last", "--person", "ada", "--circuit", "hop-test")
    told = output(home, "export", "last", "--person", "ada", "--format", "json").splitlines()
    assert json.loads(told[0])["person"] == "ada"
    assert output(home, "delete", "last", "--person", "ada", "--yes").startswith("session 1: demo")
    assert [row["person"] for row in listed(home)] == ["bob"]


@pytest.mark.parametrize("words", [("history", "2"), ("export", "2", "--format", "csv"), ("delete", "2", "--yes")])
def test_a_session_of_somebody_else_is_not_taken_for_ones_own(
    home: dict[str, str], tmp_path: Path, words: tuple[str, ...]
) -> None:
    import_sessions(home, tmp_path)
    assert "Session 2 is bob's, not ada's; leave --person out" in refused(home, *words, "--person", "ada")
    assert len(listed(home)) == 2


def test_a_number_and_what_it_is_not_do_not_go_together(home: dict[str, str], tmp_path: Path) -> None:
    import_sessions(home, tmp_path)
    assert "Session 1 is demo of 2026-05-01, not what" in refused(home, "history", "1", "--circuit", "hop-test")


def test_delete_asks_first_and_deletes_for_good(home: dict[str, str], tmp_path: Path) -> None:
    import_sessions(home, tmp_path)
    declined = voicecoach(home, "delete", "1", typed="n\n")
    assert declined.exit_code == 1
    assert "demo" in declined.stdout
    assert len(listed(home)) == 2
    assert voicecoach(home, "delete", "1", typed="y\n").exit_code == 0
    assert [row["id"] for row in listed(home)] == [2]
    assert "no session 7" in refused(home, "delete", "2", "7", "--yes")
    assert [row["id"] for row in listed(home)] == [2]


def test_a_session_that_runs_can_not_be_deleted(home: dict[str, str], tmp_path: Path) -> None:
    folder, lines = tmp_path / "state" / "voicecoach" / "sessions", lived()
    where = Whereabouts(
        f"sqlite:///{tmp_path / 'data' / 'voicecoach' / 'history.db'}", folder, "one", "ada", "pi", real_time=False
    )
    recorder = Recorder(where, list[str]().append)
    for line in lines[:50]:
        recorder.write(line)
    for _ in range(200):
        if listed(home):
            break
        threading.Event().wait(0.1)
    assert "Session 1 is running on pi; stop it first" in refused(home, "delete", "last", "--yes")
    for line in lines[50:]:
        recorder.write(line)
    recorder.close()
    (row,) = listed(home)
    assert (row["reason"], row["landings"]) == ("finished", sum(lines[-1]["counts"].values()))
    assert "Deleted 1 session" in output(home, "delete", "last", "--yes")


def test_a_backup_is_a_whole_history_of_its_own(home: dict[str, str], tmp_path: Path) -> None:
    import_sessions(home, tmp_path)
    copy = tmp_path / "copy.db"
    assert "2 sessions" in output(home, "backup", str(copy))
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert listed(home | {"VOICECOACH_DATABASE": f"sqlite:///{copy}"}) == listed(home)
    assert "nowhere" in refused(home, "backup", str(tmp_path / "nowhere" / "copy.db"))
    assert "itself" in refused(home, "backup", str(tmp_path / "data" / "voicecoach" / "history.db"))
    assert len(listed(home)) == 2


@pytest.mark.parametrize("name", ["copy.db", "copy.db.part"])
def test_a_backup_takes_the_place_of_no_file_that_is_no_database(
    name: str, home: dict[str, str], tmp_path: Path
) -> None:
    import_sessions(home, tmp_path)
    precious = tmp_path / name
    precious.write_text("notes", "utf-8")
    assert f"{precious} is there already and is no database" in refused(home, "backup", str(tmp_path / "copy.db"))
    assert precious.read_text("utf-8") == "notes"
    assert not (tmp_path / "copy.db.part").exists() or name == "copy.db.part"


def test_a_backup_takes_the_place_of_an_earlier_one_and_of_an_empty_file(home: dict[str, str], tmp_path: Path) -> None:
    import_sessions(home, tmp_path)
    (tmp_path / "copy.db").touch()
    for _ in range(2):
        assert "2 sessions" in output(home, "backup", str(tmp_path / "copy.db"))


def test_export_does_not_write_over_the_history(home: dict[str, str], tmp_path: Path) -> None:
    import_sessions(home, tmp_path)
    history = tmp_path / "data" / "voicecoach" / "history.db"
    link = tmp_path / "link.csv"
    link.symlink_to(history)
    for name in (history, link):
        assert "is a database" in refused(home, "export", "1", "--format", "csv", "-o", str(name))
    assert len(listed(home)) == 2


def test_export_writes_all_three_formats(home: dict[str, str], tmp_path: Path) -> None:
    import_sessions(home, tmp_path)
    assert len(output(home, "export", "1", "--format", "csv").splitlines()) == 1 + 4
    landings = output(home, "export", "1", "--format", "csv", "--landings").splitlines()
    assert len(landings) == 1 + listed(home)[0]["landings"]
    out = tmp_path / "out.jsonl"
    assert output(home, "export", "1", "--format", "json", "-o", str(out)) == ""
    assert [json.loads(line) for line in out.read_text("utf-8").splitlines()][1:] == lived()[1:]
    assert "already in history as session 1" in output(home, "import", str(out))
    fit = tmp_path / "out.fit"
    output(home, "export", "last", "--format", "fit", "-o", str(fit))
    assert fit.read_bytes()[8:12] == b".FIT"


def test_the_event_log_of_a_session_that_was_kept_adds_nothing(home: dict[str, str], tmp_path: Path) -> None:
    log = tmp_path / "events.jsonl"
    output(home, *REHEARSAL, "--keep", "--events", str(log))
    assert "already in history as session 1" in output(home, "import", str(log))
    first, *others = log.read_text("utf-8").splitlines()
    old = {name: value for name, value in json.loads(first).items() if name != "uid"}
    log.write_text("\n".join([json.dumps(old), *others]), "utf-8")
    assert "already in history as session 1" in output(home, "import", str(log))
    assert [row["landings"] for row in listed(home)] == [42]
    assert "today: 42 hops" in output(home, "progress", "demo")


def test_a_circuit_of_one_s_own_is_as_well_known_afterwards_as_one_that_ships(
    home: dict[str, str], tmp_path: Path
) -> None:
    shipped = next(path for name, path in list_circuits().items() if name == "demo")
    march = 'exercise = "hurdle-march"\nfeet = "two-each"'
    circuit = tmp_path / "mine.toml"
    circuit.write_text(shipped.read_text("utf-8").replace('exercise = "ankle-hops"', march, 1), "utf-8")
    output(home, "run", str(circuit), "--fast", "--mic", RECORDING, "--keep", "--target", "3.0")
    first, second = (one["count"] for one in json.loads(output(home, "history", "last", "--json"))["sets"][2:])
    assert first
    assert second
    assert f"today: {second} hops" in output(home, "progress", "demo")
    page = tmp_path / "report.html"
    output(home, "report", "-o", str(page))
    told = Read(page.read_text("utf-8"))
    assert (told.tiles["hops"], told.tiles["steps"]) == (str(second), str(first))
    rhythm = told.figure("Rhythm: ankle hops, round 1")
    assert any("target, 2.8 to 3.2 a second" in text for text in rhythm.drawn)
    assert "intervals were within 2.8 to 3.2 a second" in rhythm.words


def test_weeks_are_drawn_against_the_budget_that_their_sessions_were_told(home: dict[str, str], tmp_path: Path) -> None:
    page, log = tmp_path / "report.html", tmp_path / "events.jsonl"
    output(home, *REHEARSAL, "--keep")
    output(home, "report", "-o", str(page))
    assert "Enough for a beginner: 240 to 300 a week" in Read(page.read_text("utf-8")).figure("Hops a week").words
    output(home, *REHEARSAL, "--keep", "--events", str(log))
    (budget,) = [line for line in map(json.loads, log.read_text("utf-8").splitlines()) if line["event"] == "budget"]
    output(home, "report", "--all", "-o", str(page))
    weeks = Read(page.read_text("utf-8")).figure("Hops a week")
    assert "Enough for a beginner" not in weeks.words
    assert f"in 2 sessions, {budget['week_limit']} are enough." in weeks.words
    assert any("line: your budget" in text for text in weeks.drawn)
    assert weeks.rows[1][-1] == str(budget["week_limit"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "1", "--format", "json"), "no session 1"),
        (("export", "last", "--format", "json", "--landings"), "--landings is for --format csv"),
        (("import", "gone.jsonl"), "gone.jsonl can't be read"),
        (("history", "first"), '"first" is no session'),
    ],
)
def test_what_can_not_be_done_is_one_sentence(home: dict[str, str], words: tuple[str, ...], told: str) -> None:
    assert told in refused(home, *words)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_start_that_can_not_be_is_told(home: dict[str, str], tmp_path: Path, day: str) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text("".join(json.dumps(line) + "\n" for line in lived()), "utf-8")
    assert "--started: no session was in the year" in refused(home, "import", str(log), "--started", f"{day} 00:00")
    assert listed(home) == []


def test_a_session_of_a_machine_without_a_clock_is_no_fit_file(home: dict[str, str], tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text("".join(json.dumps(line) + "\n" for line in lived()), "utf-8")
    output(home, "import", str(log), "--started", "1970-01-01 00:05")
    assert "FIT has no day before 1990" in refused(
        home, "export", "1", "--format", "fit", "-o", str(tmp_path / "o.fit")
    )
    assert not (tmp_path / "o.fit").exists()
    assert "1970-01-01T00:05" in output(home, "export", "1", "--format", "json")


def test_a_server_has_its_own_backup(home: dict[str, str], postgres_url: str, tmp_path: Path) -> None:
    shared = home | {"VOICECOACH_DATABASE": postgres_url}
    output(shared, *REHEARSAL, "--keep")
    assert [row["landings"] for row in listed(shared)] == [42]
    assert "pg_dump" in refused(shared, "backup", str(tmp_path / "copy.db"))
