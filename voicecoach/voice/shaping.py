"""From an engine's raw sound to a clip that can be mixed: trimmed, levelled, resampled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import soundfile
import soxr

from voicecoach.errors import SpeechError
from voicecoach.units import Samples, db_to_gain
from voicecoach.voice.clip import Clip

NO_SOUND = "there is no sound in it"

TRIM_DB = -40.0
"""Below a clip's peak by this much is silence; engines add up to 300 ms of it."""

PAD_S = 0.005
FADE_S = 0.002
LEVEL_DB = -20.0
"""RMS of the voiced part, in dB of full scale: loud over footsteps, with room for the peaks."""

PEAK_DB = -1.0


def read_clip(path: Path) -> Clip:
    """Read a sound file by its content (macOS writes AIFF whatever the name); SpeechError if there is none in it."""
    with _read_as_sound():
        samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    if len(samples) == 0:
        raise SpeechError(NO_SOUND)
    return Clip(np.ascontiguousarray(samples.mean(axis=1), dtype=np.float32), int(rate_hz))


def check_clip(path: Path) -> None:
    """Look at the beginning of a sound file only; SpeechError if it promises no sound."""
    with _read_as_sound():
        frames = soundfile.info(path).frames
    if frames == 0:
        raise SpeechError(NO_SOUND)


@contextmanager
def _read_as_sound() -> Iterator[None]:
    try:
        yield
    except soundfile.LibsndfileError as reason:
        raise SpeechError(f"it is no sound that can be read ({reason.error_string.rstrip('.')})") from reason
    except OSError as reason:
        raise SpeechError(f"it can't be read ({reason.strerror})") from reason


def trimmed(samples: Samples, rate_hz: int) -> Samples:
    """Return the words without the silence before and behind them; SpeechError if there is nothing else."""
    loud = np.flatnonzero(np.abs(samples) > np.abs(samples).max(initial=0.0) * db_to_gain(TRIM_DB))
    if len(loud) == 0:
        raise SpeechError("there is only silence in it")
    pad = round(PAD_S * rate_hz)
    return samples[max(0, loud[0] - pad) : loud[-1] + pad + 1]


def shaped(clip: Clip, rate_hz: int) -> Clip:
    """Return the clip trimmed, at the common level and at `rate_hz`, in the 16 bits it is cached with."""
    samples = _levelled(trimmed(clip.samples, clip.rate_hz))
    if clip.rate_hz != rate_hz:
        samples = np.asarray(soxr.resample(samples, clip.rate_hz, rate_hz), dtype=np.float32)
    return Clip(_as_16_bit(_faded(samples, rate_hz)), rate_hz)


def _levelled(samples: Samples) -> Samples:
    voiced = samples[np.abs(samples) > np.abs(samples).max() * 0.1]
    rms = float(np.sqrt(np.mean(np.square(voiced))))
    gain = min(db_to_gain(LEVEL_DB) / rms, db_to_gain(PEAK_DB) / float(np.abs(samples).max()))
    return (samples * np.float32(gain)).astype(np.float32)


def _faded(samples: Samples, rate_hz: int) -> Samples:
    frames = min(round(FADE_S * rate_hz), len(samples) // 2)
    ramp = np.linspace(0.0, 1.0, frames, dtype=np.float32)
    faded = samples.copy()
    faded[:frames] *= ramp
    faded[len(faded) - frames :] *= ramp[::-1]
    return faded


def _as_16_bit(samples: Samples) -> Samples:
    # A clip from the cache must equal one just rendered, or two runs would differ.
    whole = np.clip(np.rint(samples * 32767.0), -32767, 32767).astype(np.int16)
    quantised: Samples = whole.astype(np.float32) / np.float32(32768.0)
    return quantised
