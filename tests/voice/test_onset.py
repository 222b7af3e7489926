from __future__ import annotations

import numpy as np
import pytest

from voicecoach.units import Samples
from voicecoach.voice.clip import Clip
from voicecoach.voice.onset import onset_s

RATE_HZ = 48_000


def vowel(seconds: float, gain: float = 0.3) -> Samples:
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    tone = sum(np.sin(2.0 * np.pi * hz * t) / n for n, hz in enumerate((120, 480, 720, 1200), start=1))
    rise = np.minimum(1.0, t / 0.01)
    return (gain * tone * rise).astype(np.float32)


def hiss(seconds: float) -> Samples:
    noise = np.random.default_rng(1).normal(0.0, 0.1, round(seconds * RATE_HZ))
    spectrum = np.fft.rfft(noise)
    spectrum[np.fft.rfftfreq(len(noise), 1.0 / RATE_HZ) < 4500.0] = 0.0
    return np.fft.irfft(spectrum, len(noise)).astype(np.float32)


@pytest.mark.parametrize("hiss_s", [0.03, 0.08, 0.14])
def test_a_word_begins_with_its_vowel_not_with_its_hiss(hiss_s: float) -> None:
    word = Clip(np.concatenate([hiss(hiss_s), vowel(0.2)]), RATE_HZ)
    assert onset_s(word) == pytest.approx(hiss_s, abs=0.01)


def test_a_word_that_opens_with_a_vowel_begins_at_once() -> None:
    assert onset_s(Clip(vowel(0.3), RATE_HZ)) < 0.01


def test_a_louder_second_syllable_does_not_hide_the_first() -> None:
    quiet, gap = vowel(0.15, gain=0.15), np.zeros(4800, np.float32)
    word = Clip(np.concatenate([hiss(0.06), quiet, gap, vowel(0.2, gain=0.35)]), RATE_HZ)
    assert onset_s(word) == pytest.approx(0.06, abs=0.015)


def test_silence_has_its_beat_at_its_beginning() -> None:
    assert onset_s(Clip(np.zeros(1000, np.float32), RATE_HZ)) == 0.0
