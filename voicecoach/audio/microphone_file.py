"""A sound file as the microphone."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

from voicecoach.audio.ports import MicBlock
from voicecoach.audio.sound_files import open_to_read
from voicecoach.units import Samples

PAGE_S = 1.0
"""The file is read in pieces this long: a read costs about as much as listening to 10 ms."""

# A multiple of a frame's length may come out a hair below the whole number it means.
_FRAME_SLACK = 1e-4


def _ignore_end() -> None:
    pass


def _ignore_trouble(_sentence: str) -> None:
    pass


class FileMicrophone:
    """Delivers a recording block by block as the caller's time passes.

    Parameters
    ----------
    path
        Any format libsndfile reads, at 16 kHz or more; several channels are averaged.
    on_block
        Receives each block once all of it has passed.
    block_s
        Length of blocks, in seconds.
    start_at
        The instant of the file's first frame on the caller's clock.
    on_end
        Called once, after the last (shorter) block.
    on_trouble
        Receives a sentence if the file turns out broken; it then ends there.

    Raises
    ------
    SoundFileError
        If the file is missing, empty, not sound, or of too low a rate.
    """

    def __init__(
        self,
        path: Path,
        *,
        on_block: Callable[[MicBlock], None],
        block_s: float = 0.01,
        start_at: float = 0.0,
        on_end: Callable[[], None] = _ignore_end,
        on_trouble: Callable[[str], None] = _ignore_trouble,
    ) -> None:
        self._path = path
        self._sound = open_to_read(path)
        self._on_block = on_block
        self._on_end = on_end
        self._on_trouble = on_trouble
        self._frame = 0
        self._page: Samples = np.zeros(0, np.float32)
        self.block_s = block_s
        """Length of the blocks to come, in seconds."""
        self.start_at = start_at
        """The instant of the first frame; may be set until the first block."""
        self.name = path.name
        self.rate_hz = int(self._sound.samplerate)
        self.seconds: float = self._sound.frames / self.rate_hz
        """The recording's length."""
        self.ended = False
        """Whether all of it has been delivered."""

    def start(self) -> None:
        """Nothing to start: time is the caller's."""

    def advance(self, to_at: float) -> None:
        """Deliver the blocks that are complete by `to_at`."""
        to_frame = math.floor((to_at - self.start_at) * self.rate_hz + _FRAME_SLACK)
        while not self.ended and self._frame < to_frame:
            wanted = max(1, round(self.block_s * self.rate_hz))
            left = self._sound.frames - self._frame
            if self._frame + min(wanted, left) > to_frame:
                return
            self._deliver(min(wanted, left))

    def close(self) -> None:
        """Let go of the file."""
        self.ended = True
        self._sound.close()

    def _deliver(self, frames: int) -> None:
        samples = self._read(frames)
        if len(samples):
            start_at = self.start_at + self._frame / self.rate_hz
            start_frame, self._frame = self._frame, self._frame + len(samples)
            self._on_block(MicBlock(samples, self.rate_hz, start_at, start_frame, overflowed=False))
        if len(samples) < frames or self._frame >= self._sound.frames:
            self.ended = True
            self._on_end()

    def _read(self, frames: int) -> Samples:
        if len(self._page) < frames:
            page = self._read_page(max(frames, round(PAGE_S * self.rate_hz)))
            self._page = np.concatenate((self._page, page))
        samples, self._page = self._page[:frames], self._page[frames:]
        return samples

    def _read_page(self, frames: int) -> Samples:
        try:
            sound = self._sound.read(frames, dtype="float32", always_2d=True)
        except soundfile.SoundFileError:
            seconds = (self._frame + len(self._page)) / self.rate_hz
            self._on_trouble(f"{self._path} is damaged {seconds:.1f} s in; what lies before was heard")
            return np.zeros(0, np.float32)
        mono: Samples = sound[:, 0] if sound.shape[1] == 1 else sound.mean(axis=1, dtype=np.float32)
        # A float recording may hold infinities, which no meter and no model survives.
        return mono if np.isfinite(mono).all() else np.nan_to_num(mono, posinf=1.0, neginf=-1.0)
