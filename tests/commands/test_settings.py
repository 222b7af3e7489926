"""`voicecoach config`, and that every command keeps to what the user wants by default."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from voicecoach.cli import main
from voicecoach.cuefiles import cue_sound


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the file of a user's defaults, still to be written."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "voicecoach"
    folder.mkdir()
    return folder / "config.toml"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def settings() -> dict[str, tuple[str, str]]:
    """Return each setting's value and origin as printed."""
    done = run("config")
    assert done.exit_code == 0, done.output
    columns = [re.split(r"  +", line.strip()) for line in done.output.splitlines()[2:]]
    return {key: (value, origin) for key, value, origin in columns}


def test_without_a_file_everything_is_as_it_comes(own: Path) -> None:
    found = settings()
    assert found["talk"] == ("normal", "voicecoach")
    assert found["language"] == ("en", "the system")
    assert found["engine"] == ("pyttsx3", "VOICECOACH_ENGINE")
    assert str(own) in run("config").output
    assert "not there" in run("config").output


def test_what_the_file_says_is_in_force_with_its_line(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own.write_text('talk = "coach"\nperson = "ada"\nmachine = "attic"\nkeep = false\n', "utf-8")
    monkeypatch.setenv("VOICECOACH_PERSON", "grace")
    found = settings()
    assert found["talk"] == ("coach", "config.toml, line 1")
    assert found["person"] == ("grace", "VOICECOACH_PERSON")
    assert found["machine"] == ("attic", "config.toml, line 3")
    assert found["keep"] == ("false", "config.toml, line 4")


def test_a_password_is_not_shown(own: Path) -> None:
    own.write_text('database = "postgresql://ada:secret@host/name"\n', "utf-8")
    assert settings()["database"][0] == "postgresql://ada:***@host/name"


def level_and_language(*words: str) -> tuple[str, bool]:
    done = run("run", "demo", "--fast", "--events", "-", *words)
    assert done.exit_code == 0, done.output
    events = [json.loads(line) for line in done.stdout.splitlines()]
    return events[0]["level"], any(event.get("text") == "Drei." for event in events)


def test_a_session_keeps_to_them_and_the_command_line_has_the_last_word(own: Path) -> None:
    own.write_text('language = "de"\nlevel = "build"\nmic = "USB"\nspeaker = 2\n', "utf-8")
    # The usual devices are left alone in simulated time, where none has a place.
    assert level_and_language() == ("build", True)
    assert level_and_language("--language", "en", "--level", "full") == ("full", False)


def test_commands_that_are_told_more_take_no_default_for_it(own: Path) -> None:
    own.write_text('mic = "USB"\nlevel = "full"\nlanguage = "fr"\n', "utf-8")
    assert "42 landings" in run("listen", str(cue_sound("demo-hops.flac"))).output
    levels = [line for line in run("check", "hop-test").output.splitlines() if line.startswith("Hop test, level")]
    assert levels == run("check", "hop-test", "--language", "fr").output.splitlines()[: len(levels)]


@pytest.mark.parametrize("command", [("run",), ("doctor",), ("config",), ("history",)])
def test_a_mistake_in_the_file_ends_any_command_with_one_sentence(command: tuple[str, ...], own: Path) -> None:
    own.write_text('\nvolume = "loud"\n', "utf-8")
    done = run(*command)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"voicecoach: {own}: line 2: --volume loud")
    assert len(done.stderr.splitlines()) == 1
