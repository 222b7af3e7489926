"""Units used everywhere: what the suffixes mean, and how to convert between them.

* ``_s`` seconds, ``_ms`` milliseconds, ``_hz`` per second, ``_db`` decibels, ``_wpm`` words a minute.
* A name that ends in ``_at`` is an instant in seconds on the clock its owner states; a name that ends in
  ``_frame`` is an index of audio frames.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono sound, shape (frames,), full scale at +-1."""


def db_to_gain(level_db: float) -> float:
    """Return the amplitude factor of a level in decibels (-6 dB is about 0.5)."""
    return float(10.0 ** (level_db / 20.0))


def gain_to_db(gain: float, floor_db: float = -120.0) -> float:
    """Return the level in decibels of an amplitude factor, never below `floor_db`."""
    return max(floor_db, 20.0 * math.log10(gain)) if gain > 0.0 else floor_db


def clock_text(seconds: float) -> str:
    """Return seconds as a person reads them on a clock, rounded to the second: ``1:05``, ``1:02:03``."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"
