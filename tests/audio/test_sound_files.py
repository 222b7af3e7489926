"""What can't be read as sound is told with what to do about it, and left as it is."""

from __future__ import annotations

import os
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


def test_a_pipe_is_refused_and_not_a_byte_of_it_taken() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"RIFF")
    path = Path(f"/dev/fd/{reading}")
    assert refusal(path) == f"{path} is a pipe, which can't be read as a sound file; save it to a file first"
    assert os.read(reading, 100) == b"RIFF"
    os.close(writing)
    os.close(reading)


def test_a_named_pipe_is_refused_without_waiting_for_somebody_to_write(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    assert "is a pipe" in refusal(tmp_path / "pipe.wav")
