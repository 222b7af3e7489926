"""What the rest of the house sees of sound devices: small protocols, and the frozen things they report.

Every ``at`` is an instant in seconds on the caller's clock: ``time.monotonic()`` for live devices, whatever
the caller passes to ``advance`` for paced ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from voicecoach.units import Samples

What = Literal["microphone", "speaker"]

FADE_S = 0.008
"""How long a cut clip takes to fall silent: too short to be heard as an ending, too long to click."""


VOLUME_RAMP_S = 0.03
"""How long the volume takes to change: at once to the ear, and without a click."""


@dataclass(frozen=True, slots=True, eq=False)
class MicBlock:
    """A stretch of microphone sound.

    Attributes
    ----------
    samples
        Mono, a copy that is the receiver's to keep.
    rate_hz
        Its sample rate.
    start_at
        The instant of the first sample.
    start_frame
        The index of the first sample since the stream (re)opened; 0 says that a stream begins.
    overflowed
        Whether sound was lost just before this block.
    """

    samples: Samples
    rate_hz: int
    start_at: float
    start_frame: int
    overflowed: bool


@dataclass(frozen=True, slots=True)
class Started:
    """A clip's first sample sounds at `at`."""

    id: str
    at: float


@dataclass(frozen=True, slots=True)
class Ended:
    """A clip is over at `at`: by itself or, with `cut`, faded out before its time."""

    id: str
    at: float
    cut: bool


@dataclass(frozen=True, slots=True)
class Dropped:
    """A clip never sounded: it could not start in time, or was called off before it did."""

    id: str
    at: float


Report = Started | Ended | Dropped


@dataclass(frozen=True, slots=True)
class Lost:
    """A device stopped working; `reason` is a clause for people."""

    what: What
    device: str
    reason: str


@dataclass(frozen=True, slots=True)
class Back:
    """A lost device works again."""

    what: What
    device: str


@dataclass(frozen=True, slots=True)
class Glitch:
    """Sound was lost or repeated: `times` since the last one was told, `seconds` of it as far as is known."""

    what: What
    device: str
    times: int
    seconds: float


Change = Lost | Back | Glitch
"""What can happen to a live device."""


class Microphone(Protocol):
    """Something that delivers blocks of sound to the callback given at its construction."""

    @property
    def name(self) -> str:
        """The device's name, or the file's path."""
        ...

    @property
    def rate_hz(self) -> int:
        """Its sample rate."""
        ...

    def start(self) -> None:
        """Begin to deliver blocks."""
        ...

    def close(self) -> None:
        """Let the device go; no block comes after this."""
        ...


class Speaker(Protocol):
    """Something that sounds clips at exact instants and reports what really happened."""

    @property
    def name(self) -> str:
        """The device's name, or the file's path."""
        ...

    @property
    def rate_hz(self) -> int:
        """The sample rate that clips must have."""
        ...

    def play(self, id: str, samples: Samples, *, at: float, not_after: float, speech: bool) -> None:  # noqa: A002
        """Sound a clip from the frame of `at` on.

        If `at` is already past, the clip starts as soon as it can, unless that is later than `not_after`:
        then it is :class:`Dropped`.  Two clips of `speech` never sound at once: the second waits for the
        first one's end, or for the end of its fade.
        """
        ...

    def cut(self, id: str, *, at: float) -> None:  # noqa: A002
        """Fade a clip out over `FADE_S`, to be silent by `at` or as soon after as the fade allows.

        A clip that would not have started by then is called off (:class:`Dropped`).
        """
        ...

    def cut_all(self) -> None:
        """Fade out everything that sounds and call off everything booked."""
        ...

    def set_gain(self, gain: float) -> None:
        """Multiply all that sounds by `gain` from now on; 0 for silence."""
        ...

    def soonest_at(self) -> float:
        """Return the earliest instant at which a clip can still start."""
        ...

    def close(self) -> None:
        """Let the device go."""
        ...


class Paced(Protocol):
    """A device without a clock of its own."""

    def advance(self, to_at: float) -> None:
        """Do everything up to that instant, delivering blocks or reports on the way."""
        ...
