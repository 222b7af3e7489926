"""The last rows of a stream of rows."""

from __future__ import annotations

import numpy as np

from voicecoach.listening.packing import Numbers


class Recent:
    """Keeps at least the last `kept` rows of `width` numbers."""

    def __init__(self, kept: int, width: int) -> None:
        self._kept = kept
        self._rows: Numbers = np.zeros((0, width), np.float32)
        self._end = 0

    def add(self, rows: Numbers) -> None:
        """Take in the next rows, shape (n, width)."""
        self._rows = np.concatenate((self._rows[-self._kept :], rows))
        self._end += len(rows)

    def between(self, first: int, end: int) -> Numbers:
        """Return rows [first, end) of the stream, those of them that are kept."""
        begun = self._end - len(self._rows)
        return self._rows[max(0, first - begun) : max(0, end - begun)]
