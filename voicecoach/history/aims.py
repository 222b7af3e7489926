"""What is asked of an exercise: what a set is shown against, and judged by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aim:
    """What is known of an exercise beside what was heard; of one that is not known any more, nothing."""

    target_hz: tuple[float, float] | None = None
    """Landings a second to aim for, slowest and quickest."""
    turn: int = 1
    """Landings until the same foot does the same again; 1 where both land together."""

    @property
    def hops(self) -> bool:
        """Whether its landings are hops, which should be even and have a budget; steps need neither."""
        return self.turn == 1


AimOf = Callable[[str, str], Aim]
"""From a circuit and an exercise, by their ids, as far as this machine knows them."""
