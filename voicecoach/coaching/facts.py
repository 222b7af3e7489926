"""What is worth keeping of a session: the lines of its event log.

Each fact is one JSON line with its fields' names; `t` is session seconds.  The set of names is a format that
others read: add, never rename.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Anything kept; `event` names the line."""

    event: ClassVar[str] = ""
    t: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted(Fact):
    """The first line."""

    event: ClassVar[str] = "session_started"
    circuit: str
    level: str
    mic: str
    speaker: str
    version: str
    seed: int
    uid: str | None = None
    """Its name among all sessions of all machines, for good; None if history does not keep it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStarted(Fact):
    """Work begins: one side of a step, or all of it."""

    event: ClassVar[str] = "step_started"
    step: str
    side: str | None
    round: int
    rounds: int
    seconds: float
    target_hz: tuple[float, float] | None = None
    """The landings a second that it aims for, slowest and quickest; None where nothing is aimed for."""
    feet: str | None = None
    """How they land: ``together`` are hops, ``alternating`` and ``two-each`` steps; None where nobody counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEnded(Fact):
    """Work is over; `count` is None where landings are not counted."""

    event: ClassVar[str] = "step_ended"
    step: str
    side: str | None
    round: int
    count: int | None
    confidence: float | None = None
    """In the count, 0 to 1, with hindsight; None if there is no count, or nobody looked back on it."""
    seconds: float | None = None
    """How long it was worked, without pauses; `t` is later where its last landing is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSkipped(Fact):
    """Work of a step, or of one side of it, is left out by the coach; `reason` says why."""

    event: ClassVar[str] = "step_skipped"
    step: str
    side: str | None
    round: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetKnown(Fact):
    """How many hops were done before this session, how many are enough, and how many that leaves."""

    event: ClassVar[str] = "budget"
    today: int
    week: int
    """Since Monday, today's among them."""
    day_limit: int | None
    """None where it is only this session that is limited."""
    week_limit: int | None
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetUsed(Fact):
    """Enough was hopped: what hops are left in the circuit are left out."""

    event: ClassVar[str] = "budget_used"
    step: str
    round: int
    hops: int
    """Of this session, so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelOffered(Fact):
    """The level that suits next time, at a session's end, or this time, at its beginning; `reason` says why."""

    event: ClassVar[str] = "level_offered"
    level: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSet(Fact):
    """A rhythm to aim for that is not the circuit's own, in hops a second; `source` is ``own`` or ``asked``."""

    event: ClassVar[str] = "target"
    step: str
    slowest_hz: float
    quickest_hz: float
    source: str
    circuit_hz: tuple[float, float] | None = None
    """The circuit's own, slowest and quickest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CueHeard(Fact):
    """A cue was sounded from `start` to `end`; `text` is empty for a tone."""

    event: ClassVar[str] = "cue"
    id: str
    text: str
    lane: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CueDropped(Fact):
    """A cue was not sounded, and why."""

    event: ClassVar[str] = "cue_dropped"
    id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingHeard(Fact):
    """A counted landing."""

    event: ClassVar[str] = "landing"
    at: float
    heard_at: float
    confidence: float
    step: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSpoken(Fact):
    """The number of a landing was sounded from `start` on, and is felt to begin at `onset`.

    `placed`: on the landing before it was heard, rather than behind it.
    """

    event: ClassVar[str] = "count_spoken"
    count: int
    landing_at: float
    start: float
    onset: float
    placed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmHeard(Fact):
    """The rhythm of the set so far."""

    event: ClassVar[str] = "rhythm"
    cadence_hz: float
    interval_s: float
    variation: float
    drift: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceGiven(Fact):
    """A rule of :mod:`voicecoach.coaching.advice` had something to say, and its line was handed to the speaker."""

    event: ClassVar[str] = "advice"
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandTaken(Fact):
    """A command was given."""

    event: ClassVar[str] = "command"
    name: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandUnknown(Fact):
    """Something came that is no command; nothing followed."""

    event: ClassVar[str] = "command_unknown"
    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioNote(Fact):
    """Something happened to a device; `seconds` is how long, 0 where that means nothing."""

    event: ClassVar[str] = "audio"
    what: str
    device: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(Fact):
    """The last line."""

    event: ClassVar[str] = "session_ended"
    reason: str
    counts: Mapping[str, int]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenSummary(Fact):
    """The last line of `listen --json`; the rhythm is None where there were too few landings for one."""

    event: ClassVar[str] = "summary"
    count: int
    seconds: float
    cadence_hz: float | None
    variation: float | None
