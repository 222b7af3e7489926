"""Pasts that hypothesis draws: any sessions a person may have behind them, and some that are told by name."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from voicecoach.circuit.model import Level
from voicecoach.coaching.past import Past, PastSession, PastSet
from voicecoach.listening.rhythm import RhythmReading

DAY_S = 86_400.0
TARGET_HZ = (2.0, 2.8)


def rhythm(hz: float = 2.3, variation: float = 0.04, drift: float = 0.0) -> RhythmReading:
    """Return the rhythm of a set."""
    return RhythmReading(hz, 1.0 / hz, variation, drift)


def hop_set(count: int = 22, found: RhythmReading | None = None, **otherwise: object) -> PastSet:
    """Return a set of ten seconds that went well, unless told otherwise."""
    good = PastSet("ankle-hops", 10.0, 10.0, count, found or rhythm(), 0.95, TARGET_HZ)
    return replace(good, **otherwise)  # type: ignore[arg-type]


def session(
    days_ago: int = 2, level: Level = Level.START, *, sets: tuple[PastSet, ...] | None = None, **otherwise: object
) -> PastSession:
    """Return a session of ankle stiffness with three sets that went well, unless told otherwise."""
    hops = (hop_set(),) * 3 if sets is None else sets
    good = PastSession("ankle-stiffness", level, days_ago, days_ago * DAY_S + 3600.0, finished=True, sets=hops)
    return replace(good, **otherwise)  # type: ignore[arg-type]


def past(*sessions: PastSession, weekday: int = 3) -> Past:
    """Return a past of some sessions, put in order."""
    return Past(tuple(sorted(sessions, key=lambda one: -one.ended_ago_s)), weekday)


_rhythms = st.builds(rhythm, st.floats(0.9, 5.0), st.floats(0.0, 0.6), st.floats(-0.6, 0.6))
_sets = st.builds(
    PastSet,
    exercise=st.sampled_from(["ankle-hops", "jump-rope"]),
    planned_s=st.sampled_from([10.0, 17.0, 30.0]),
    seconds=st.floats(0.0, 90.0),
    count=st.integers(0, 400),
    rhythm=st.none() | _rhythms,
    confidence=st.none() | st.floats(0.0, 1.0),
    target_hz=st.none() | st.just(TARGET_HZ),
)


@st.composite
def sessions(draw: st.DrawFn) -> PastSession:
    """Draw a session of any kind."""
    days_ago = draw(st.integers(-3, 60))
    kind = draw(st.sampled_from(["good", "good", "any"]))
    return PastSession(
        circuit=draw(st.sampled_from(["ankle-stiffness", "ankle-stiffness", "jump-rope"])),
        level=draw(st.none() | st.sampled_from(Level)),
        days_ago=days_ago,
        ended_ago_s=days_ago * DAY_S + draw(st.floats(0.0, DAY_S)),
        finished=kind == "good" or draw(st.booleans()),
        sets=(hop_set(),) * 3 if kind == "good" else tuple(draw(st.lists(_sets, max_size=6))),
        budget_used=kind == "any" and draw(st.booleans()),
    )


@st.composite
def pasts(draw: st.DrawFn) -> Past:
    """Draw any past."""
    return past(*draw(st.lists(sessions(), max_size=12)), weekday=draw(st.integers(0, 6)))
