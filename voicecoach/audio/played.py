"""What a speaker was given in the last seconds, for whoever has to know what the room hears.

The audio callback writes, the listening thread reads.  There is no lock: the reader asks for frames that were written
long before they sound, and the ring is far longer than both together.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from voicecoach.units import Samples

KEPT_S: Final = 4.0


class PlayedSound:
    """A ring of the last `KEPT_S` seconds of an output, by frame."""

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self._ring: Samples = np.zeros(round(KEPT_S * rate_hz), np.float32)
        self._end = 0

    def record(self, first_frame: int, samples: Samples) -> None:
        """Keep samples that begin at a frame; a frame before the last one says that a stream begins anew."""
        if first_frame < self._end:
            self._ring[:] = 0.0
        size = len(self._ring)
        start = first_frame % size
        head = min(len(samples), size - start)
        self._ring[start : start + head] = samples[:head]
        self._ring[: len(samples) - head] = samples[head:]
        self._end = first_frame + len(samples)

    def between(self, first_frame: float, frames: int, step: float) -> Samples:
        """Return `frames` samples from `first_frame` on, `step` frames apart, interpolated; silence where unknown."""
        if step == 1.0 and self._holds(first_frame, frames + 1):
            return self._in_step(first_frame, frames)
        places = first_frame + step * np.arange(frames)
        whole = np.floor(places).astype(np.int64)
        known = (whole >= max(0, self._end - len(self._ring))) & (whole + 1 < self._end)
        if not known.any():
            return np.zeros(frames, np.float32)
        share = (places - whole).astype(np.float32)
        now, then = self._ring[whole % len(self._ring)], self._ring[(whole + 1) % len(self._ring)]
        return np.where(known, now + share * (then - now), np.float32(0.0)).astype(np.float32)

    def _holds(self, first_frame: float, frames: int) -> bool:
        return max(0, self._end - len(self._ring)) <= first_frame and first_frame + frames < self._end

    def _in_step(self, first_frame: float, frames: int) -> Samples:
        """Return the same where all is known and one frame follows another, as it does most of the time, at once."""
        whole = int(first_frame)
        start = whole % len(self._ring)
        part = self._ring[start : start + frames + 1]
        if len(part) <= frames:
            part = np.concatenate((part, self._ring[: frames + 1 - len(part)]))
        now: Samples = part[:-1]
        return now + np.float32(first_frame - whole) * (part[1:] - now)
