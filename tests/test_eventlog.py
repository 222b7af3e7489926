"""The event log on a disk that fails and comes back: every line is there once, whole, or told where it is."""

from __future__ import annotations

import json
import os
from contextlib import redirect_stdout, suppress
from pathlib import Path

import pytest
from small_disk import SmallDisk

from voicecoach.coaching.facts import CommandUnknown
from voicecoach.errors import EventLogError
from voicecoach.eventlog import EventLog


def fact(number: int) -> CommandUnknown:
    return CommandUnknown(t=float(number), text="x" * 300, source="keys")


def instants(path: Path) -> list[float]:
    return [json.loads(line)["t"] for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_disk_that_is_full_for_a_while_costs_no_line_and_tears_none(disk: SmallDisk, tmp_path: Path) -> None:
    path, told = disk.folder / "events.jsonl", list[str]()
    log = EventLog(str(path), told.append, tmp_path)
    for number in range(10):
        log.write(fact(number))
    disk.fill()
    for number in range(10, 60):
        log.write(fact(number))
    disk.free()
    for number in range(60, 70):
        log.write(fact(number))
    log.close()
    assert instants(path) == list(range(70))
    assert len(told) == 1
    assert "can't be written for now" in told[0]


def test_the_log_of_a_program_s_later_sessions_follows_that_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text("of yesterday\n", "utf-8")
    for number in range(3):
        log = EventLog(str(path), list[str]().append, tmp_path, goes_on=number > 0)
        log.write(fact(number))
        log.close()
    assert instants(path) == [0, 1, 2]


def test_what_never_could_be_written_is_told_with_its_place(disk: SmallDisk, tmp_path: Path) -> None:
    path = disk.folder / "events.jsonl"
    log = EventLog(str(path), list[str]().append, tmp_path)
    log.write(fact(0))
    disk.fill()
    for number in range(1, 40):
        log.write(fact(number))
    with pytest.raises(EventLogError, match=r"unwritten-events\.jsonl\. Free some space and append them\."):
        log.close()
    assert instants(path) + instants(tmp_path / "unwritten-events.jsonl") == list(range(40))


def test_a_reader_who_goes_away_is_told_as_that_and_where_the_lines_are(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    told = list[str]()
    with Path(f"/dev/fd/{writing}").open("w", encoding="utf-8") as gone, redirect_stdout(gone):
        log = EventLog("-", told.append, tmp_path)
        for number in range(3):
            log.write(fact(number))
        with pytest.raises(EventLogError) as refusal:
            log.close()
        with suppress(BrokenPipeError):
            gone.close()
    os.close(writing)
    rescue = tmp_path / "unwritten-events.jsonl"
    assert str(refusal.value) == (
        f"standard output was closed by whoever read it: 3 event lines could not be written; they are in {rescue}"
    )
    assert told == ["standard output: events can't be written for now (Broken pipe); they are kept"]
    assert instants(rescue) == [0, 1, 2]


def test_without_a_standard_output_no_log_is_begun_on_it(tmp_path: Path) -> None:
    with redirect_stdout(None), pytest.raises(EventLogError, match="--events -: standard output is closed"):
        EventLog("-", list[str]().append, tmp_path)


def test_a_folder_that_is_missing_is_told_to_be_made(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "out.jsonl"
    with pytest.raises(EventLogError) as refusal:
        EventLog(str(path), list[str]().append, tmp_path)
    assert str(refusal.value) == (
        f"{path}: the event log can't be written (there is no folder {path.parent}); make the folder first"
    )
