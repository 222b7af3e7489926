"""A clip: a piece of mono sound ready to be mixed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecoach.units import Samples

FULL_SCALE = np.float32(32768.0)


@dataclass(frozen=True, slots=True)
class Clip:
    """Sound at its own rate."""

    samples: Samples
    rate_hz: int

    @property
    def length_s(self) -> float:
        """How long it takes, in seconds."""
        return len(self.samples) / self.rate_hz


@dataclass(frozen=True, slots=True)
class StoredClip:
    """A clip as it is kept, in 16 bits: in memory and on disk it takes half as much, and is the same clip in both."""

    whole: NDArray[np.int16]
    rate_hz: int

    @classmethod
    def of(cls, clip: Clip) -> StoredClip:
        """Return the clip to keep, rounded."""
        limits = np.iinfo(np.int16)
        whole = np.clip(np.rint(clip.samples * FULL_SCALE), limits.min, limits.max)
        return cls(whole.astype(np.int16), clip.rate_hz)

    @property
    def length_s(self) -> float:
        """How long it takes, in seconds."""
        return len(self.whole) / self.rate_hz

    def clip(self) -> Clip:
        """Return the clip to play."""
        return Clip(self.whole.astype(np.float32) / FULL_SCALE, self.rate_hz)
