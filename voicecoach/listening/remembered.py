"""Sounds of some time, in order."""

from __future__ import annotations

from bisect import bisect_left

from voicecoach.listening.peaks import Peak


class Remembered:
    """Remembers peaks for some seconds.

    Parameters
    ----------
    seconds
        How long before the latest peak.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._peaks: list[Peak] = []
        self._forgotten_at = float("-inf")

    def add(self, peak: Peak) -> None:
        """Remember the next peak."""
        self._peaks.append(peak)
        while self._peaks[0].at < peak.at - self._seconds:
            self._forgotten_at = self._peaks.pop(0).at

    def reaches(self, from_at: float) -> bool:
        """Whether everything from an instant on is remembered."""
        return from_at > self._forgotten_at

    def between(self, from_at: float, to_at: float) -> list[Peak]:
        """Return the peaks in [from_at, to_at)."""
        first, end = (bisect_left(self._peaks, at, key=lambda peak: peak.at) for at in (from_at, to_at))
        return self._peaks[first:end]
