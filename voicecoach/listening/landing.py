"""A landing, as the listener reports it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Landing:
    """Feet met the floor."""

    at: float
    """Seconds on the microphone's time line (its first sample is 0) when the feet met the floor."""

    heard_at: float
    """End of the last sound the decision needed, in the same seconds; ``heard_at - at`` is the listener's own delay.

    It does not depend on how the sound was cut into blocks; whoever hears in blocks learns of it with the
    block that holds this instant.
    """

    confidence: float
    """0 to 1: how far the rise cleared what is needed to be believed.  An order, not a probability."""
