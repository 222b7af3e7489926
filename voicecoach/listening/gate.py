"""Which onsets are landings: one a landing, none for a take-off.

Two feet touch up to 30 ms apart, heels slap after: all within `TOUCH_S` is one landing.  The take-off is heard
150 to 250 ms after the landing, 12 to 22 dB quieter: what comes off the beat must be nearly as loud as the landings
before it, what comes on the beat may be a good deal quieter.
"""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import Final

TOUCH_S: Final = 0.120
FASTEST_S: Final = 0.17
"""Four hops a second, a stumble included."""

_OFF_BEAT_S: Final = 0.33  # without a known beat: no take-off comes later, and hops that fast are about equally loud
_OFF_BEAT_SHARE: Final = 0.7
_TOO_EARLY_SHARE: Final = 0.55
_QUIETER_OFF_BEAT_DB: Final = 6.0
_QUIETER_ON_BEAT_DB: Final = 12.0
_QUIETER_TOO_EARLY_DB: Final = 2.0
_FORGIVE_AFTER_S: Final = 1.0
_FORGIVE_DB_PER_S: Final = 8.0
_REMEMBERED: Final = 5
_SLOWEST_S: Final = 1.0 / 1.4


class LandingGate:
    """Lets landings through, one onset at a time, in their order."""

    def __init__(self) -> None:
        self._loudness_db: deque[float] = deque(maxlen=_REMEMBERED)
        self._intervals_s: deque[float] = deque(maxlen=_REMEMBERED)
        self._last_at = float("-inf")

    def is_touching(self, at: float) -> bool:
        """Whether an instant still belongs to the last landing."""
        return at - self._last_at < TOUCH_S

    def passes(self, at: float, loudness_db: float) -> bool:
        """Decide on an onset and remember it if it is a landing.

        Parameters
        ----------
        at
            Its instant, seconds.
        loudness_db
            Its mean level over the bands: a mean of decibels, compared only with other landings'.
        """
        since_s = at - self._last_at
        if since_s < FASTEST_S or loudness_db < self._quietest_db(since_s):
            return False
        if since_s <= 1.5 * _SLOWEST_S:
            self._intervals_s.append(since_s)
        else:
            self._intervals_s.clear()
        self._loudness_db.append(loudness_db)
        self._last_at = at
        return True

    def _quietest_db(self, since_s: float) -> float:
        """Return the least loudness of a landing so long after the last one."""
        if not self._loudness_db:
            return float("-inf")
        usual_db = median(self._loudness_db)
        beat_s = self._beat_s()
        if since_s < _TOO_EARLY_SHARE * beat_s:
            return usual_db - _QUIETER_TOO_EARLY_DB
        if since_s < (_OFF_BEAT_SHARE * beat_s if beat_s else _OFF_BEAT_S):
            return usual_db - _QUIETER_OFF_BEAT_DB
        forgiven_db = max(0.0, since_s - _FORGIVE_AFTER_S) * _FORGIVE_DB_PER_S
        return usual_db - _QUIETER_ON_BEAT_DB - forgiven_db

    def _beat_s(self) -> float:
        """Return the usual interval, at most that of the slowest hopping; 0 until three are known."""
        return min(_SLOWEST_S, median(self._intervals_s)) if len(self._intervals_s) >= 3 else 0.0  # noqa: PLR2004
