"""Landing louder: the loudness of landings through the set."""

from __future__ import annotations

from typing import Final

from voicecoach.coaching.advice.observed import Observed
from voicecoach.coaching.advice.trouble import trouble

LOUDNESS_BEGINS_DB: Final = 6.0
"""A change of loudness that is worth a word: twice the sound pressure.  Loudness is a weak witness of force (its peak
against plantar pressure: r = 0.42; Buxton 2025, Biomechanics 5, 7), so smaller changes mean nothing."""

LOUDNESS_OVER_DB: Final = 3.0


def louder(seen: Observed) -> float | None:
    """Land twice as loud as at the beginning of the set."""
    change_db = seen.change_db()
    return None if change_db is None else trouble(change_db, over=LOUDNESS_OVER_DB, begins=LOUDNESS_BEGINS_DB)
