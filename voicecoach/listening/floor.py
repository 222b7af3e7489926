"""What the room sounds like when nobody lands, in each band, followed slowly.

The floor is a low percentile of short means over the last two seconds: hops at four a second with their echoes
leave at least a third of the time near it, and a fan that is switched on becomes the floor within two seconds.
(Minimum statistics, Martin 2001, with a percentile in place of the biased minimum.)
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from voicecoach.listening.bands import BANDS, Levels

CHUNK_FRAMES: Final = 5
SEGMENT_FRAMES: Final = 50
"""The floor moves once a segment (a quarter second), on the frame grid: the same for any block size."""

_CHUNKS: Final = SEGMENT_FRAMES // CHUNK_FRAMES
_MOST_CHUNKS: Final = 8 * _CHUNKS
_SHARE: Final = 0.3


class Floor:
    """The floor of every band; starts from the first segment it is shown."""

    def __init__(self) -> None:
        self._chunks: Levels = np.zeros((0, BANDS), dtype=np.float32)
        self.levels: Levels = np.zeros(BANDS, dtype=np.float32)

    def start(self, segment: Levels) -> None:
        """Take a first, passing guess from a segment that will be followed later."""
        self.levels = _low(_chunk_means(segment).T)

    def follow(self, segments: Levels) -> Levels:
        """Take in whole segments, one or more after the other; return the floors before each and after the last.

        Shape (segments * SEGMENT_FRAMES, BANDS) to (segments + 1, BANDS).
        """
        means = _chunk_means(segments)
        count = len(means) // _CHUNKS
        few = min(count, (_MOST_CHUNKS - len(self._chunks)) // _CHUNKS)  # as long as there are not two seconds
        chunks = np.concatenate((self._chunks, means))
        floors = np.empty((count + 1, BANDS), dtype=np.float32)
        floors[0] = self.levels
        for segment in range(few):
            floors[segment + 1] = _low(chunks[: len(self._chunks) + (segment + 1) * _CHUNKS].T)
        if few < count:
            first = len(chunks) - _MOST_CHUNKS - (count - few - 1) * _CHUNKS
            floors[few + 1 :] = _low(sliding_window_view(chunks, _MOST_CHUNKS, axis=0)[first::_CHUNKS])
        self._chunks, self.levels = chunks[-_MOST_CHUNKS:], floors[-1]
        return floors


def _chunk_means(levels: Levels) -> Levels:
    means: Levels = np.add.reduce(levels.reshape(-1, CHUNK_FRAMES, BANDS), axis=1) / np.float32(CHUNK_FRAMES)
    return means


def _low(chunks: Levels) -> Levels:
    """Return what a share of the chunks lies below: of shape (..., BANDS, chunks)."""
    rank = int(_SHARE * chunks.shape[-1])
    low: Levels = np.partition(chunks, rank, axis=-1)[..., rank]
    return low
