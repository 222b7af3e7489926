"""What is done to the sound of one footfall, wherever it comes from."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lab.bank import Sound

Footfall = Callable[[], Sound]
"""Gives one footfall after another, each of peak 1, its first sample the first touch."""

STOCK = 16
"""So many different footfalls a person has; making each one anew takes half of all rendering."""


def impact_of(sound: Sound, rate_hz: int) -> Sound:
    """Return a recorded step from its first real impact on.

    Steps were recorded walking: the foot rolls, gravel crunches for a tenth of a second before the weight is on it.
    A hop lands at once.  What is kept begins where the 5 ms level first comes within 4 dB of its highest.
    """
    width = round(0.005 * rate_hz)
    levels = np.sqrt(np.convolve(np.square(sound), np.full(width, 1.0 / width), mode="full")[width - 1 :])
    first = int(np.argmax(levels >= 0.63 * levels.max()))
    return touching(sound[first:])


def touching(sound: Sound) -> Sound:
    """Return a clip from its first touch on: 14 dB below its peak."""
    loud = np.abs(sound)
    return sound[int(np.argmax(loud >= 0.2 * loud.max())) :]


def between_logs(low: float, high: float, chance: np.random.Generator) -> float:
    """Return a number between two, each ratio as likely as another."""
    return float(np.exp(chance.uniform(np.log(low), np.log(high))))


def repitched(sound: Sound, pitch: float) -> Sound:
    """Return a sound so many times as high, and as short."""
    places = np.arange(0.0, len(sound) - 1.0, pitch)
    return np.interp(places, np.arange(len(sound)), sound).astype(np.float32)


def unit(sound: np.ndarray) -> np.ndarray:
    """Return a sound whose peak is 1."""
    return sound / (np.abs(sound).max() + 1e-12)


def normal(sound: Sound) -> Sound:
    """Return a footfall whose peak is 1 and which fades out at its end."""
    fade = np.minimum(1.0, np.arange(len(sound), 0, -1) / 200.0)
    return (sound * fade / (np.abs(sound).max() + 1e-9)).astype(np.float32)
