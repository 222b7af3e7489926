"""Whether the machine itself stood still: what was measured in real time meanwhile says nothing about the program."""

from __future__ import annotations

import threading
import time
from typing import Final, Self

NAP_S: Final = 0.002
STANDSTILL_S: Final = 0.02
"""A nap that ends so much too late was no fault of its own: a thread that sleeps nearly always is woken first."""


class StandstillWatch:
    """Sleeps and wakes in a thread of its own, and notes how late it was woken at worst."""

    def __init__(self) -> None:
        self.longest_s = 0.0
        """The longest that the machine let it sleep too long."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="standstill", daemon=True)

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave off."""
        self._over.set()
        self._thread.join()

    @property
    def stood_still(self) -> bool:
        """Whether it ever did."""
        return self.longest_s > STANDSTILL_S

    def _watch(self) -> None:
        while not self._over.is_set():
            asleep_at = time.monotonic()
            time.sleep(NAP_S)
            self.longest_s = max(self.longest_s, time.monotonic() - asleep_at - NAP_S)
