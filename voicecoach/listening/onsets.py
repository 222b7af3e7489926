"""Sudden rises: where most of the spectrum jumps over the room's floor and over what was just heard.

The rise of a frame is, averaged over the bands, how far it stands above both the floor and the loudest of the
frames 15 to 40 ms before (the maximum makes it deaf to the flutter of steady noise: SuperFlux, Böck & Widmer 2013,
along time in place of frequency).  A landing lifts all bands within 10 ms; a voice lifts a few, slowly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voicecoach.listening.bands import BANDS, Levels, loudness_db
from voicecoach.listening.floor import SEGMENT_FRAMES, Floor

AHEAD_FRAMES: Final = 2
"""Frames after the one judged that the judgement needs."""

RISE_DB: Final = 4.0
"""The least rise.  Own bench: ten minutes of white noise or of a fan peak at 2.9."""

_PAST_FRAMES: Final = 8
_GAP_FRAMES: Final = 3  # frames nearer than this already hold the landing's first milliseconds
_CAP_DB: Final = 18.0  # one screaming band can't make a landing
_FLUTTER_DB: Final = 3.0  # single frames of steady noise stand this far above their mean


@dataclass(frozen=True, slots=True)
class Onset:
    """A frame whose rise is large enough."""

    frame: int
    """The first frame that shows it."""

    rise_db: float
    """Mean rise over all bands."""

    loudness_db: float
    """The loudest of this frame and the `AHEAD_FRAMES` after it."""


class OnsetFinder:
    """Finds onsets in levels, frame after frame.

    The first segment that holds any sound at all is judged only once it is whole, by its own floor: sound that
    begins with a landing has one, sound that begins with noise has none, and leading digital silence (as some
    drivers deliver) is no room to rise from.
    """

    def __init__(self) -> None:
        self._floor = Floor()
        self._levels: Levels = np.zeros((0, BANDS), dtype=np.float32)
        self._first = 0  # the frame of the first row kept
        self._next = 0  # the next frame to judge
        self._segment_end = 0  # 0 until the first segment is whole

    def add(self, levels: Levels, *, silent: NDArray[np.bool_]) -> list[Onset]:
        """Take in the levels of the next frames, shape (n, BANDS), and which of them are digital silence."""
        if not self._segment_end and not len(self._levels):
            skipped = int(np.argmin(silent)) if not silent.all() else len(silent)
            self._first += skipped
            levels = levels[skipped:]
        self._levels = np.concatenate((self._levels, levels))
        if not self._segment_end and not self._begin():
            return []
        return self._judge_all(self._first + len(self._levels) - AHEAD_FRAMES)

    def finish(self) -> list[Onset]:
        """Judge what is left, as if the room went on quietly."""
        missing = SEGMENT_FRAMES if not self._segment_end else AHEAD_FRAMES
        if not len(self._levels):
            return []
        quiet = self._floor.levels if self._segment_end else self._levels.min(axis=0)
        return self.add(np.tile(quiet, (missing, 1)), silent=np.zeros(missing, dtype=np.bool_))

    def _begin(self) -> bool:
        """Start from the first whole segment: its floor is also what lay before it."""
        if len(self._levels) < SEGMENT_FRAMES:
            return False
        self._floor.start(self._levels[:SEGMENT_FRAMES])
        before = np.tile(self._floor.levels, (_PAST_FRAMES, 1))
        self._levels = np.concatenate((before, self._levels))
        self._next = self._first
        self._first -= _PAST_FRAMES
        self._segment_end = self._next + SEGMENT_FRAMES
        return True

    def _judge_all(self, end: int) -> list[Onset]:
        """Judge the frames before `end`, moving the floor at each segment's end."""
        onsets: list[Onset] = []
        while self._next < end:
            upto = min(end, self._segment_end)
            onsets += self._judge(upto)
            self._next = upto
            if upto == self._segment_end:
                self._floor_moves()
        drop = self._next - max(SEGMENT_FRAMES, _PAST_FRAMES) - self._first
        if drop > 0:
            self._levels = self._levels[drop:]
            self._first += drop
        return onsets

    def _judge(self, upto: int) -> list[Onset]:
        """Return the onsets among frames [self._next, upto)."""
        low, count = self._next - self._first, upto - self._next
        levels = self._levels
        before = np.maximum(self._floor.levels + np.float32(_FLUTTER_DB), levels[low - _PAST_FRAMES :][:count])
        for back in range(_GAP_FRAMES, _PAST_FRAMES):
            np.maximum(before, levels[low - back : low - back + count], out=before)
        rises = loudness_db(np.clip(levels[low : low + count] - before, 0.0, _CAP_DB))
        return [self._onset(int(index), float(rises[index])) for index in np.flatnonzero(rises > RISE_DB)]

    def _onset(self, index: int, rise_db: float) -> Onset:
        row = self._next - self._first + index
        loudest = float(loudness_db(self._levels[row : row + AHEAD_FRAMES + 1]).max())
        return Onset(frame=self._next + index, rise_db=rise_db, loudness_db=loudest)

    def _floor_moves(self) -> None:
        end = self._segment_end - self._first
        self._floor.follow(self._levels[end - SEGMENT_FRAMES : end])
        self._segment_end += SEGMENT_FRAMES
