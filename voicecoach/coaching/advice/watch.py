"""A rule's memory: whether it holds, and when it was last said."""

from __future__ import annotations

import math
from typing import Final

from voicecoach.coaching.advice.observed import Observed
from voicecoach.coaching.advice.rules import Rule

SAME_AGAIN_S: Final = 20.0
"""The same line is not said again sooner: it was heard, and legs need some hops to answer."""

WORSE: Final = 3.0
"""Unless its trouble grew by this much since: three times the way from fine to worth saying."""


class Watch:
    """Watches one rule."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.holds = False
        """Whether there is trouble: from 1 up until 0 down."""
        self.fine_from: float | None = None
        """Since when it is well on the good side; None where it is not, or can't be judged."""
        self._trouble = 0.0
        self._said_at: float | None = None
        self._said_trouble = 0.0
        self._amiss_at = -math.inf
        self._over_since_said = True

    def look(self, seen: Observed) -> None:
        """Judge anew."""
        judged = self.rule.judge(seen)
        self._trouble = 0.0 if judged is None else judged
        self.holds = self._trouble >= 1.0 or (self.holds and self._trouble > 0.0)
        if judged is None or judged > 0.0:
            self._amiss_at = self._amiss_at if judged is None else seen.now
            self.fine_from = None
            return
        # What was never amiss in this row has been fine since its first landing, not since it could be judged.
        fine_from = seen.now if seen.first_at is None or seen.first_at <= self._amiss_at else seen.first_at
        self.fine_from = self.fine_from or fine_from
        self._over_since_said = True

    def is_due(self, now: float) -> bool:
        """Say whether the rule has something to say at `now` that was not just said."""
        if not self.holds or self._trouble < 1.0:
            return False
        if self.rule.once and not self._over_since_said:
            return False
        if self._said_at is None or now - self._said_at >= SAME_AGAIN_S:
            return True
        return self.rule.worsens and self._trouble >= self._said_trouble + WORSE

    def said(self, at: float) -> None:
        """Note that it was said."""
        self._said_at, self._said_trouble = at, self._trouble
        self._over_since_said = False
