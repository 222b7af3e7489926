"""A recording made shorter keeps its pitch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.units import Samples
from voicecoach.voice.quickening import quickened

RATE_HZ = 22_050


def vowel(pitch_hz: float, seconds: float) -> Samples:
    at = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    tones = [np.sin(2 * np.pi * pitch_hz * n * at) / n for n in range(1, 8)]
    summed: Samples = (0.3 * np.sum(tones, axis=0)).astype(np.float32)
    return summed


@pytest.mark.parametrize("pitch_hz", [90.0, 140.0, 240.0])
@pytest.mark.parametrize("times", [1.1, 1.3, 1.6])
def test_it_is_shorter_as_loud_and_no_higher(pitch_hz: float, times: float) -> None:
    whole = vowel(pitch_hz, 0.8)
    short = quickened(whole, RATE_HZ, times)
    assert len(short) / RATE_HZ == pytest.approx(0.8 / times, rel=0.01)
    inner = short[1000:-1500]
    spectrum = np.abs(np.fft.rfft(inner * np.hanning(len(inner))))
    heard_hz = float(np.argmax(spectrum)) * RATE_HZ / len(inner)
    assert heard_hz == pytest.approx(pitch_hz, rel=0.03)
    assert float(np.std(inner)) == pytest.approx(float(np.std(whole)), rel=0.15)


@settings(max_examples=60)
@given(frames=st.integers(0, 30_000), times=st.floats(0.5, 3.0), rate_hz=st.sampled_from([8_000, 22_050, 48_000]))
def test_any_length_and_speed_gives_sound(frames: int, times: float, rate_hz: int) -> None:
    noise = np.random.default_rng(frames).normal(0.0, 0.1, frames).astype(np.float32)
    short = quickened(noise, rate_hz, times)
    assert len(short) <= frames
    assert len(short) in {frames, round(frames / times)}
    assert np.all(np.isfinite(short))
    assert float(np.abs(short).max(initial=0.0)) <= 2.0 * float(np.abs(noise).max(initial=0.0))
