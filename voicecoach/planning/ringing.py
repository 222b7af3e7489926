"""What APScheduler's jobs call.

A job in a store outlives its process, so it is kept as the name of a function and a number; whoever waits hangs the
bell that is rung.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

RING: Final = f"{__name__}:ring"
"""The function below as APScheduler keeps it."""

_bells: list[Callable[[int], None]] = []


def ring(number: int) -> None:
    """Ring for the entry of that number."""
    for bell in _bells:
        bell(number)


@contextmanager
def hung(bell: Callable[[int], None]) -> Iterator[None]:
    """Let jobs of this process ring `bell`."""
    _bells.append(bell)
    try:
        yield
    finally:
        _bells.remove(bell)
