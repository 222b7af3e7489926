"""What is shown of a session without reading all of it: one card for it, one for each of its sets.

Cards follow from the event lines alone, in the order they were written, and from nothing else: the same lines give
the same cards while a session runs, after a crash, and when a log is read in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from voicecoach.listening.rhythm import Rhythm, RhythmReading

Line = Mapping[str, Any]
"""An event line: `t`, `event`, and that event's own fields."""

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SetCard:
    """A work set; instants are session seconds."""

    number: int
    exercise: str
    side: str | None
    round: int
    started_at_s: float
    ended_at_s: float | None
    """When its work was over; a pause within it is not counted, as if its time had stood still."""
    planned_s: float
    count: int | None
    """As the session ended it; before that, the landings so far; None where none are counted."""
    rhythm: RhythmReading | None

    @property
    def seconds(self) -> float:
        """How long it was worked; as planned while it runs.

        Never longer than planned: what was kept by older versions ended only when its last landing had been heard.
        """
        return self.planned_s if self.ended_at_s is None else min(self.planned_s, self.ended_at_s - self.started_at_s)


@dataclass(frozen=True, slots=True)
class Pace:
    """Cadence and steadiness of several sets: the mean, each weighing as much as its landings."""

    cadence_hz: float
    variation: float


def pace(sets: Iterable[SetCard]) -> Pace | None:
    """Return the pace of those sets that have a rhythm; None without any."""
    paced = [(one.rhythm, one.count) for one in sets if one.rhythm is not None and one.count]
    if not paced:
        return None
    weights = [count for _, count in paced]
    return Pace(
        cadence_hz=fmean([rhythm.cadence_hz for rhythm, _ in paced], weights),
        variation=fmean([rhythm.variation for rhythm, _ in paced], weights),
    )


@dataclass(frozen=True, slots=True)
class SessionCard:
    """A session; `reason` is None until it ended."""

    circuit: str
    level: str
    version: str
    reason: str | None
    seconds: float
    landings: int
    cadence_hz: float | None
    """Of all its sets together, as `variation`."""
    variation: float | None


class _Set:
    def __init__(self, number: int, line: Line) -> None:
        self.number = number
        self.line = line
        self.landings = 0
        self.count: int | None = None
        self.ended_at_s: float | None = None
        self.rhythm = Rhythm()

    def is_of(self, line: Line) -> bool:
        return all(self.line[name] == line[name] for name in ("step", "side", "round"))

    def card(self) -> SetCard:
        open_count = self.landings or None
        return SetCard(
            number=self.number,
            exercise=self.line["step"],
            side=self.line["side"],
            round=self.line["round"],
            started_at_s=self.line["t"],
            ended_at_s=self.ended_at_s,
            planned_s=self.line["seconds"],
            count=open_count if self.ended_at_s is None else self.count,
            rhythm=self.rhythm.summary(),
        )


class Tally:
    """Takes in a session's lines one after another."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self._sets: list[_Set] = []
        self._about: Line = {}
        self._reason: str | None = None
        self._rule: str | None = None
        self._t = 0.0
        for line in lines:
            self.take(line)

    def take(self, line: Line) -> int | str | None:
        """Take in a line; returns a landing's set (its number) and a spoken advice's rule, None for all else."""
        self._t = max(self._t, line["t"])
        match line["event"]:
            case "session_started":
                self._about = line
            case "session_ended":
                self._reason, self._t = line["reason"], line["seconds"]
            case "step_started":
                self._sets.append(_Set(len(self._sets) + 1, line))
            case "step_ended":
                self._end_set(line)
            case "landing":
                return self._land(line)
            case "advice":
                self._rule = line["rule"]
            case "cue" if line["lane"] == "advice":
                return self._rule
        return None

    @property
    def is_over(self) -> bool:
        """Whether the session ended in good order."""
        return self._reason is not None

    def session(self) -> SessionCard:
        """Return the session's card by now."""
        sets = self.sets()
        usual = pace(sets)
        return SessionCard(
            circuit=self._about.get("circuit", UNKNOWN),
            level=self._about.get("level", UNKNOWN),
            version=self._about.get("version", UNKNOWN),
            reason=self._reason,
            seconds=self._t,
            landings=sum(one.count or 0 for one in sets),
            cadence_hz=None if usual is None else usual.cadence_hz,
            variation=None if usual is None else usual.variation,
        )

    def sets(self) -> tuple[SetCard, ...]:
        """Return the cards of its sets by now."""
        return tuple(one.card() for one in self._sets)

    def last_lines(self, reason: str) -> list[Line]:
        """Return the lines that a session still owes which was cut off: the end of its set, and its own."""
        owed: list[Line] = [
            {"t": self._t, "event": "step_ended", **{name: one.line[name] for name in ("step", "side", "round")}}
            | {"count": one.landings or None}
            for one in self._sets
            if one.ended_at_s is None
        ]
        counts: dict[str, int] = {}
        for card in self.sets():
            if card.count is not None:
                counts[card.exercise] = counts.get(card.exercise, 0) + card.count
        ended = {"t": self._t, "event": "session_ended", "reason": reason, "counts": counts, "seconds": self._t}
        return [*owed, ended]

    def _end_set(self, line: Line) -> None:
        ended = next((one for one in self._sets if one.ended_at_s is None and one.is_of(line)), None)
        if ended is not None:
            ended.ended_at_s, ended.count = _ended_at_s(ended.line, line), line["count"]

    def _land(self, line: Line) -> int | None:
        """Give a landing to the newest set of its step that had begun: it may be told after the next one began."""
        at = line["at"]
        for one in reversed(self._sets):
            if one.line["step"] == line["step"] and one.line["t"] <= at:
                one.landings += 1
                one.rhythm.add(at)
                return one.number
        return None


def _ended_at_s(started: Line, ended: Line) -> float:
    """Return when a set's work was over; a log of an older version tells only when that was known."""
    worked_s = ended.get("seconds")
    if isinstance(worked_s, bool) or not isinstance(worked_s, int | float):
        return float(ended["t"])
    return float(started["t"] + min(max(worked_s, 0.0), started["seconds"]))
