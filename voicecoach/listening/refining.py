"""The instant of a landing, found in the wave itself.

The network says when to within 10 ms; the wave says it better (the two stages of Turchet, DAFx 2018).
The sound around the onset is limited to what every rate hears, and the landing is where its power first rises
well clear of what went before.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voicecoach.units import Samples

BEFORE_S: Final = 0.035
AFTER_S: Final = 0.030
"""How far about the network's instant the sound is looked at."""

TRUSTED_S: Final = 0.020
LATER_S: Final = 0.029
"""What the wave says is taken up to so far before and after the network's instant; farther off it is another sound that
rises.  (Test takes: mean error 4.5 to 3.5 ms among sounds as loud as the hops, no change where they are quieter.)  A
landing that is plain from its first milliseconds is told one cell of 20 ms early now and then."""

_AVERAGED_S: Final = 0.001
_PASS_HZ: Final = (200.0, 400.0, 5500.0, 7400.0)  # rise from, to; fall from, to
_OF_PEAK: Final = 0.05  # -13 dB: the first touch, not the loudest moment
_OVER_BEFORE: Final = 6.0  # 8 dB: more than a millisecond of noise strays from its mean
_BEFORE_SHARE: Final = 0.30  # of the sound looked at: this much surely lies before the landing


def landing_offset_s(sound: Samples, rate_hz: int) -> float:
    """Return the seconds from the sound's first sample to the landing in it: `BEFORE_S` where the wave doesn't tell.

    Parameters
    ----------
    sound
        From `BEFORE_S` before the instant that the network gives to `AFTER_S` after it.
    rate_hz
        Its rate.
    """
    power = _smooth_power(_band_limited(sound, rate_hz), rate_hz)
    before = float(power[: max(1, int(len(power) * _BEFORE_SHARE))].mean())
    peak = int(np.argmax(power))
    needed = min(max(_OF_PEAK * float(power[peak]), _OVER_BEFORE * before), 0.5 * float(power[peak]))
    # The first foot, not the louder second one: the power may fall between the two.
    offset_s = int(np.argmax(power >= needed)) / rate_hz
    return offset_s if -TRUSTED_S <= offset_s - BEFORE_S <= LATER_S else BEFORE_S


def _band_limited(sound: Samples, rate_hz: int) -> Samples:
    """Return the sound with its edges faded and only the band that every rate carries, phases untouched."""
    length = 1 << (len(sound) - 1).bit_length()  # 2866 samples at 44.1 kHz take eight times as long as 4096
    spectrum = np.fft.rfft(sound * _fades(len(sound), rate_hz), length)
    spectrum *= _passed(length, rate_hz)
    return np.fft.irfft(spectrum, length)[: len(sound)].astype(np.float32, copy=False)


@lru_cache(maxsize=4)
def _fades(frames: int, rate_hz: int) -> Samples:
    fade = np.minimum(1.0, np.arange(1, frames + 1) / (0.002 * rate_hz))
    return (fade * fade[::-1]).astype(np.float32)


@lru_cache(maxsize=4)
def _passed(length: int, rate_hz: int) -> Samples:
    passed = np.interp(np.fft.rfftfreq(length, 1.0 / rate_hz), _PASS_HZ, (0.0, 1.0, 1.0, 0.0))
    return np.asarray(passed, dtype=np.float32)


def _smooth_power(sound: Samples, rate_hz: int) -> NDArray[np.float64]:
    """Return the power averaged over `_AVERAGED_S` around each sample; beyond its ends lies silence."""
    width = max(1, round(_AVERAGED_S * rate_hz))
    lead = width // 2 + 1
    energy = np.zeros(len(sound) + width)
    np.cumsum(np.square(sound), out=energy[lead : lead + len(sound)])
    energy[lead + len(sound) :] = energy[lead + len(sound) - 1]
    power: NDArray[np.float64] = (energy[width:] - energy[:-width]) / width
    return power
