"""Reading one step of a circuit file."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from voicecoach.circuit.model import CueLine, CueTime, CueTimeKind, Feet, Level, Sides, Step, StepKind
from voicecoach.circuit.tables import Table, shown
from voicecoach.circuit.times import cue_time

SHORTEST_WORK_S = 1.0

MOST_CUES = 30
"""Lines in one step; at a line every four seconds that is two minutes of talk."""

TARGET_BOUNDS_HZ = (0.5, 6.0)
"""Nobody hops slower on purpose or faster at all; the usual is 2 to 3 hops a second."""

_STEP_KEYS = (
    *("exercise", "kind", "work", "sides", "feet", "cues", "target_hz", "name", "setup", "equipment"),
    *("name_short", "setup_short", "more"),
)
HABIT_KEYS = ("get_ready", "switch", "rest", "time_calls")
"""What a step may set for itself and ``[defaults]`` for all."""

_CUE_KEYS = ("at", "say", "short")
_EXERCISE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_AT_START = CueTime(CueTimeKind.AFTER_START, 0.0)


@dataclass(frozen=True, slots=True)
class Habits:
    """The times around the work, in seconds, and whether the time is called in it."""

    get_ready_s: float = 10.0
    switch_s: float = 5.0
    rest_s: float = 10.0
    time_calls: bool = True


def read_habits(table: Table, otherwise: Habits) -> Habits:
    """Return what a table gives of `HABIT_KEYS`, the rest from `otherwise`."""
    return Habits(
        get_ready_s=table.length_s("get_ready", otherwise.get_ready_s),
        switch_s=table.length_s("switch", otherwise.switch_s),
        rest_s=table.length_s("rest", otherwise.rest_s),
        time_calls=table.flag("time_calls", default=otherwise.time_calls),
    )


def step_place(index: int, content: Mapping[str, object]) -> str:
    """Return how a problem names a step: ``step 3 (ankle-hops)``."""
    exercise = content.get("exercise")
    known = isinstance(exercise, str) and _EXERCISE_ID.fullmatch(exercise)
    return f"step {index + 1} ({exercise})" if known else f"step {index + 1}"


def read_step(table: Table, defaults: Habits) -> Step:
    """Return the step in a ``[[step]]`` table, noting what is wrong with it."""
    table.refuse_unknown((*_STEP_KEYS, *HABIT_KEYS))
    table.require("exercise", "kind", "work")
    kind = table.word("kind", StepKind, StepKind.HOLD)
    work_s = _work_s(table)
    habits = read_habits(table, defaults)
    return Step(
        exercise=table.parsed("exercise", exercise_id, ""),
        name=table.text("name"),
        kind=kind,
        work_s=work_s,
        sides=table.word("sides", Sides, Sides.NONE),
        cues=_cues(table, work_s),
        setup=table.text("setup"),
        equipment=table.text("equipment"),
        target_hz=_target_hz(table, kind),
        get_ready_s=habits.get_ready_s,
        switch_s=habits.switch_s,
        rest_s=habits.rest_s,
        name_short=table.text("name_short"),
        setup_short=table.text("setup_short"),
        more=table.texts("more", most=MOST_CUES),
        time_calls=habits.time_calls,
        feet=_feet(table, kind),
    )


def exercise_id(value: object) -> str:
    """Return an exercise's id; ValueError, in words that follow the value, if it can be none."""
    if not isinstance(value, str) or not _EXERCISE_ID.fullmatch(value):
        raise ValueError("is not an exercise's id; use small letters, digits and hyphens, like ankle-hops")
    return value


def _work_s(table: Table) -> Mapping[Level, float]:
    by_level = table.content.get("work")
    if not isinstance(by_level, Mapping):
        work_s = table.length_s("work", math.inf, least_s=SHORTEST_WORK_S)
        return dict.fromkeys(Level, work_s)
    levels = table.table("work")
    levels.place = f"{table.place}: work"
    levels.refuse_unknown([str(level) for level in Level])
    levels.require(*Level)
    return {level: levels.length_s(level, math.inf, least_s=SHORTEST_WORK_S) for level in Level}


def _cues(table: Table, work_s: Mapping[Level, float]) -> tuple[CueLine, ...]:
    def place(index: int, _: Mapping[str, object]) -> str:
        return f"{table.place}, cue {index + 1}"

    how = 'cues = [ { at = "+6s", say = "..." } ]'
    return tuple(_cue(cue, work_s) for cue in table.tables("cues", most=MOST_CUES, place=place, how=how))


def _cue(table: Table, work_s: Mapping[Level, float]) -> CueLine:
    table.refuse_unknown(_CUE_KEYS)
    table.require("at", "say")
    at = table.parsed("at", cue_time, _AT_START)
    outside = [level for level in Level if not 0.0 <= _offset_s(at, work_s[level]) < work_s[level]]
    if outside:
        level = outside[0]
        which = "" if len(outside) == len(Level) else f" at level {level}"
        written = shown(table.content["at"])
        table.note("at", f"at = {written} is outside its work of {work_s[level]:g} s{which}")
    return CueLine(at=at, say=table.text("say") or "", short=table.text("short"))


def _offset_s(at: CueTime, work_s: float) -> float:
    # Work of unknown length (already a problem) holds every cue: one problem is told once.
    return at.offset_s(work_s) if math.isfinite(work_s) else 0.0


def _feet(table: Table, kind: StepKind) -> Feet:
    if "feet" in table.content and _is_uncounted(table, kind):
        table.note("feet", f"feet is for landings; nobody hears the feet in a step of kind {kind}")
    return table.word("feet", Feet, Feet.TOGETHER)


def _target_hz(table: Table, kind: StepKind) -> tuple[float, float] | None:
    if "target_hz" in table.content and _is_uncounted(table, kind):
        table.note("target_hz", f"target_hz is for landings; a step of kind {kind} has no rhythm to aim for")
    return table.parsed("target_hz", _band_hz, None)


def _is_uncounted(table: Table, kind: StepKind) -> bool:
    # A kind that could not be read is one problem, not two.
    return kind is not StepKind.LANDINGS and table.content.get("kind") == kind


def _band_hz(value: object) -> tuple[float, float] | None:
    lowest, highest = TARGET_BOUNDS_HZ
    how = f"write the slowest and the quickest, each {lowest:g} to {highest:g}, like [2.0, 2.8]"
    if not isinstance(value, list) or len(value) != len(TARGET_BOUNDS_HZ):
        raise ValueError(f"is not a pair of rates; {how}")
    if not all(isinstance(rate, int | float) and not isinstance(rate, bool) for rate in value):
        raise ValueError(f"is not a pair of numbers; {how}")
    slowest, quickest = value
    if not lowest <= slowest < quickest <= highest:
        raise ValueError(f"is not a band of landings a second; {how}")
    return float(slowest), float(quickest)
