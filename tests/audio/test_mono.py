"""Several channels become one, and no sound is lost on the way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.audio.mono import RunningMono, mono
from voicecoach.units import Samples

RATE_HZ = 1_000


def noise(seed: int, seconds: float = 1.0, level: float = 0.1) -> Samples:
    return np.random.default_rng(seed).normal(0.0, level, round(seconds * RATE_HZ)).astype(np.float32)


def beside(*channels: Samples) -> Samples:
    return np.stack(channels, axis=1)


@pytest.mark.parametrize("share", [1.0, 0.9, 1.1])
def test_a_channel_and_its_inverse_do_not_cancel_each_other(share: float) -> None:
    sound = noise(1)
    np.testing.assert_array_equal(mono(beside(sound, -share * sound)), sound)


@pytest.mark.parametrize(
    "other",
    [noise(1), noise(2), np.zeros_like(noise(1)), -0.5 * noise(1)],
    ids=["the same", "unrelated", "silence", "partly inverse"],
)
def test_channels_that_leave_something_of_each_other_are_averaged(other: Samples) -> None:
    np.testing.assert_allclose(mono(beside(noise(1), other)), (noise(1) + other) / 2.0, atol=1e-7)


def test_a_single_channel_and_silence_stay_what_they_are() -> None:
    np.testing.assert_array_equal(mono(beside(noise(1))), noise(1))
    np.testing.assert_array_equal(mono(np.zeros((1_000, 2), np.float32)), np.zeros(1_000))
    assert mono(np.zeros((0, 2), np.float32)).shape == (0,)


def test_of_many_channels_the_first_is_taken_that_is_loud_enough() -> None:
    sound = noise(1)
    faint = noise(2, level=0.001)
    np.testing.assert_array_equal(mono(beside(faint, sound, -sound, faint)), sound)


@given(st.lists(st.integers(1, 1_500), min_size=1, max_size=30))
def test_a_live_stream_is_mixed_alike_however_it_is_cut(sizes: list[int]) -> None:
    crossed, straight = noise(1, 2.0), noise(2, 2.0)
    stream = np.concatenate([beside(crossed, -crossed), beside(straight, straight)])
    expected = np.concatenate([np.zeros(1_000), crossed[1_000:], straight])
    running, heard, at = RunningMono(RATE_HZ, 2), [], 0
    for size in [*sizes, len(stream)]:
        heard.append(running(stream[at : at + size]))
        at += size
    np.testing.assert_allclose(np.concatenate(heard), expected[: len(stream)], atol=1e-7)


def test_a_live_stream_of_one_channel_is_handed_on_as_a_copy() -> None:
    block = beside(noise(1))
    samples = RunningMono(RATE_HZ, 1)(block)
    block[:] = 0.0
    np.testing.assert_array_equal(samples, noise(1))
