"""Stopped: nothing is heard of somebody who hopped."""

from __future__ import annotations

from typing import Final

from voicecoach.coaching.advice.observed import FEWEST, Observed
from voicecoach.coaching.advice.trouble import trouble
from voicecoach.listening.rhythm import PAUSE_S

STOPPED_S: Final = 3.0
"""Silence that is worth asking about: four hops of the slowest rhythm that is counted (1.4 a second), so that a
landing or two that were not heard are no reason."""


def stopped(seen: Observed) -> float | None:
    """Have hopped, and hop no more."""
    if seen.last_at is None or len(seen.intervals) < FEWEST:
        return None
    return trouble(seen.now - seen.last_at, over=PAUSE_S, begins=STOPPED_S)
