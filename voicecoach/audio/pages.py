"""A recording read page by page to where it really ends, whatever it says of its length and however it breaks off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

from voicecoach.audio.mono import STRETCH_S, mono
from voicecoach.audio.sound_files import open_to_read
from voicecoach.units import Samples

_UNKNOWN_FRAMES = 2**63 - 1
"""What libsndfile says of a FLAC whose encoder could not go back to write the length (a pipe, a recorder cut off)."""

_SEEK_FAILED = 39
"""libsndfile's SFE_SEEK_FAILED (src/common.h); soundfile seeks after each read, and fails at such a file's end."""


class Pages:
    """The pages of a recording, the last of them shorter, each as mono: stretches that are mixed each for itself.

    Parameters
    ----------
    path
        Any format libsndfile reads.
    on_trouble
        Receives a sentence if the file turns out broken; what could be read of it is still delivered.

    Raises
    ------
    SoundFileError
        If the file is missing, empty, not sound, or of too low a rate.
    """

    def __init__(self, path: Path, on_trouble: Callable[[str], None]) -> None:
        self._path = path
        self._on_trouble = on_trouble
        self._sound = open_to_read(path)
        self._read = 0
        self.rate_hz = int(self._sound.samplerate)
        self.frames: int = self._sound.frames
        """The recording's length; only once its last page was read, what is really there."""
        self.ended = False
        """Whether the last page was read."""

    def next(self) -> Samples:
        """Return the next page; empty if there is none."""
        wanted = min(round(STRETCH_S * self.rate_hz), self.frames - self._read)
        # Where a read fails, what was decoded before is there; what is still no number was not reached.
        page = np.full((wanted, self._sound.channels), np.nan, np.float32)
        try:
            sound = self._sound.read(out=page)
        except soundfile.SoundFileError as error:
            reached = np.flatnonzero(~np.isnan(page[:, 0]))
            sound = page[: reached[-1] + 1] if len(reached) else page[:0]
            if not self._is_mere_end(error):
                seconds = (self._read + len(sound)) / self.rate_hz
                self._on_trouble(f"{self._path} is damaged {seconds:.1f} s in; what lies before was heard")
            self.ended = True
        self._read += len(sound)
        if self.ended or len(sound) < wanted or self._read >= self.frames:
            self.ended, self.frames = True, self._read
        return mono(_finite(sound))

    def close(self) -> None:
        """Let go of the file."""
        self._sound.close()

    def _is_mere_end(self, error: soundfile.SoundFileError) -> bool:
        return self.frames == _UNKNOWN_FRAMES and getattr(error, "code", None) == _SEEK_FAILED


def _finite(sound: Samples) -> Samples:
    # A float recording may hold infinities, which no meter and no model survives.
    return sound if np.isfinite(sound).all() else np.nan_to_num(sound, posinf=1.0, neginf=-1.0)
