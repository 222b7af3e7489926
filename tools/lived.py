"""Sessions that never were: the real coach in simulated time, with landings as wished, as event lines."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime

from voicecoach.cuefiles import load_circuit
from voicecoach.eventlog import as_values
from voicecoach.history.cards import Line
from voicecoach.history.keeping import Origin
from voicecoach.testing import SessionRig

STARTED_AT = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
"""A Monday."""


def lived(
    circuit: str = "demo", *, hops_hz: float = 2.2, jitter: float = 0.03, seed: int = 0, until: float | None = None
) -> list[Line]:
    """Return the event lines of a session in which somebody hops all the time; up to a session second if wished."""
    rig = SessionRig(load_circuit(circuit), seed=seed)
    rig.run(landings=_hops(rig.script.phases[-1].phase.start_s, hops_hz, jitter, seed))
    return [as_values(fact) for fact in rig.recorded if until is None or fact.t <= until]


def origin(uid: str, started_at: datetime = STARTED_AT, person: str = "ada", machine: str = "pi") -> Origin:
    """Return whose session it is."""
    return Origin(uid, person, machine, started_at)


def _hops(until_s: float, hops_hz: float, jitter: float, seed: int) -> Sequence[float]:
    chance = random.Random(seed)  # noqa: S311 - a gait, not a secret
    at, found = 0.0, []
    while at < until_s:
        at += chance.gauss(1.0, jitter) / hops_hz
        found.append(at)
    return found
