"""What can't be read as sound is told with what to do about it, and left as it is."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from voicecoach.audio.sound_files import open_to_read
from voicecoach.errors import SoundFileError


def refusal(path: Path) -> str:
    with pytest.raises(SoundFileError) as refused:
        open_to_read(path)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "converted"),
    [
        ("text.wav", "text-converted.wav"),
        ("my hops.m4a", "my hops.wav"),
        ("it's.WAV", "it's.wav"),
        ("taken.mp4", "taken-converted.wav"),
    ],
)
def test_a_conversion_is_suggested_that_a_shell_can_run_as_it_stands(name: str, converted: str, tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    (folder / "taken.wav").write_bytes(b"precious")
    (folder / name).write_bytes(b"these are words" * 100)
    command = shlex.split(refusal(folder / name).partition("for example with: ")[2])
    assert command == ["ffmpeg", "-i", str(folder / name), str(folder / converted)]
