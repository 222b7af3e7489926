"""Weeks: the hops and the rhythm of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import fmean

from voicecoach.history.aims import AimOf
from voicecoach.history.queries import SessionRow, SetRow


@dataclass(frozen=True, slots=True)
class Week:
    """A week, which begins on Monday; one without a session is one too."""

    monday: date
    sessions: int
    hops: int
    steps: int
    """Landings of feet that take turns."""
    cadence_hz: float | None
    """Of its hops, the mean over sets by their landings; None without any that have a rhythm."""
    variation: float | None


@dataclass
class _Sum:
    sessions: int = 0
    hops: int = 0
    steps: int = 0
    weights: list[int] = field(default_factory=list)
    cadences_hz: list[float] = field(default_factory=list)
    variations: list[float] = field(default_factory=list)

    def add(self, one: SetRow, *, hops: bool, rhythm: bool) -> None:
        count = one.count or 0
        if not hops:
            self.steps += count
            return
        self.hops += count
        if rhythm and count and one.rhythm is not None:
            self.weights.append(count)
            self.cadences_hz.append(one.rhythm.cadence_hz)
            self.variations.append(one.rhythm.variation)


def weeks(
    sessions: Sequence[SessionRow], sets: Sequence[SetRow], aim_of: AimOf, circuit: str | None = None
) -> list[Week]:
    """Return every week from the first session's to the last's; rhythms of one circuit only, if given."""
    of = {one.id: one for one in sessions}
    sums: dict[date, _Sum] = {}
    for session in sessions:
        sums.setdefault(_monday(session.day), _Sum()).sessions += 1
    for one in sets:
        session = of[one.session_id]
        same = circuit is None or session.circuit == circuit
        sums[_monday(session.day)].add(one, hops=aim_of(session.circuit, one.exercise).hops, rhythm=same)
    if not sums:
        return []
    first, last = min(sums), max(sums)
    mondays = [first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]
    return [_week(monday, sums.get(monday, _Sum())) for monday in mondays]


def _week(monday: date, found: _Sum) -> Week:
    paced = bool(found.weights)
    return Week(
        monday=monday,
        sessions=found.sessions,
        hops=found.hops,
        steps=found.steps,
        cadence_hz=fmean(found.cadences_hz, found.weights) if paced else None,
        variation=fmean(found.variations, found.weights) if paced else None,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
