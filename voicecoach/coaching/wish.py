"""A wish: something that is to be heard in a phase, before anybody asks whether it fits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from voicecoach.coaching.cue import Cue


class Importance(IntEnum):
    """What stays when two cues do not fit; the lower number goes."""

    EXTRA = 0
    """Said where there is room; nobody misses it."""
    COURTESY = 1
    """Words for what a tone says as well."""
    TIME_CALL = 2
    """Halfway, ten seconds."""
    TECHNIQUE = 3
    PREVIEW = 4
    SETUP = 5
    ANNOUNCEMENT = 6
    SAFETY = 7
    TOTAL = 8
    """Of the set that has just ended."""
    NAME = 9
    COUNTDOWN = 10


@dataclass(frozen=True, slots=True)
class Wish:
    """A cue that somebody wants in a phase, in one form or another."""

    forms: tuple[Cue, ...]
    """The same cue in ever fewer words, the full one first; a countdown's word may become a tick."""
    importance: Importance
    at_s: float | None
    """Seconds from the phase's start, or None: after whatever was wished before it."""
    not_before_s: float = 0.0
    """For a cue without an instant of its own: the earliest one."""
    until_s: float | None = None
    """It must be over by then, in seconds from the phase's start; None: by the phase's end."""
    keeps_room: bool = False
    """Whether the words are only known when the time comes: the plan keeps as much room as `forms` would take."""

    @property
    def cue(self) -> Cue:
        """The full form."""
        return self.forms[0]

    @property
    def is_extra(self) -> bool:
        """Whether it is only said where there is room."""
        return self.importance is Importance.EXTRA
