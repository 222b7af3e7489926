"""One mouth: who may speak when.

Spoken clips never overlap.  A stronger lane cuts a weaker one; a count cuts the count before it, since a
number is worth hearing only at its own landing; anything else waits for its turn until its `not_after`, and
is refused when that passes.  Better silent than late.
"""

from __future__ import annotations

from dataclasses import dataclass

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
        start_at = at
        for booking in sorted(self._bookings, key=lambda held: held.start_at):
            overlaps = booking.start_at < start_at + length_s and start_at < booking.end_at
            if not overlaps or _yields(booking.cue, cue):
                continue
            if booking.end_at > not_after:
                return Refused(f"{booking.cue.id} is speaking")
            start_at = booking.end_at
        cut = tuple(held for held in self._bookings if _overlap(held, start_at, start_at + length_s))
        self._bookings = [held for held in self._bookings if held not in cut]
        self._bookings.append(Booking(cue, start_at, start_at + length_s))
        return Booked(start_at, cut)

    def free(self, cue_id: str) -> None:
        """Give back the booking of a cue that ended, was cut or was dropped."""
        self._bookings = [held for held in self._bookings if held.cue.id != cue_id]

    def remeasure(self, cue_id: str, length_s: float) -> None:
        """Correct a booking whose clip turned out `length_s` seconds long."""
        self._bookings = [
            Booking(held.cue, held.start_at, held.start_at + length_s) if held.cue.id == cue_id else held
            for held in self._bookings
        ]

    def clear(self) -> None:
        """Give back everything."""
        self._bookings = []


def _yields(holder: Cue, newcomer: Cue) -> bool:
    both_count = holder.lane is Lane.COUNT and newcomer.lane is Lane.COUNT
    return both_count or newcomer.lane.rank < holder.lane.rank


def _overlap(held: Booking, start_at: float, end_at: float) -> bool:
    return held.start_at < end_at and start_at < held.end_at
