"""A clip: a piece of mono sound ready to be mixed."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.units import Samples


@dataclass(frozen=True, slots=True)
class Clip:
    """Sound at its own rate."""

    samples: Samples
    rate_hz: int

    @property
    def length_s(self) -> float:
        """How long it takes, in seconds."""
        return len(self.samples) / self.rate_hz
