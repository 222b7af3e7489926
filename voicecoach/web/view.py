"""What the page shows, as one frozen value, and its JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from voicecoach.coaching.snapshot import Snapshot

_DIGITS = 3  # milliseconds, and a thousandth of a decibel: no page shows more


class Mode(StrEnum):
    """What the page is for at the moment."""

    IDLE = "idle"
    """A session can be started."""
    GETTING_READY = "getting ready"
    """Devices open and the voice renders the first words."""
    SESSION = "session"
    OVER = "over"
    """The session has ended, and with it the program."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A circuit that can be started."""

    id: str
    name: str
    seconds: Mapping[str, float]
    """How long it takes at each level."""
    level: str
    """The level that the page suggests."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Words that began to sound; `n` numbers them."""

    n: int
    text: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The last hops beside what they should be."""

    intervals_s: tuple[float | None, ...] = ()
    """Between one landing and the next, the newest last; None for a pause."""
    target_hz: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class DoneSet:
    """What a set came to."""

    name: str
    side: str | None
    round: int
    count: int
    doubtful: bool
    cadence_hz: float | None
    variation: float | None


@dataclass(frozen=True, slots=True)
class Result:
    """What a session came to."""

    reason: str
    seconds: float
    landings: int
    sets: tuple[DoneSet, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Everything the page shows at one instant."""

    version: str
    """The program's: a page of another version loads itself anew."""
    mode: Mode = Mode.GETTING_READY
    offers: tuple[Offer, ...] = ()
    snapshot: Snapshot | None = None
    level_db: float | None = None
    """The microphone's."""
    strip: Strip = Strip()
    captions: tuple[Caption, ...] = ()
    notices: tuple[Caption, ...] = ()
    lost: tuple[str, ...] = ()
    """Devices that are gone, as ``microphone: USB``."""
    result: Result | None = None


def as_json(view: View) -> str:
    """Return the view as one line of JSON."""
    return json.dumps(_plain(dataclasses.asdict(view)), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _plain(value: object) -> object:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
