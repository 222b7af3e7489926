"""Any hopping, for property tests: what a listener may tell of a session, and when it tells it."""

from __future__ import annotations

import random

from voicecoach.coaching.events import Recounted
from voicecoach.coaching.facts import LandingHeard
from voicecoach.listening.landing import RECOUNT_AFTER_S, Landing
from voicecoach.testing import SessionRig

SOON_S = 0.04
LATE_S = 0.7
"""How long after a landing the listener tells of it: mostly soon, some with hindsight."""


def any_landings(draw: random.Random, until_at: float) -> list[Landing]:
    """Return rows of hops at any cadence with any jitter, in sets and out of them, with stops, doubles, late news."""
    landings: list[Landing] = []
    at = draw.uniform(0.0, 10.0)
    while at < until_at:
        interval_s, share = draw.uniform(0.25, 0.8), draw.choice([0.0, 0.03, 0.05, 0.2])
        late, double = draw.choice([0.0, 0.0, 0.05]), draw.choice([0.0, 0.0, 0.03])
        for _ in range(draw.choice([1, 5, 30, 80])):
            at += max(0.15, interval_s * draw.gauss(1.0, share))
            told_s = draw.uniform(0.1, LATE_S) if draw.random() < late else draw.uniform(0.015, SOON_S)
            landings.append(Landing(at, at + told_s, draw.random(), draw.uniform(0.0, 12.0)))
            if draw.random() < double:
                landings.append(Landing(at + 0.08, at + 0.08 + told_s, draw.random()))
        at += draw.choice([draw.uniform(0.0, 1.0), draw.uniform(1.0, 8.0)])
    return landings


def any_recounts(draw: random.Random, rig: SessionRig) -> list[Recounted]:
    """Return recounts of the stretches in which a session expected landings, now and then of another opinion."""
    found = []
    for begun, over in zip(rig.expectations[::2], rig.expectations[1::2], strict=False):
        heard = sum(begun.from_at <= landing.at < over.from_at for landing in rig.facts(LandingHeard))
        count = max(0, heard + draw.choice([0, 0, 0, -2, -1, 1, 3]))
        found.append(Recounted(begun.from_at, over.from_at, count, draw.random()))
    return found


def told_at(news: Landing | Recounted) -> float:
    """Return when the listener tells of it."""
    return news.heard_at if isinstance(news, Landing) else news.to_at + RECOUNT_AFTER_S
