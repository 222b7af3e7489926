"""Stopped: nothing is heard of somebody who hopped, or who should have begun."""

from __future__ import annotations

from typing import Final

from voicecoach.coaching.advice.observed import Observed
from voicecoach.coaching.advice.trouble import trouble
from voicecoach.listening.rhythm import PAUSE_S

STOPPED_S: Final = 3.0
"""Silence that is worth asking about: four hops of the slowest rhythm that is counted (1.4 a second), so that a
landing or two that were not heard are no reason."""

UNBEGUN_S: Final = 4.5
"""From the beginning, where nobody has hopped yet.  Own choice: who means to begin has begun, and of the shortest
bouts, of ten seconds, enough is left to ask in and to hop in."""

_JUST_PAST_S: Final = 0.01


def stopped(seen: Observed) -> float | None:
    """Have hopped, and hop no more; or have not begun."""
    begins_at = _worth_asking_at(seen)
    if not seen.has_hopped and seen.now < begins_at:
        return None
    return trouble(seen.now - seen.silent_from, over=PAUSE_S, begins=begins_at - seen.silent_from)


def asked_at(seen: Observed) -> float:
    """Return when the silence, if it lasts, can be asked about."""
    return _worth_asking_at(seen) + _JUST_PAST_S


def _worth_asking_at(seen: Observed) -> float:
    stopped_at = seen.silent_from + STOPPED_S
    return stopped_at if seen.has_hopped else max(stopped_at, seen.begun_at + UNBEGUN_S)
