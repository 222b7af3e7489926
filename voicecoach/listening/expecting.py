"""What the session expects, as a line through time."""

from __future__ import annotations

from typing import Final

_KEPT: Final = 16


class Expectation:
    """Whether landings are expected at an instant; nothing is until told otherwise."""

    def __init__(self) -> None:
        self._changes: list[tuple[float, bool]] = []

    def change(self, *, expecting: bool, from_at: float) -> None:
        """Expect landings, or none, from an instant on; later instants told before are forgotten."""
        self._changes = [change for change in self._changes if change[0] < from_at][-_KEPT:]
        self._changes.append((from_at, expecting))

    def at(self, instant: float) -> bool:
        """Whether landings are expected at an instant."""
        return self.since(instant) is not None

    def since(self, instant: float) -> float | None:
        """Return since when landings have been expected at an instant; None if they are not."""
        since: float | None = None
        for from_at, expecting in self._changes:
            if from_at <= instant:
                since = (from_at if since is None else since) if expecting else None
        return since
