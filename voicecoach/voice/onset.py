"""When a spoken word is felt to begin: its beat, not its first sample.

"Six" hisses for 60 ms before it is felt; spoken on a landing it must start that much earlier.  The beat (the P-centre
of Morton, Marcus & Frankish 1976) lies where the energy of the vowel rises, which is found much as Cummins & Port
(1998) do: a band around the vowel's, its smoothed envelope, a fixed share of its top.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from voicecoach.units import Samples
from voicecoach.voice.clip import Clip

_LOOKED_AT_S: Final = 0.6
_PASS_HZ: Final = (210.0, 300.0, 2500.0, 3250.0)  # rise from, to; fall from, to: vowels, not hisses
_SMOOTHED_S: Final = 0.02
_ENVELOPE_HZ: Final = 6000  # much finer than what it is smoothed to, at an eighth of the samples
_OF_TOP: Final = 0.3  # -10 dB: with half of it the second syllable of "siebzehn" or "cinco" would be taken


def onset_s(clip: Clip) -> float:
    """Return the seconds from a clip's first sample to its beat."""
    samples = clip.samples[: round(_LOOKED_AT_S * clip.rate_hz)]
    together = max(1, clip.rate_hz // _ENVELOPE_HZ)
    rectified = np.abs(_band_limited(samples, clip.rate_hz))
    steps = rectified[: len(rectified) // together * together].reshape(-1, together).mean(axis=1)
    envelope = _smooth(steps, clip.rate_hz / together)
    return float(np.argmax(envelope >= _OF_TOP * envelope.max(initial=0.0))) * together / clip.rate_hz


def _band_limited(samples: Samples, rate_hz: int) -> Samples:
    step = rate_hz // 10  # a multiple of it has small primes only, which keeps the transform quick
    size = -(-(len(samples) + step) // step) * step
    hz = np.fft.rfftfreq(size, 1.0 / rate_hz)
    spectrum = np.fft.rfft(samples, size) * np.interp(hz, _PASS_HZ, (0.0, 1.0, 1.0, 0.0))
    return np.fft.irfft(spectrum, size)[: len(samples)].astype(np.float32)


def _smooth(envelope: Samples, rate_hz: float) -> Samples:
    window = np.hanning(2 * round(_SMOOTHED_S * rate_hz) + 1)
    middle = len(window) // 2
    smooth: Samples = np.convolve(envelope, window / window.sum())[middle : middle + len(envelope)].astype(np.float32)
    return smooth
