"""Sound of any block size and rate, cut into frames on a grid that is fixed in time.

Frame i starts at the sample nearest to ``i / FRAMES_PER_S`` seconds, whatever the rate and whatever the blocks,
so that nothing after this file knows how the sound arrived.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from voicecoach.units import Samples

FRAMES_PER_S: Final = 200
WINDOW_S: Final = 0.008
KEPT_S: Final = 7.0
"""How much past sound stays at hand before each piece: what refining looks at of the first landing of a run, which is
told only once the run convinces (`decoding` looks six seconds back)."""

_MANY: Final = 16
_LENGTH_STEP: Final = 16  # keeps the FFT's length free of large primes: 352 at 44.1 kHz rather than 353


class Framer:
    """Cuts pieces of sound into overlapping frames and keeps `KEPT_S` of what was before each.

    Attributes
    ----------
    window_frames : int
        Samples in one frame, about `WINDOW_S`.
    heard_frames : int
        Samples heard so far.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self.window_frames = _LENGTH_STEP * round(rate_hz * WINDOW_S / _LENGTH_STEP)
        self.heard_frames = 0
        self._keep = round(KEPT_S * rate_hz)
        self._sound: Samples = np.zeros(self._keep, dtype=np.float32)
        self._filled = 0
        self._next = 0
        self._offsets = np.arange(self.window_frames)
        # So many frames on, the grid falls on samples in the same way: 1 at 16 and 48 kHz, 2 at 44.1 kHz.
        self._period = FRAMES_PER_S // math.gcd(FRAMES_PER_S, rate_hz)

    def add(self, samples: Samples) -> Samples:
        """Take in a piece and return the frames it completes, shape (n, window_frames), good until the next piece."""
        self._make_room(len(samples))
        self._sound[self._filled : self._filled + len(samples)] = samples
        self._filled += len(samples)
        self.heard_frames += len(samples)
        starts = self._completed()
        self._next += len(starts)
        return self._frames_at(starts - self._kept_from())

    def _frames_at(self, places: NDArray[np.int64]) -> Samples:
        if len(places) <= _MANY * self._period:
            # The two of a live block: anything cleverer costs more than it saves.
            few: Samples = self._sound[places[:, None] + self._offsets]
            return few
        windows = sliding_window_view(self._sound, self.window_frames)
        step = self._period * self._rate_hz // FRAMES_PER_S
        if self._period == 1:
            return windows[places[0] : places[-1] + 1 : step]  # looked at where they lie
        frames = np.empty((len(places), self.window_frames), dtype=np.float32)
        for phase in range(self._period):
            frames[phase :: self._period] = windows[places[phase] : places[-1] + 1 : step]
        return frames

    def start_frame(self, frame: int) -> int:
        """Return the index of the first sample of a frame."""
        return (frame * self._rate_hz + FRAMES_PER_S // 2) // FRAMES_PER_S

    def end_at(self, frame: int) -> float:
        """Return when a frame ends, in seconds."""
        return (self.start_frame(frame) + self.window_frames) / self._rate_hz

    def between(self, from_frame: int, to_frame: int) -> Samples:
        """Return kept samples [from_frame, to_frame); before the first one lies silence."""
        offset = self._kept_from()
        missing = max(0, -from_frame)
        found = self._sound[max(0, from_frame - offset) : max(0, min(to_frame - offset, self._filled))]
        return np.concatenate((np.zeros(missing, dtype=np.float32), found)) if missing else found

    def _make_room(self, more: int) -> None:
        """Move what is kept to the front, now and then: to move it for each block would cost more than the hearing."""
        if self._filled + more <= len(self._sound):
            return
        kept = self._sound[max(0, self._filled - self._keep) : self._filled]
        roomy = max(len(self._sound), 2 * self._keep + more)
        room = self._sound if roomy == len(self._sound) else np.zeros(roomy, dtype=np.float32)
        room[: len(kept)] = kept
        self._sound, self._filled = room, len(kept)

    def _kept_from(self) -> int:
        return self.heard_frames - self._filled

    def _completed(self) -> NDArray[np.int64]:
        last_start = self.heard_frames - self.window_frames
        end = max(self._next, last_start * FRAMES_PER_S // self._rate_hz + 2)
        numbers = np.arange(self._next, end, dtype=np.int64)
        starts = (numbers * self._rate_hz + FRAMES_PER_S // 2) // FRAMES_PER_S
        return starts[starts <= last_start]
