"""How loud each part of the spectrum is in each frame.

Seventeen bands from 65 Hz to 7.4 kHz, about a third of an octave each above 200 Hz.  Shoe landings on phone microphones
rise 11 to 27 dB from 200 Hz upward and hardly at all below 80 Hz, where rooms rumble; bare feet and soft floors
have little else than the lowest band.  7.4 kHz is what a 16 kHz microphone still hears, so that every rate sees the
same.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from voicecoach.units import Samples

Levels = NDArray[np.float32]
"""Power density in dB (full scale squared per hertz), shape (frames, bands)."""

EDGES_HZ: Final = (
    *(65, 190, 315, 440, 565, 690, 815, 1065, 1315, 1565),
    *(1940, 2315, 2815, 3440, 4190, 5065, 6190, 7440),
)
BANDS: Final = len(EDGES_HZ) - 1
QUIETEST_DB: Final = -115.0
"""Nothing below counts: noise of a 16-bit file at -70 dBFS.  A landing that peaks at -45 dBFS reaches about -95."""

_AT_ONCE: Final = 100  # frames: their spectra fit a cache (400 at once take twice as long)


class BandMeter:
    """Measures frames of one length at one rate."""

    def __init__(self, rate_hz: int, window_frames: int) -> None:
        window = np.hanning(window_frames + 2)[1:-1]
        # One-sided density: frames of any rate and length give the same level for the same sound.
        window *= np.sqrt(2.0 / (rate_hz * float(np.sum(window**2))))
        self._window = window.astype(np.float32)
        bins = np.searchsorted(np.fft.rfftfreq(window_frames, 1.0 / rate_hz), EDGES_HZ)
        self._first, self._end = int(bins[0]), int(bins[-1])
        self._starts = bins[:-1] - self._first
        self._widths = np.diff(bins).astype(np.float32)

    def measure(self, frames: Samples) -> Levels:
        """Return the levels of frames, shape (n, window_frames) to (n, BANDS), each row from its own frame alone.

        Sums run row by row (no matrix product): the same frame gives the same bits in any batch.
        """
        parts = [self._measure(frames[first : first + _AT_ONCE]) for first in range(0, len(frames), _AT_ONCE)]
        return parts[0] if len(parts) == 1 else np.concatenate(parts or [np.zeros((0, BANDS), np.float32)])

    def _measure(self, frames: Samples) -> Levels:
        spectrum = np.fft.rfft(frames * self._window)[:, self._first : self._end]
        power = np.square(spectrum.real) + np.square(spectrum.imag)
        density = np.add.reduceat(power, self._starts, axis=1) / self._widths
        levels: Levels = 10.0 * np.log10(np.maximum(density, 10.0 ** (QUIETEST_DB / 10.0)))
        return levels.astype(np.float32, copy=False)


def loudness_db(levels: Levels) -> NDArray[np.float32]:
    """Return how loud frames are over all bands, shape (n, BANDS) to (n,): the mean of their levels in dB.

    A mean of decibels weighs every band alike, so a boomy floor does not drown what tells landings apart.
    """
    loudness: NDArray[np.float32] = np.add.reduce(levels, axis=1) / np.float32(BANDS)
    return loudness
