"""The volume of all that is mixed: a gain that moves in ramps, never in steps, which would click."""

from __future__ import annotations

import numpy as np

from voicecoach.units import Samples


class Fader:
    """A gain by frame.

    Parameters
    ----------
    ramp_frames
        How long it takes from one gain to another.
    """

    def __init__(self, ramp_frames: int) -> None:
        self._ramp_frames = ramp_frames
        self._from_gain = self._to_gain = 1.0
        self._begin_frame = -ramp_frames

    def move(self, gain: float, frame: int) -> None:
        """Go to `gain` from `frame` on, from wherever it is then."""
        self._from_gain, self._to_gain, self._begin_frame = self._gain_at(frame), gain, frame

    def arrive(self) -> None:
        """Be where it was going: the frames begin anew."""
        self._begin_frame = -self._ramp_frames

    def apply(self, out: Samples, first_frame: int) -> None:
        """Multiply `out`, which begins at `first_frame`, by the gain of each frame."""
        if first_frame < self._begin_frame + self._ramp_frames:
            done = (np.arange(first_frame, first_frame + len(out)) - self._begin_frame) / self._ramp_frames
            out *= np.interp(done, (0.0, 1.0), (self._from_gain, self._to_gain)).astype(np.float32)
        elif self._to_gain != 1.0:
            out *= np.float32(self._to_gain)

    def _gain_at(self, frame: int) -> float:
        done = (frame - self._begin_frame) / self._ramp_frames
        return float(np.interp(done, (0.0, 1.0), (self._from_gain, self._to_gain)))
