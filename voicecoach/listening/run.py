"""When nobody said that there will be hops: believe them only in a run.

One knock or word is not a landing, four sounds in an even rhythm of 1.4 to 4 a second are: they are then told all at
once, and what follows before the rhythm breaks off at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from voicecoach.listening.peaks import Peak
from voicecoach.listening.rhythm import PAUSE_S

CONFIRMING: Final = 4

_SHORTEST_S: Final = 0.22
_LONGEST_S: Final = 0.80
_UNEVEN: Final = 1.4  # longest over shortest interval of those that confirm
_LOG_ODDS: Final = 1.5  # on average, of those that confirm


def unbroken(instants: Sequence[float]) -> int:
    """Return how many at the end of a row of instants follow one another without a pause."""
    count = min(1, len(instants))
    while 0 < count < len(instants) and instants[-count] - instants[-count - 1] <= PAUSE_S:
        count += 1
    return count


def last_run(row: Sequence[Peak]) -> Sequence[Peak]:
    """Return the peaks at the end of a row that follow one another without a pause."""
    return row[len(row) - unbroken([peak.at for peak in row]) :]


def is_convincing(run: Sequence[Peak]) -> bool:
    """Whether the last few of a run are an even rhythm of sounds that may well be landings."""
    last = run[-CONFIRMING:]
    if len(last) < CONFIRMING or sum(peak.log_odds for peak in last) < CONFIRMING * _LOG_ODDS:
        return False
    intervals_s = [later.at - earlier.at for earlier, later in pairwise(last)]
    shortest, longest = min(intervals_s), max(intervals_s)
    return shortest >= _SHORTEST_S and longest <= _LONGEST_S and longest <= _UNEVEN * shortest
