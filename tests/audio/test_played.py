from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.audio.played import KEPT_S, PlayedSound

RATE_HZ = 1000


def filled(frames: int, block: int = 37) -> PlayedSound:
    played = PlayedSound(RATE_HZ)
    ramp = np.arange(frames, dtype=np.float32)
    for first in range(0, frames, block):
        played.record(first, ramp[first : first + block])
    return played


def test_what_was_played_is_found_again_by_frame() -> None:
    assert np.array_equal(filled(900).between(500, 100, 1.0), np.arange(500, 600))


def test_places_between_frames_are_interpolated() -> None:
    assert np.allclose(filled(900).between(500.25, 10, 0.5), 500.25 + 0.5 * np.arange(10))


def test_what_is_not_yet_or_no_longer_known_is_silence() -> None:
    frames = round((KEPT_S + 2.0) * RATE_HZ)
    played = filled(frames)
    assert not played.between(100, 50, 1.0).any()
    assert not played.between(frames + 10, 50, 1.0).any()
    assert not PlayedSound(RATE_HZ).between(0, 50, 1.0).any()


def test_a_stream_that_begins_anew_forgets_the_old_one() -> None:
    played = filled(900)
    played.record(0, np.ones(100, np.float32))
    assert np.array_equal(played.between(0, 50, 1.0), np.ones(50))
    assert not played.between(500, 50, 1.0).any()


@given(st.integers(0, 9000), st.floats(0.0, 8000.0), st.integers(1, 400))
def test_in_step_or_not_the_same_is_found(frames: int, first_frame: float, wanted: int) -> None:
    # A step a hair off one is looked up frame by frame.
    played = filled(frames)
    assert np.allclose(
        played.between(first_frame, wanted, 1.0), played.between(first_frame, wanted, 1.0 + 1e-12), atol=1e-2
    )
