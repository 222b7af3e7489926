"""Weeks: the hops and the rhythm of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from voicecoach.history.aims import AimOf
from voicecoach.history.cards import pace
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
    paced: list[SetRow] = field(default_factory=list)

    def add(self, one: SetRow, *, hops: bool, rhythm: bool) -> None:
        if not hops:
            self.steps += one.count or 0
            return
        self.hops += one.count or 0
        if rhythm:
            self.paced.append(one)


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
    usual = pace(found.paced)
    return Week(
        monday=monday,
        sessions=found.sessions,
        hops=found.hops,
        steps=found.steps,
        cadence_hz=None if usual is None else usual.cadence_hz,
        variation=None if usual is None else usual.variation,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
