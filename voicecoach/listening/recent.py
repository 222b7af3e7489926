"""The last rows of a stream of rows."""

from __future__ import annotations

import numpy as np

from voicecoach.listening.packing import Numbers


class Recent:
    """Keeps at least the last `kept` rows of `width` numbers; they move to the front of its room now and then."""

    def __init__(self, kept: int, width: int) -> None:
        self._kept = kept
        self._rows: Numbers = np.zeros((2 * kept, width), np.float32)
        self._count = self._end = 0

    def add(self, rows: Numbers) -> None:
        """Take in the next rows, shape (n, width)."""
        if self._count + len(rows) > len(self._rows):
            self._make_room(len(rows))
        self._rows[self._count : self._count + len(rows)] = rows
        self._count += len(rows)
        self._end += len(rows)

    def between(self, first: int, end: int) -> Numbers:
        """Return rows [first, end) of the stream, those of them that are kept; good until the next are taken in."""
        begun = self._end - self._count
        return self._rows[max(0, first - begun) : min(self._count, max(0, end - begun))]

    def _make_room(self, count: int) -> None:
        kept = self._rows[max(0, self._count - self._kept) : self._count]
        if len(kept) + count > len(self._rows):
            self._rows = np.zeros((self._kept + count, self._rows.shape[1]), np.float32)
        self._rows[: len(kept)] = kept
        self._count = len(kept)
