"""What no session can be asked for.

No session reads what it writes, nor writes one file from two sides: what was in it would be gone.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from voicecoach.cuefiles import load_circuit
from voicecoach.errors import UserError
from voicecoach.runtime.request import Request, sound_path

DEMO = load_circuit("demo")
ROLES = ("mic", "speaker", "events")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "rec.wav"
    path.write_bytes(b"an hour of hops")
    return path


def same(path: Path) -> Path:
    return path


def detour(path: Path) -> Path:
    (path.parent / "folder").mkdir()
    return path.parent / "folder" / ".." / path.name


def symlink(path: Path) -> Path:
    other = path.with_name("link.wav")
    other.symlink_to(path)
    return other


def hard_link(path: Path) -> Path:
    other = path.with_name("hard.wav")
    os.link(path, other)
    return other


@pytest.mark.parametrize("otherwise_named", [same, detour, symlink, hard_link])
@pytest.mark.parametrize(("one", "other"), [("mic", "speaker"), ("mic", "events"), ("speaker", "events")])
def test_one_file_in_two_roles_is_refused_by_whatever_name(
    one: str, other: str, otherwise_named: Callable[[Path], Path], recording: Path
) -> None:
    again = otherwise_named(recording)
    with pytest.raises(UserError) as refusal:
        Request(DEMO, fast=True, **{one: str(recording), other: str(again)})  # type: ignore[arg-type]
    assert str(refusal.value) == f"{again} is both --{one} and --{other}; give another name"


def test_a_file_that_is_still_to_be_written_can_t_be_two_either(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"new\.wav is both --speaker and --events"):
        Request(DEMO, speaker=str(tmp_path / "new.wav"), events=str(detour(tmp_path / "new.wav")))


@pytest.mark.parametrize("role", ROLES)
def test_the_circuit_s_own_file_has_no_other_part(role: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("mine", "utf-8")
    with pytest.raises(UserError, match=rf"mine\.toml is both the circuit and --{role}; give another name"):
        Request(DEMO, circuit_file=path, **{role: str(path)})  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ["speaker", "events"])
def test_a_history_is_not_written_over(role: str, tmp_path: Path) -> None:
    path = tmp_path / "history.db.wav"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE sets (count INTEGER)")
    with pytest.raises(UserError, match=rf"history\.db\.wav is a database; give --{role} another name"):
        Request(DEMO, **{role: str(path)})  # type: ignore[arg-type]


def test_devices_nothing_and_standard_output_are_no_files(recording: Path) -> None:
    Request(DEMO, mic="none", speaker="none", events="-")
    Request(DEMO, mic="USB", speaker="USB", events="USB")
    Request(DEMO, mic="/dev/null", speaker="/dev/null", events="/dev/null")
    Request(DEMO, mic=str(recording), speaker=f"{recording}.wav", events=f"{recording}.jsonl")


@pytest.mark.parametrize("nothing", ["", " "])
@pytest.mark.parametrize("role", ROLES)
def test_an_empty_name_names_nothing(role: str, nothing: str) -> None:
    with pytest.raises(UserError, match=f'--{role} "" names nothing; give a name, or'):
        Request(DEMO, **{role: nothing})  # type: ignore[arg-type]


def test_a_home_that_nobody_has_is_a_path_that_leads_nowhere() -> None:
    assert sound_path("~nobody-here/in.wav") == Path("~nobody-here/in.wav")
