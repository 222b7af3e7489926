"""Which landing each sounded number belongs to: a fact as soon as both the sound and the landing are there.

A number behind its landing knows it beforehand; one placed on a predicted landing learns of it a moment after.
"""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.coaching.effects import Effect, Record
from voicecoach.coaching.facts import CountSpoken


@dataclass(slots=True)
class _Number:
    count: int
    onset_s: float
    landing_at: float | None
    placed: bool
    start_at: float | None = None


class SpokenNumbers:
    """The numbers asked for, by their cue's id."""

    def __init__(self) -> None:
        self._numbers: dict[str, _Number] = {}

    def ask(self, cue_id: str, count: int, *, onset_s: float, landing_at: float | None) -> None:
        """Note that a number is to sound; `landing_at` is None while its landing is only expected."""
        self._numbers[cue_id] = _Number(count, onset_s, landing_at, placed=landing_at is None)

    def awaits(self, cue_id: str) -> bool:
        """Say whether a number is still to sound, or its landing still to come."""
        return cue_id in self._numbers

    def follows_its_landing(self, cue_id: str) -> bool:
        """Say whether a number was asked for when its landing had been told, to sound at once."""
        number = self._numbers.get(cue_id)
        return number is not None and not number.placed

    def sounded(self, cue_id: str, start_at: float) -> list[Effect]:
        """Note that a cue began to sound, if it is a number."""
        number = self._numbers.get(cue_id)
        if number is None:
            return []
        number.start_at = start_at
        return self._complete(cue_id, number, start_at)

    def landed(self, cue_id: str, landing_at: float, now: float) -> list[Effect]:
        """Note that an expected landing was heard."""
        number = self._numbers.get(cue_id)
        if number is None:
            return []
        number.landing_at = landing_at
        return self._complete(cue_id, number, now)

    def withdraw(self, cue_id: str) -> None:
        """Forget a number that is not said, or was taken back."""
        self._numbers.pop(cue_id, None)

    def _complete(self, cue_id: str, number: _Number, now: float) -> list[Effect]:
        if number.start_at is None or number.landing_at is None:
            return []
        del self._numbers[cue_id]
        onset_at = number.start_at + number.onset_s
        said = CountSpoken(
            t=now,
            count=number.count,
            landing_at=number.landing_at,
            start=number.start_at,
            onset=onset_at,
            placed=number.placed,
        )
        return [Record(said)]
