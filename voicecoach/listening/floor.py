"""What the room sounds like when nobody lands, in each band, followed slowly.

The floor is a low percentile of short means over the last two seconds: hops at four a second with their echoes
leave at least a third of the time near it, and a fan that is switched on becomes the floor within two seconds.
(Minimum statistics, Martin 2001, with a percentile in place of the biased minimum.)
"""

from __future__ import annotations

from typing import Final

import numpy as np

from voicecoach.listening.bands import BANDS, Levels

CHUNK_FRAMES: Final = 5
SEGMENT_FRAMES: Final = 50
"""The floor moves once a segment (a quarter second), on the frame grid: the same for any block size."""

_SEGMENTS: Final = 8
_SHARE: Final = 0.3


class Floor:
    """The floor of every band; starts from the first segment it is shown."""

    def __init__(self) -> None:
        self._chunks: Levels = np.zeros((0, BANDS), dtype=np.float32)
        self.levels: Levels = np.zeros(BANDS, dtype=np.float32)

    def start(self, segment: Levels) -> None:
        """Take a first, passing guess from a segment that will be followed later."""
        self.levels = _low(_chunk_means(segment))

    def follow(self, segment: Levels) -> None:
        """Take in a segment, shape (SEGMENT_FRAMES, BANDS)."""
        most = _SEGMENTS * SEGMENT_FRAMES // CHUNK_FRAMES
        self._chunks = np.concatenate((self._chunks, _chunk_means(segment)))[-most:]
        self.levels = _low(self._chunks)


def _chunk_means(segment: Levels) -> Levels:
    means: Levels = segment.reshape(-1, CHUNK_FRAMES, BANDS).mean(axis=1)
    return means


def _low(chunks: Levels) -> Levels:
    rank = int(_SHARE * len(chunks))
    low: Levels = np.partition(chunks, rank, axis=0)[rank]
    return low
