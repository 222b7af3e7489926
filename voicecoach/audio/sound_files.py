"""Opening sound files, with a sentence for everything that can be wrong with one."""

from __future__ import annotations

import shlex
from pathlib import Path

import soundfile

from voicecoach.errors import SoundFileError

LOWEST_RATE_HZ = 16_000
"""Landings are told from other knocks by their sound up to 8 kHz, which needs twice that rate."""

WRITTEN_FORMATS = {".wav": "WAV", ".flac": "FLAC"}
"""Formats a session can be written as, by suffix; both lossless, 16 bit."""

WriteFailures = (soundfile.SoundFileError, OSError, AssertionError)
"""What soundfile raises when a write fails; a write cut short by a full disk is an assertion there."""


def open_to_read(path: Path) -> soundfile.SoundFile:
    """Open a recording to listen to.

    Raises
    ------
    SoundFileError
        If there is nothing there, it is empty, not sound, or of too low a rate.
    """
    _refuse_what_is_no_file(path)
    try:
        sound = soundfile.SoundFile(path)
    except (soundfile.SoundFileError, TypeError, ValueError) as error:
        raise SoundFileError(
            f"{path} is not a sound file that can be read; if it is sound, convert it to WAV or FLAC, "
            f"for example with: ffmpeg -i {shlex.quote(str(path))} {shlex.quote(str(_converted(path)))}"
        ) from error
    complaint = _complaint(path, sound)
    if complaint:
        sound.close()
        raise SoundFileError(complaint)
    return sound


def open_to_write(path: Path, rate_hz: int) -> soundfile.SoundFile:
    """Open a mono 16 bit file of the format its suffix names.

    Raises
    ------
    SoundFileError
        If the suffix is unknown or the file can't be written there.
    """
    file_format = WRITTEN_FORMATS.get(path.suffix.lower())
    if file_format is None:
        allowed = " or ".join(WRITTEN_FORMATS)
        raise SoundFileError(f"{path} can't be written: its name must end in {allowed}")
    if not path.parent.is_dir():
        raise SoundFileError(f"{path} can't be written: there is no folder {path.parent}; make it first")
    try:
        return soundfile.SoundFile(path, "w", samplerate=rate_hz, channels=1, subtype="PCM_16", format=file_format)
    except WriteFailures as error:
        raise SoundFileError(
            f"{path} can't be written: check that you may write there, or choose another place"
        ) from error


def _converted(path: Path) -> Path:
    """Return a name in the same folder that nothing has yet, for the same sound as WAV."""
    wav = path.with_suffix(".wav")
    return path.with_name(f"{path.stem}-converted.wav") if wav.exists() else wav


def _refuse_what_is_no_file(path: Path) -> None:
    try:
        if not path.exists():
            raise SoundFileError(f"{path} does not exist; check the name of the sound file")
        if path.is_dir():
            raise SoundFileError(f"{path} is a folder; name a sound file in it")
        if path.is_fifo() or path.is_socket():
            # To look into it would wait for whoever writes, and take what can't be put back.
            raise SoundFileError(f"{path} is a pipe, which can't be read as a sound file; save it to a file first")
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as error:
        raise SoundFileError(f"{path} can't be read ({error.strerror}); check its permissions") from error
    if empty:
        raise SoundFileError(f"{path} is empty (0 bytes); record it again or choose another file")


def _complaint(path: Path, sound: soundfile.SoundFile) -> str | None:
    if sound.frames <= 0:
        return f"{path} has no sound in it (0 frames); record it again or choose another file"
    if sound.samplerate < LOWEST_RATE_HZ:
        return (
            f"{path} is recorded at {sound.samplerate} Hz; it needs {LOWEST_RATE_HZ} Hz or more for landings "
            "to be heard, so record it again at a higher rate"
        )
    return None
