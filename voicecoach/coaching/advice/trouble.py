"""One scale for every rule: how far from fine a measure is."""

from __future__ import annotations


def trouble(value: float, *, over: float, begins: float) -> float:
    """Return how far `value` is on the way from `over` (0: all is well again) to `begins` (1: worth saying).

    Between the two a rule stays as it was, which is its hysteresis; beyond `begins` the number goes on growing.
    """
    return (value - over) / (begins - over)
