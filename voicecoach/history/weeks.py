"""Weeks: the hops and the rhythm of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from voicecoach.history.cards import pace
from voicecoach.history.coached import Coached
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
    enough: int | None = None
    """Hops that were enough, as the last session up to its end that had a budget was told; None before any had."""


@dataclass
class _Sum:
    sessions: int = 0
    hops: int = 0
    steps: int = 0
    enough: int | None = None
    paced: list[SetRow] = field(default_factory=list)

    def add(self, one: SetRow, *, hops: bool, rhythm: bool) -> None:
        if not hops:
            self.steps += one.count or 0
            return
        self.hops += one.count or 0
        if rhythm:
            self.paced.append(one)


def weeks(
    sessions: Sequence[SessionRow], sets: Sequence[SetRow], coached: Coached, circuit: str | None = None
) -> list[Week]:
    """Return every week from the first session's to the last's; rhythms of one circuit only, if given.

    `sessions` are in the order of their time.
    """
    of = {one.id: one for one in sessions}
    sums: dict[date, _Sum] = {}
    for session in sessions:
        found = sums.setdefault(_monday(session.day), _Sum())
        found.sessions += 1
        found.enough = coached.week_limit(session) or found.enough
    for one in sets:
        session = of[one.session_id]
        same = circuit is None or session.circuit == circuit
        sums[_monday(session.day)].add(one, hops=coached.asked(one).hops, rhythm=same)
    if not sums:
        return []
    first, last = min(sums), max(sums)
    every: list[Week] = []
    enough: int | None = None
    for number in range((last - first).days // 7 + 1):
        monday = first + timedelta(weeks=number)
        found = sums.get(monday, _Sum())
        enough = found.enough or enough
        every.append(_week(monday, found, enough))
    return every


def _week(monday: date, found: _Sum, enough: int | None) -> Week:
    usual = pace(found.paced)
    return Week(
        monday=monday,
        sessions=found.sessions,
        hops=found.hops,
        steps=found.steps,
        cadence_hz=None if usual is None else usual.cadence_hz,
        variation=None if usual is None else usual.variation,
        enough=enough,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
