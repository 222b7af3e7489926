"""One channel of several: their mean, unless they cancel each other out.

A balanced microphone on a stereo input, or a cable with one channel's wires crossed, delivers a sound and its
inverse, whose mean is silence.  What is decided depends on whole stretches of the stream alone, never on its blocks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voicecoach.units import Samples

STRETCH_S = 1.0
"""How long the sound is that each decision is about."""

CANCELLED = 0.01
"""A mean of less than this share of the loudest channel's power is what was left of it: unrelated channels leave half,
and one of two that is silent a quarter."""

_AS_LOUD = 0.25
"""Of channels within 6 dB of the loudest the first is taken: from stretch to stretch it stays the same."""

Powers = NDArray[np.float64]


def mono(stretch: Samples) -> Samples:
    """Return a stretch of `STRETCH_S`, shape (frames, channels), as one channel."""
    lone = 0 if stretch.shape[1] == 1 else _lone_channel(*_powers(stretch))
    return _mixed(stretch, lone)


class RunningMono:
    """The same for a live stream: each stretch is mixed as the one before it would have been best.

    Parameters
    ----------
    rate_hz
        The stream's sample rate.
    channels
        How many channels its blocks have.
    """

    def __init__(self, rate_hz: int, channels: int) -> None:
        self._frames = round(STRETCH_S * rate_hz)
        self._left = self._frames
        self._lone: int | None = None
        self._powers: Powers = np.zeros(channels)
        self._mean_power = 0.0

    def __call__(self, block: Samples) -> Samples:
        """Return a block, shape (frames, channels), as one channel; always a copy."""
        if block.shape[1] == 1:
            return _mixed(block, 0)
        pieces = []
        while len(block):
            piece, block = block[: self._left], block[self._left :]
            pieces.append(_mixed(piece, self._lone))
            self._learn(piece)
        return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)

    def _learn(self, piece: Samples) -> None:
        powers, mean_power = _powers(piece)
        self._powers += powers
        self._mean_power += mean_power
        self._left -= len(piece)
        if not self._left:
            self._lone = _lone_channel(self._powers, self._mean_power)
            self._left, self._powers, self._mean_power = self._frames, np.zeros_like(powers), 0.0


def _powers(sound: Samples) -> tuple[Powers, float]:
    """Return the power of each channel, and of their mean."""
    exact = sound.astype(np.float64)
    mean = exact.mean(axis=1)
    return np.einsum("ij,ij->j", exact, exact), float(mean @ mean)


def _lone_channel(powers: Powers, mean_power: float) -> int | None:
    """Return the channel to take alone; None for the mean of all."""
    loudest = float(powers.max())
    return int(np.argmax(powers >= _AS_LOUD * loudest)) if mean_power < CANCELLED * loudest else None


def _mixed(sound: Samples, lone: int | None) -> Samples:
    mixed: Samples = sound.mean(axis=1, dtype=np.float32) if lone is None else sound[:, lone].copy()
    return mixed
