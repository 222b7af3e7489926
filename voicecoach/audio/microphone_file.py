"""A sound file as the microphone."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np

from voicecoach.audio.pages import Pages
from voicecoach.audio.ports import MicBlock
from voicecoach.units import Samples

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
        Any format libsndfile reads, at 16 kHz or more; several channels become one, see :mod:`voicecoach.audio.mono`.
    on_block
        Receives each block once all of it has passed.
    block_s
        Length of blocks, in seconds.
    start_at
        The instant of the file's first frame on the caller's clock.
    on_end
        Called once, after the last (shorter) block.
    on_trouble
        Receives a sentence if the file turns out broken; it then ends there, after all that could be read.

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
        self._pages = Pages(path, on_trouble)
        self._on_block = on_block
        self._on_end = on_end
        self._frame = 0
        self._ahead: Samples = np.zeros(0, np.float32)
        self.block_s = block_s
        """Length of the blocks to come, in seconds."""
        self.start_at = start_at
        """The instant of the first frame; may be set until the first block."""
        self.name = path.name
        self.rate_hz = self._pages.rate_hz
        self.ended = False
        """Whether all of it has been delivered."""

    @property
    def seconds(self) -> float:
        """The recording's length, as it says itself; once all of it was delivered, what was really there."""
        return self._pages.frames / self.rate_hz

    def start(self) -> None:
        """Nothing to start: time is the caller's."""

    def advance(self, to_at: float) -> None:
        """Deliver the blocks that are complete by `to_at`."""
        to_frame = math.floor((to_at - self.start_at) * self.rate_hz + _FRAME_SLACK)
        while not self.ended and self._frame < to_frame:
            wanted = max(1, round(self.block_s * self.rate_hz))
            left = self._pages.frames - self._frame
            if self._frame + min(wanted, left) > to_frame:
                return
            self._deliver(min(wanted, left))

    def close(self) -> None:
        """Let go of the file."""
        self.ended = True
        self._pages.close()

    def _deliver(self, frames: int) -> None:
        samples = self._read(frames)
        if len(samples):
            start_at = self.start_at + self._frame / self.rate_hz
            start_frame, self._frame = self._frame, self._frame + len(samples)
            self._on_block(MicBlock(samples, self.rate_hz, start_at, start_frame, overflowed=False))
        if len(samples) < frames or self._frame >= self._pages.frames:
            self.ended = True
            self._on_end()

    def _read(self, frames: int) -> Samples:
        pieces, there = [self._ahead], len(self._ahead)
        while there < frames and not self._pages.ended:
            pieces.append(self._pages.next())
            there += len(pieces[-1])
        if len(pieces) > 1:
            self._ahead = np.concatenate(pieces)
        samples, self._ahead = self._ahead[:frames], self._ahead[frames:]
        return samples
