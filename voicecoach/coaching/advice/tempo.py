"""Too slow and too fast: the tempo against the step's own aim.

Where the aim comes from.  The ankle governs the stiffness of the leg at 2.2 and 3.0 hops a second, the knee at 1.5
(Hobara 2011, European Journal of Applied Physiology), and at 2.2 it is set mainly by the ankle (Farley and
Morgenroth 1999, Journal of Biomechanics).  So ankle hops ask for 2.0 to 2.8; each step's file says its own, and a
step without an aim is never too slow.
"""

from __future__ import annotations

from typing import Final

from voicecoach.coaching.advice.observed import Observed
from voicecoach.coaching.advice.trouble import trouble

MARGIN: Final = 0.04
"""Past a bound by this share before it is said; over at the bound itself.  Hoppers to a metronome vary by 3 to 5 %,
so the median of ten strays by about 1.6 %, and many medians of one set by more."""


def too_slow(seen: Observed) -> float | None:
    """Below the slowest tempo aimed for, the knee does the ankle's work."""
    tempo_hz = seen.tempo_hz
    if tempo_hz is None or seen.target_hz is None:
        return None
    slowest_hz, _ = seen.target_hz
    return trouble(tempo_hz, over=slowest_hz, begins=slowest_hz * (1.0 - MARGIN))


def too_fast(seen: Observed) -> float | None:
    """Above the quickest tempo aimed for, there is hardly a hop left."""
    tempo_hz = seen.tempo_hz
    if tempo_hz is None or seen.target_hz is None:
        return None
    _, quickest_hz = seen.target_hz
    return trouble(tempo_hz, over=quickest_hz, begins=quickest_hz * (1.0 + MARGIN))
