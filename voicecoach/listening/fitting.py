"""Fitting the listener to a room, a floor and a microphone, by how plainly this user's landings stand out.

Two short stretches are enough: one in which nobody moves, one in which somebody hops a known number of times.  Where
the network doubts real landings, or is tempted by the room, its answers are shifted by as much as keeps both apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

PLAIN_LOG_ODDS: Final = 1.5
"""The faintest of the known landings should stand at least here."""

STILL_LOG_ODDS: Final = -2.0
"""Nothing that was heard while nobody moved should stand above this."""

MOST_SHIFT: Final = 2.0
"""A few hops are no reason to believe more than this."""

APART: Final = 1.0
"""Landings less plain than the room's own sounds by this much can't be told apart by any shift."""

_DIGITS: Final = 2
_ROUNDED: Final = 0.51 * 10.0**-_DIGITS


@dataclass(frozen=True, slots=True)
class Fit:
    """What is known about one microphone in its room."""

    shift: float = 0.0
    """Added to the network's log odds."""


UNFITTED: Final = Fit()


@dataclass(frozen=True, slots=True)
class Fitting:
    """What a calibration came to."""

    heard: int
    """How many landings the unfitted network found among those that were asked for."""
    faintest: float
    """Log odds of the faintest of the asked number of peaks; minus infinity if there were fewer."""
    loudest_still: float
    """Log odds of what was most like a landing while nobody moved."""
    fit: Fit | None
    """None if landings and room can't be told apart."""

    @property
    def is_plain(self) -> bool:
        """Whether even the faintest landing is plain with the fit."""
        return self.fit is not None and self.faintest + self.fit.shift >= PLAIN_LOG_ODDS - _ROUNDED

    @property
    def is_still(self) -> bool:
        """Whether the room itself is far from a landing with the fit."""
        return self.fit is not None and self.loudest_still + self.fit.shift <= STILL_LOG_ODDS + _ROUNDED


def fitted(still: Sequence[float], hopped: Sequence[float], asked: int) -> Fitting:
    """Return the fit from the peaks' log odds while nobody moved and while somebody hopped `asked` times."""
    likeliest = sorted(hopped, reverse=True)
    heard = sum(log_odds > 0.0 for log_odds in likeliest)
    faintest = likeliest[asked - 1] if len(likeliest) >= asked else float("-inf")
    loudest_still = max(still, default=float("-inf"))
    if faintest - loudest_still < APART or faintest < PLAIN_LOG_ODDS - MOST_SHIFT - APART:
        return Fitting(heard, faintest, loudest_still, None)
    up = max(0.0, PLAIN_LOG_ODDS - faintest)
    down = max(0.0, loudest_still - STILL_LOG_ODDS)
    shift = min(up, max(0.0, STILL_LOG_ODDS - loudest_still)) if up else -min(down, max(0.0, faintest - PLAIN_LOG_ODDS))
    shift = round(max(-MOST_SHIFT, min(MOST_SHIFT, shift)), _DIGITS)
    return Fitting(heard, faintest, loudest_still, Fit(shift))
