"""The total of a set: in which words it is said, when, and how much room a plan keeps for it before it is known."""

from __future__ import annotations

import math
from typing import Final

from voicecoach.circuit.timeline import Phase
from voicecoach.coaching.allowance import QUICK_HZ
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.summary import SetResult
from voicecoach.listening.landing import RECOUNT_AFTER_S

SETTLE_S: Final = RECOUNT_AFTER_S + 0.12
"""After a set's end: time for its last landing to be heard, and for the recount."""

TOTAL_AFTER_S: Final = 0.45
"""The total follows the opening tone of what comes after the set."""

TOTAL_AT_S: Final = SETTLE_S + TOTAL_AFTER_S
"""When the total of a set begins, in seconds from the set's end."""

WITHOUT_NUMBER: Final = ("set_total_one", "set_total_none", "set_total_doubtful", "set_total_noisy")
"""Lines that are said in the total's place when there is no number to say."""

_SIMILAR = 10
"""Among so many numbers below the highest there is one with as many letters as any."""


def total_forms(result: SetResult, phrases: Phrases) -> tuple[str, ...]:
    """Return the total of a set in ever fewer words."""
    given = {"count": result.count}
    return phrases.forms(_line(result), given, given)


def longest_total(work: Phase, phrases: Phrases) -> tuple[str, str]:
    """Return words as long as the total of `work` may come to, by their letters: in full, and in the fewest words."""
    given = {"count": _longest_number(work, phrases)}
    lines = [phrases.forms(line, given, given) for line in ("set_total", *WITHOUT_NUMBER)]
    return max((forms[0] for forms in lines), key=len), max((forms[-1] for forms in lines), key=len)


def _longest_number(work: Phase, phrases: Phrases) -> int:
    quickest_hz = work.step.target_hz[1] if work.step and work.step.target_hz else QUICK_HZ
    most = max(1, math.ceil(work.duration_s * quickest_hz))
    return max(range(max(1, most - _SIMILAR), most + 1), key=lambda number: len(phrases.number(number)))


def _line(result: SetResult) -> str:
    if result.doubtful:
        return "set_total_noisy" if result.noisy else "set_total_doubtful"
    return {0: "set_total_none", 1: "set_total_one"}.get(result.count, "set_total")
