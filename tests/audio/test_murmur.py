from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.audio.murmur import LEVEL_DB, Murmur
from voicecoach.units import Samples

RATE_HZ = 8000


def murmured(frames: int, cuts: list[int]) -> Samples:
    murmur, out = Murmur(RATE_HZ), np.zeros(frames, np.float32)
    edges = sorted({0, frames, *(cut for cut in cuts if cut < frames)})
    for first, end in pairwise(edges):
        murmur.add(out[first:end], first)
    return out


def test_it_is_far_below_speech_and_yet_not_silence_in_16_bits() -> None:
    sound = murmured(3 * RATE_HZ, [])
    assert 20.0 * np.log10(np.sqrt(np.mean(np.square(sound)))) == pytest.approx(LEVEL_DB, abs=0.5)
    steps = np.round(sound * 32767.0)
    quiet = np.diff(np.flatnonzero(steps))
    assert quiet.max() <= 8, "never a millisecond of zeros"


@given(st.integers(1, 3 * RATE_HZ), st.lists(st.integers(1, 3 * RATE_HZ), max_size=10))
def test_it_does_not_depend_on_how_the_frames_are_cut(frames: int, cuts: list[int]) -> None:
    assert np.array_equal(murmured(frames, cuts), murmured(frames, []))
