"""What other programs read of a session is what the session recorded."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import fitdecode
import pytest
from lived import lived, origin

from voicecoach.errors import HistoryError
from voicecoach.history import queries
from voicecoach.history.cards import Line
from voicecoach.history.database import Database
from voicecoach.history.exporting.fit import fit_file
from voicecoach.history.exporting.json_lines import json_lines
from voicecoach.history.exporting.tables_csv import landings_csv, sets_csv
from voicecoach.history.importing import Elsewhere, bring_in, read_log
from voicecoach.history.keeping import KeptSession
from voicecoach.history.queries import SessionRow, SetRow
from voicecoach.history.rows import read_lines

BERLIN = timezone(timedelta(hours=2))
STARTED_AT = datetime(2026, 5, 4, 6, 30, 0, 250_000, tzinfo=BERLIN)
HERE = Elsewhere("ada", "pi", datetime(2026, 5, 4, 4, 31, 15, tzinfo=UTC))


@pytest.fixture
def history(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'history.db'}")
    yield database
    database.close()


def keep(history: Database, lines: list[Line]) -> tuple[SessionRow, list[SetRow]]:
    with history.writing() as connection:
        kept = KeptSession.begin(connection, origin("one", STARTED_AT))
        kept.add(connection, lines)
    with history.reading() as connection:
        session = queries.session(connection, str(kept.id))
        return session, queries.sets(connection, [session.id], with_landings=True)


def decoded(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """Read FIT with a decoder that shares nothing with what wrote it; it checks sizes and checksums."""
    found: dict[str, list[dict[str, Any]]] = {}
    with fitdecode.FitReader(io.BytesIO(content), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        for frame in reader:
            if frame.frame_type == fitdecode.FIT_FRAME_DATA:
                values = {field.name: field.value for field in frame.fields if field.value is not None}
                found.setdefault(frame.name, []).append(values)
    return found


def test_fit_holds_every_set_with_its_repetitions_times_and_the_rests(history: Database) -> None:
    session, sets = keep(history, lived())
    found = decoded(fit_file(session, sets))
    active = [one for one in found["set"] if one["set_type"] == "active"]
    rests = [one for one in found["set"] if one["set_type"] == "rest"]
    assert [one.get("repetitions") for one in active] == [one.count for one in sets]
    assert [one["duration"] for one in active] == pytest.approx([one.seconds for one in sets], abs=0.001)
    begun_at = [(STARTED_AT + timedelta(seconds=one.started_at_s)).timestamp() for one in sets]
    assert [one["start_time"].timestamp() for one in active] == pytest.approx(begun_at, abs=0.5)
    assert [one["category"] for one in active] == ["calf_raise", "calf_raise", "plyo", "plyo"]
    assert len(rests) == len(active) - 1
    assert [one["message_index"] for one in found["set"]] == list(range(len(found["set"])))
    (whole,) = found["session"]
    assert whole["total_elapsed_time"] == pytest.approx(session.seconds, abs=0.001)
    assert (whole["sport"], whole["sub_sport"]) == ("training", "strength_training")
    (activity,) = found["activity"]
    offset = activity["local_timestamp"].replace(tzinfo=UTC) - activity["timestamp"]
    assert offset == timedelta(hours=2)
    assert found["file_id"][0]["type"] == "activity"


def test_fit_can_be_written_of_a_session_that_had_no_set(history: Database) -> None:
    session, sets = keep(history, lived(until=5.0))
    found = decoded(fit_file(session, sets))
    assert "set" not in found
    assert found["activity"][0]["num_sessions"] == 1


def test_csv_has_a_row_a_set(history: Database) -> None:
    session, sets = keep(history, lived())
    rows = list(csv.DictReader(io.StringIO(sets_csv(session, sets))))
    assert [row["exercise"] for row in rows] == [one.exercise for one in sets]
    assert [row["count"] for row in rows] == ["", "", *(str(one.count) for one in sets[2:])]
    assert [row["cadence_hz"] != "" for row in rows] == [False, False, True, True]
    assert datetime.fromisoformat(rows[0]["started_at"]) == STARTED_AT


def test_csv_has_a_row_a_landing_with_its_interval_and_its_time_of_day(history: Database) -> None:
    lines = lived()
    session, sets = keep(history, lines)
    rows = list(csv.DictReader(io.StringIO(landings_csv(session, sets))))
    told = [line for line in lines if line["event"] == "landing"]
    assert [float(row["at_s"]) for row in rows] == [line["at"] for line in told]
    first, second = rows[:2]
    assert first["interval_s"] == ""
    assert float(second["interval_s"]) == pytest.approx(told[1]["at"] - told[0]["at"], abs=1e-6)
    at = datetime.fromisoformat(second["at"])
    assert (at - STARTED_AT).total_seconds() == pytest.approx(told[1]["at"], abs=1e-5)


def test_json_is_the_event_log_and_comes_back_as_the_same_session(history: Database, tmp_path: Path) -> None:
    first, *others = lived()
    lines = [{**first, "uid": "one"}, *others]
    session, _ = keep(history, lines)
    text = json_lines(session, lines)
    written = [json.loads(line) for line in text.splitlines()]
    assert written[1:] == lines[1:]
    assert written[0].items() >= lines[0].items()
    (read,) = read_log("log", text.splitlines())
    assert bring_in(history, read, HERE) == (1, False)
    elsewhere = Database(f"sqlite:///{tmp_path / 'other.db'}")
    assert bring_in(elsewhere, read, HERE) == (1, True)
    with elsewhere.reading() as connection:
        assert read_lines(connection, 1) == lines
        assert queries.session(connection, "1") == session
    elsewhere.close()


def test_a_plain_event_log_ended_when_its_file_was_written(history: Database) -> None:
    lines = lived()
    text = [json.dumps(line) for line in lines]
    (read,) = read_log("log", text)
    number, new = bring_in(history, read, HERE)
    assert new
    assert bring_in(history, read, HERE) == (number, False)
    with history.reading() as connection:
        row = queries.session(connection, "last")
    assert row.person == "ada"
    assert (row.ended_at - HERE.ended_at).total_seconds() == pytest.approx(0.0, abs=1.0)  # type: ignore[operator]


def test_a_log_that_breaks_off_is_an_interrupted_session(history: Database) -> None:
    (read,) = read_log("log", [json.dumps(line) for line in lived(until=45.0)])
    bring_in(history, read, HERE)
    with history.reading() as connection:
        row = queries.session(connection, "last")
    assert row.reason == "interrupted"
    assert row.landings > 5


@pytest.mark.parametrize("until", [None, 45.0], ids=["finished", "cut off"])
@pytest.mark.parametrize("named", [True, False], ids=["named", "of an older version"])
def test_the_log_of_a_session_that_was_kept_is_that_session(
    history: Database, *, named: bool, until: float | None
) -> None:
    first, *others = lived(until=until)
    lines = [{**first, "uid": "one"} if named else first, *others]
    kept = lines if until is None else lines[:-3]  # its last second was not kept
    with history.writing() as connection:
        session = KeptSession.begin(connection, origin("one", STARTED_AT))
        session.add(connection, kept)
        if until is not None:
            session.add(connection, session.tally.last_lines("interrupted"))
    (read,) = read_log("log", [json.dumps(line) for line in lines])
    assert bring_in(history, read, HERE) == (session.id, False)


def test_the_log_of_another_session_is_another_however_alike_they_begin(history: Database) -> None:
    lines = lived()
    begun = next(place for place, line in enumerate(lines) if line["event"] == "step_started")
    for number, other in enumerate([lines[:begun], lines, lived(hops_hz=2.3), lived(seed=1)], start=1):
        (read,) = read_log("log", [json.dumps(line) for line in other])
        assert bring_in(history, read, HERE) == (number, True)


def test_a_log_of_two_sessions_is_two() -> None:
    text = [json.dumps(line) for line in [*lived(), *lived(seed=2)]]
    assert len(read_log("log", text)) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        ("hello", "line 1 is not JSON"),
        ("[" * 100_000, "line 1 is not JSON"),
        ("[1]", "line 1 is no event line"),
        ('{"t": true, "event": "x"}', "line 1 is no event line"),
        ('{"t": 0.0, "event": "landing", "at": 1.0, "step": "x", "count": 1}', "before any session_started"),
        ('{"t": 0.0, "event": "session_started", "circuit": 3}', '"circuit"'),
        ('{"t": -1.0, "event": "pause"}', "line 1 is no event line"),
        ('{"t": 9.0, "event": "session_ended", "reason": "finished", "seconds": -7000}', '"seconds"'),
        ('{"t": 9.0, "event": "step_ended", "step": "x", "side": null, "round": 1, "count": -5}', '"count"'),
        ('{"t": NaN, "event": "session_started", "circuit": "x", "level": "", "version": ""}', "line 1"),
    ],
)
def test_what_is_no_log_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(HistoryError, match=told):
        read_log("log.jsonl", text.splitlines())


@pytest.mark.parametrize("zone", ["-08:00", "+05:45", "Z", "+00:00"])
def test_a_session_from_elsewhere_keeps_the_day_it_had_there(history: Database, zone: str) -> None:
    lines = lived()
    about = {**lines[0], "started_at": f"2026-11-24T23:30:00{zone}"}
    number, _ = bring_in(history, [about, *lines[1:]], HERE)
    with history.reading() as connection:
        row = queries.session(connection, str(number))
    assert f"{row.started_at:%Y-%m-%d %H:%M}" == "2026-11-24 23:30"
    assert row.started_at == datetime.fromisoformat(about["started_at"])


@pytest.mark.parametrize(
    "told",
    [
        "yesterday",
        "0001-01-01T00:00:00+14:00",
        "0001-01-01",
        "9999-12-31T23:59:00-12:00",
        "2026-11-24T23:30:00+23:59:59",
    ],
)
def test_a_log_that_tells_no_time_it_could_have_started_at_is_refused(history: Database, told: str) -> None:
    lines = lived()
    with pytest.raises(HistoryError, match="which is no time; give --started"):
        bring_in(history, [{**lines[0], "started_at": told}, *lines[1:]], HERE)
    assert bring_in(history, [{**lines[0], "started_at": told}, *lines[1:]], replace(HERE, started_at=STARTED_AT))[1]


@pytest.mark.parametrize("odd", [{"count": -5}, {"t": 0.0, "seconds": None}])
def test_what_fit_has_no_room_for_is_told(history: Database, odd: dict[str, Any]) -> None:
    """A history may hold what an import would refuse today."""
    lines = [{**line, **odd} if line["event"] == "step_ended" else line for line in lived()]
    session, sets = keep(history, lines)
    with pytest.raises(HistoryError, match=r"Session 1 holds what FIT has no room for .*--format csv"):
        fit_file(session, sets)


def test_fit_begins_with_1990(history: Database) -> None:
    session, sets = keep(history, lived())
    with pytest.raises(HistoryError, match=r"Session 1 started on 1970-01-01, .* no day before 1990"):
        fit_file(replace(session, started_at=datetime(1970, 1, 1, 0, 3, tzinfo=BERLIN)), sets)
