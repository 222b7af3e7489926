"""Filters that colour a sound: a tilt, a peak."""

from __future__ import annotations

import numpy as np


def tilted(db_per_octave: float, rate_hz: int) -> np.ndarray:
    """Return second-order sections that tilt a spectrum about 700 Hz, in steps of 6 dB an octave at most."""
    corner_hz, gain = 700.0, 10.0 ** (db_per_octave * 3.0 / 20.0)
    turn = 2.0 * rate_hz
    low, high = 2.0 * np.pi * corner_hz / np.sqrt(gain), 2.0 * np.pi * corner_hz * np.sqrt(gain)
    numerator, denominator = np.array([turn + low, low - turn]), np.array([turn + high, high - turn])
    sections = np.zeros((1, 6))
    sections[0, 0:2], sections[0, 3:5] = numerator / denominator[0] * gain, denominator / denominator[0]
    return sections


def peak(hz: float, gain_db: float, octaves: float, rate_hz: int) -> np.ndarray:
    """Return second-order sections that raise or lower the octaves about a frequency (Bristow-Johnson's cookbook)."""
    turn = 2.0 * np.pi * min(hz, 0.45 * rate_hz) / rate_hz
    gain = 10.0 ** (gain_db / 40.0)
    width = np.sin(turn) * np.sinh(np.log(2.0) / 2.0 * octaves * turn / np.sin(turn))
    return np.array(
        [
            [
                1.0 + width * gain,
                -2.0 * np.cos(turn),
                1.0 - width * gain,
                1.0 + width / gain,
                -2.0 * np.cos(turn),
                1.0 - width / gain,
            ]
        ]
    ) / (1.0 + width / gain)
