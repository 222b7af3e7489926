"""What a workout is: rounds of steps, each with its times, sides and technique lines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Level(StrEnum):
    """How much is done: a step may give each level its own time of work."""

    START = "start"
    BUILD = "build"
    FULL = "full"


class StepKind(StrEnum):
    """What a step asks of the runner, and so whether the microphone counts."""

    HOLD = "hold"
    """A position held."""
    REPS = "reps"
    """Repetitions by feel; nobody counts."""
    LANDINGS = "landings"
    """Feet meet the floor; each landing is heard and counted."""


class Side(StrEnum):
    """The side that works."""

    LEFT = "left"
    RIGHT = "right"


class Sides(StrEnum):
    """Whether a step is done once a side or once."""

    EACH = "each"
    NONE = "none"

    @property
    def in_order(self) -> tuple[Side | None, ...]:
        """The sides in the order of work; a lone None where there is no side."""
        return (Side.LEFT, Side.RIGHT) if self is Sides.EACH else (None,)


class Feet(StrEnum):
    """How the feet meet the floor: whether left and right can be told apart by their landings."""

    TOGETHER = "together"
    """Both at once, or only one."""
    ALTERNATING = "alternating"
    """Left, right, left, right."""
    TWO_EACH = "two-each"
    """Each foot out and back: two landings of one, then two of the other."""

    @property
    def turn(self) -> int:
        """Landings until the same foot does the same again."""
        return {Feet.TOGETHER: 1, Feet.ALTERNATING: 2, Feet.TWO_EACH: 4}[self]


class CueTimeKind(StrEnum):
    """What the amount of a `CueTime` counts from."""

    AFTER_START = "after start"
    BEFORE_END = "before end"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class CueTime:
    """An instant within a time of work whose length depends on the level."""

    kind: CueTimeKind
    amount: float
    """Seconds; for a share, a fraction of the work (0 to 1)."""

    def offset_s(self, work_s: float) -> float:
        """Return seconds from the start of a work of `work_s` seconds, in whole milliseconds."""
        match self.kind:
            case CueTimeKind.AFTER_START:
                return round(self.amount, 3)
            case CueTimeKind.BEFORE_END:
                return round(work_s - self.amount, 3)
            case CueTimeKind.SHARE:
                return round(work_s * self.amount, 3)


@dataclass(frozen=True, slots=True)
class CueLine:
    """One technique line and its instant in the work."""

    at: CueTime
    say: str
    short: str | None = None
    """The same idea in fewer words, for when there is little room."""


@dataclass(frozen=True, slots=True)
class Step:
    """One exercise of a round."""

    exercise: str
    """The exercise's id, e.g. ``ankle-hops``."""
    name: str | None
    """The spoken name; None for the phrase file's."""
    kind: StepKind
    work_s: Mapping[Level, float]
    """Seconds of work a side, for every level."""
    sides: Sides
    cues: tuple[CueLine, ...]
    setup: str | None
    """Said while the runner gets ready."""
    equipment: str | None
    """What to take, said in the rest before."""
    target_hz: tuple[float, float] | None
    """The landings a second to aim for, slowest and quickest; None where nothing is aimed for."""
    get_ready_s: float
    switch_s: float
    """Between the sides; extra time, never taken from the work."""
    rest_s: float
    """After the step, unless it ends its round."""
    feet: Feet = Feet.TOGETHER
    """Which landings are of the same foot; matters where landings are counted."""
    name_short: str | None = None
    """The spoken name in fewer words, for when there is little room."""
    setup_short: str | None = None
    """The set-up in fewer words."""
    more: tuple[str, ...] = ()
    """Technique lines without an instant: the coach who talks more says them in turn, where there is room."""
    time_calls: bool = True
    """Whether "halfway" and "ten seconds" are called."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """A workout: the same steps, round after round."""

    id: str
    """The file's stem, e.g. ``ankle-stiffness``."""
    name: str
    """The spoken name."""
    rounds: int
    rest_between_rounds_s: float
    equipment: tuple[str, ...]
    welcome_s: float | None
    """A fixed length of the welcome; None for as long as its words take."""
    steps: tuple[Step, ...]
