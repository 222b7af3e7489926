"""One mouth: who may speak when.

Spoken clips never overlap.  The rules, the first that applies:

1. A countdown cuts whatever is in its way.
2. A number takes only silence: it is not said where a word sounds or is booked.  So a sentence that has the mouth
   is heard out, whatever its lane; the numbers under it stay silent, and the next one is right.
3. Anything else cuts a sentence of a weaker lane, and waits for its turn otherwise.

What can't begin by its `not_after` is refused: better silent than late.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from voicecoach.coaching.cue import Cue, Lane


@dataclass(frozen=True, slots=True)
class Booking:
    """The time, in session seconds, a spoken cue holds the mouth."""

    cue: Cue
    start_at: float
    end_at: float


@dataclass(frozen=True, slots=True)
class Booked:
    """The mouth is the cue's from `start_at`; each of `cut` must fall silent by then."""

    start_at: float
    cut: tuple[Booking, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """The cue can't be spoken in time."""

    reason: str


class Mouth:
    """The bookings of the one mouth."""

    def __init__(self) -> None:
        self._bookings: list[Booking] = []

    @property
    def held(self) -> tuple[Booking, ...]:
        """What is booked and not over yet, in the order of booking."""
        return tuple(self._bookings)

    def book(self, cue: Cue, *, at: float, not_after: float, length_s: float) -> Booked | Refused:
        """Book `length_s` seconds from `at`, or from the first free instant up to `not_after`."""
        start_at = self._first_free(cue, at, not_after, length_s)
        if isinstance(start_at, Refused):
            return start_at
        cut = tuple(held for held in self._bookings if _overlap(held, start_at, start_at + length_s))
        self._bookings = [held for held in self._bookings if held not in cut]
        self._bookings.append(Booking(cue, start_at, start_at + length_s))
        return Booked(start_at, cut)

    def has_room(self, cue: Cue, *, at: float, not_after: float, length_s: float) -> bool:
        """Say whether :meth:`book` would book it."""
        return not isinstance(self._first_free(cue, at, not_after, length_s), Refused)

    def _first_free(self, cue: Cue, at: float, not_after: float, length_s: float) -> float | Refused:
        start_at = at
        for booking in sorted(self._bookings, key=lambda held: held.start_at):
            overlaps = booking.start_at < start_at + length_s and start_at < booking.end_at
            if not overlaps or _yields(booking.cue, cue):
                continue
            if booking.end_at > not_after:
                return Refused(f"{booking.cue.id} is speaking")
            start_at = booking.end_at
        return start_at

    def silence(self, from_at: float) -> tuple[float, float]:
        """Return the first stretch of silence from an instant on: when it begins, and when the next word does."""
        begins_at = from_at
        for booking in sorted(self._bookings, key=lambda held: held.start_at):
            if booking.start_at > begins_at:
                return begins_at, booking.start_at
            begins_at = max(begins_at, booking.end_at)
        return begins_at, math.inf

    def began(self, cue_id: str, at: float) -> float:
        """Note when a cue really began, since a speaker takes its time; returns how late it was, in seconds."""
        held = next((booking for booking in self._bookings if booking.cue.id == cue_id), None)
        if held is None:
            return 0.0
        late_s = at - held.start_at
        moved = replace(held, start_at=at, end_at=held.end_at + late_s)
        self._bookings = [moved if booking is held else booking for booking in self._bookings]
        return late_s

    def free(self, cue_id: str) -> None:
        """Give back the booking of a cue that ended, was cut or was dropped."""
        self._bookings = [held for held in self._bookings if held.cue.id != cue_id]

    def remeasure(self, cue_id: str, length_s: float) -> None:
        """Correct a booking whose clip turned out `length_s` seconds long."""
        self._bookings = [
            replace(held, end_at=held.start_at + length_s) if held.cue.id == cue_id else held for held in self._bookings
        ]

    def clear(self) -> None:
        """Give back everything."""
        self._bookings = []


def _yields(holder: Cue, newcomer: Cue) -> bool:
    return newcomer.lane is not Lane.COUNT and newcomer.lane.rank < holder.lane.rank


def _overlap(held: Booking, start_at: float, end_at: float) -> bool:
    return held.start_at < end_at and start_at < held.end_at
