"""What a session asks the world to do.  Effects are data; :mod:`voicecoach.runtime` carries them out."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.coaching.cue import Cue
from voicecoach.coaching.facts import Fact
from voicecoach.coaching.summary import Summary


@dataclass(frozen=True, slots=True)
class Speak:
    """Sound the cue from `at` on; if that can't be by `not_after`, never."""

    cue: Cue
    at: float
    not_after: float


@dataclass(frozen=True, slots=True)
class Cut:
    """The cue's sound must have faded by `at`."""

    cue_id: str
    at: float


@dataclass(frozen=True, slots=True)
class StopSpeaking:
    """Fade out whatever sounds, forget whatever is booked."""


@dataclass(frozen=True, slots=True)
class SetVolume:
    """From now on everything sounds at this volume, in dB (0: as rendered); `muted`, at none."""

    volume_db: float
    muted: bool


@dataclass(frozen=True, slots=True)
class Prepare:
    """Render these cues soon: the first is needed first."""

    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Expect:
    """Landings are expected, or no longer, from `from_at` on."""

    expecting: bool
    from_at: float


@dataclass(frozen=True, slots=True)
class Record:
    """Keep this fact."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class Ended:
    """The session is over."""

    summary: Summary


Effect = Speak | Cut | StopSpeaking | SetVolume | Prepare | Expect | Record | Ended
