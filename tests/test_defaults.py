"""The user's defaults: what their file may say, and how a mistake in it is told."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach import config
from voicecoach.defaults import KEYS, LARGEST_BYTES, read_defaults
from voicecoach.errors import ConfigError


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "config.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_without_a_file_nothing_is_wanted(tmp_path: Path) -> None:
    assert read_defaults(tmp_path / "config.toml") == {}


def test_each_key_is_read_with_its_line(tmp_path: Path) -> None:
    text = '# mine\nvoice = "joe"\nmic = 2\n\nvolume = [-3, "tone=-12"]\nkeep = false\n'
    found = read_defaults(written(tmp_path, text))
    assert {key: (default.value, default.line) for key, default in found.items()} == {
        "voice": ("joe", 2),
        "mic": ("2", 3),
        "volume": (("-3", "tone=-12"), 5),
        "keep": (False, 6),
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('\nmik = "USB"', 'line 2: unknown key "mik"; did you mean "mic"?'),
        ('zzz = "USB"', f'line 1: unknown key "zzz"; known: {", ".join(KEYS)}'),
        ('[run]\nmic = "USB"', 'line 1: unknown key "run"'),
        ('\n\ntalk = "loud"', "line 3: talk must be one of minimal, normal, coach"),
        ("keep = 1", "line 1: keep must be true or false"),
        ("voice = 7", "line 1: voice must be words in quotes"),
        ('voice = " "', "line 1: voice must be words in quotes"),
        ("mic = true", "line 1: mic must be words in quotes"),
        ("volume = true", "line 1: volume must be dB"),
        ('database = "history.db"', "line 1: database must be an address"),
        ("talk = ", "not valid TOML"),
        (b"talk = '\xff'", "save it as UTF-8"),
    ],
)
def test_a_mistake_is_one_sentence_with_file_and_line(text: str | bytes, told: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_defaults(path)
    assert str(caught.value).startswith(str(path))
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(ConfigError, match=r"can't be read"):
        read_defaults(tmp_path / "config.toml")


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_the_file_holds_it_is_read_or_told(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    with suppress(ConfigError):
        read_defaults(written(tmp_path_factory.mktemp("any"), content))


def test_a_file_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = written(tmp_path, b"#" + b"x" * LARGEST_BYTES + b'\nmik = "USB"\n')
    with pytest.raises(ConfigError, match="larger than"):
        read_defaults(path)


@pytest.mark.parametrize(
    ("key", "value", "read"),
    [
        ("engine", "none", config.speech_engine),
        ("database", "postgresql://somewhere/x", config.database_url),
        ("person", "ada", config.person),
        ("machine", "attic", config.machine),
    ],
)
def test_the_environment_comes_before_the_file(
    key: str, value: str, read: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(read)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv(config.variable(key), raising=False)
    before = read()
    folder = config.user_folder()
    folder.mkdir()
    written(folder, f'{key} = "{value}"')
    assert read() == value != before
    monkeypatch.setenv(config.variable(key), "said")
    assert read() == "said" == os.environ[config.variable(key)]
