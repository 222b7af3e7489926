"""The last rows of a stream of rows."""

from __future__ import annotations

from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Kind = TypeVar("Kind", bound=np.generic)


class Recent(Generic[Kind]):
    """Keeps at least the last `kept` rows of `width` numbers of one kind; those it is given become that kind."""

    def __init__(self, kept: int, width: int, kind: type[Kind]) -> None:
        self._kept = kept
        self._rows: NDArray[Kind] = np.zeros((2 * kept, width), kind)
        self._count = self._end = 0

    @property
    def first(self) -> int:
        """The first row of the stream that is kept."""
        return self._end - self._count

    @property
    def end(self) -> int:
        """How many rows there were."""
        return self._end

    def add(self, rows: NDArray[np.generic]) -> None:
        """Take in the next rows, shape (n, width)."""
        if self._count + len(rows) > len(self._rows):
            self._make_room(len(rows))
        self._rows[self._count : self._count + len(rows)] = rows
        self._count += len(rows)
        self._end += len(rows)

    def between(self, first: int, end: int) -> NDArray[Kind]:
        """Return rows [first, end) of the stream, those of them that are kept; good until the next are taken in."""
        return self._rows[max(0, first - self.first) : min(self._count, max(0, end - self.first))]

    def _make_room(self, count: int) -> None:
        kept = self._rows[max(0, self._count - self._kept) : self._count]
        if len(kept) + count > len(self._rows):
            self._rows = np.zeros((self._kept + count, self._rows.shape[1]), self._rows.dtype)
        self._rows[: len(kept)] = kept
        self._count = len(kept)
