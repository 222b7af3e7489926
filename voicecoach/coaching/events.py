"""What a session is told.  All instants are session seconds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voicecoach.coaching.script import Script
from voicecoach.listening.landing import Landing


class Command(StrEnum):
    """What a user can ask for in mid-session."""

    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"
    BACK = "back"
    REPEAT = "repeat"
    STOP = "stop"
    MUTE = "mute"
    UNMUTE = "unmute"
    LOUDER = "louder"
    SOFTER = "softer"
    PAUSE_OR_RESUME = "pause or resume"
    """One key for both: the session knows which is meant, and records that."""
    MUTE_OR_UNMUTE = "mute or unmute"
    """The same."""


@dataclass(frozen=True, slots=True)
class NoCommand:
    """What came where commands come, and is none."""

    text: str


@dataclass(frozen=True, slots=True)
class CommandGiven:
    """The user (or a signal) asks for something; `source` says by which way, e.g. ``keyboard``."""

    command: Command | NoCommand
    source: str


@dataclass(frozen=True, slots=True)
class ClipStarted:
    """A cue's sound began."""

    cue_id: str
    at: float


@dataclass(frozen=True, slots=True)
class ClipEnded:
    """A cue's sound is over, by itself or cut."""

    cue_id: str
    at: float
    cut: bool


@dataclass(frozen=True, slots=True)
class ClipDropped:
    """A cue was never sounded."""

    cue_id: str
    at: float
    reason: str


@dataclass(frozen=True, slots=True)
class ClipMeasured:
    """A clip has been rendered: this text at this rate takes so many seconds, and is felt to begin at `onset_s`."""

    text: str
    rate_wpm: int
    length_s: float
    onset_s: float = 0.0


@dataclass(frozen=True, slots=True)
class ScriptMeasured:
    """The same script planned anew, now with measured clip lengths; it holds from the next phase on."""

    script: Script


@dataclass(frozen=True, slots=True)
class DeviceLost:
    """A stream died.  `what` is ``microphone`` or ``speaker``."""

    what: str
    device: str


@dataclass(frozen=True, slots=True)
class DeviceBack:
    """A stream runs again."""

    what: str
    device: str


@dataclass(frozen=True, slots=True)
class DeviceNote:
    """Something about a device worth keeping that changes nothing: an overrun, a file's end."""

    what: str
    device: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Recounted:
    """The listener has counted the landings in [from_at, to_at) once more, with hindsight.

    It comes `RECOUNT_AFTER_S` after the end of the stretch in which landings were expected.
    """

    from_at: float
    to_at: float
    count: int
    confidence: float
    others: int = 0
    """How many sounds beside the landings were much like one."""


Event = (
    Landing
    | Recounted
    | CommandGiven
    | ClipStarted
    | ClipEnded
    | ClipDropped
    | ClipMeasured
    | ScriptMeasured
    | DeviceLost
    | DeviceBack
    | DeviceNote
)
