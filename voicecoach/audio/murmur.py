"""A murmur too quiet to hear, which keeps an output from falling asleep.

Bluetooth headphones, and some amplifiers, save power after a few seconds of digital silence and need up to a second to
come back, in which the first word is lost; silence itself does not wake them, sound does (OsmAnd's issue 19906,
Organic Maps' 6846, NVDA's 14386).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from voicecoach.units import Samples, db_to_gain

LEVEL_DB: Final = -80.0
"""RMS, in dB of full scale: 60 dB below the coach's voice, hence below the threshold of hearing wherever the voice is
comfortable, and three steps of a 16-bit sample, hence not silence."""

_LOOP_S: Final = 1.0
_SEED: Final = 1


class Murmur:
    """White noise by frame, the same each second."""

    def __init__(self, rate_hz: int) -> None:
        peak = db_to_gain(LEVEL_DB) * 3.0**0.5  # of numbers spread evenly
        frames = round(_LOOP_S * rate_hz)
        self._noise: Samples = np.random.default_rng(_SEED).uniform(-peak, peak, frames).astype(np.float32)

    def add(self, out: Samples, first_frame: int) -> None:
        """Add the murmur to `out`, which begins at `first_frame`."""
        done = 0
        while done < len(out):
            place = (first_frame + done) % len(self._noise)
            part = self._noise[place : place + len(out) - done]
            out[done : done + len(part)] += part
            done += len(part)
