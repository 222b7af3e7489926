"""Microphones: what lies between the air and the samples."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import soundfile
import soxr
from scipy import signal

from lab.bank import Sound
from lab.filters import peak

TELEPHONE_HZ = 8_000


@dataclass(frozen=True)
class Microphone:
    """One microphone with its electronics."""

    high_pass_hz: float
    colour: tuple[tuple[float, float, float], ...]
    """Peaks and dips: (hz, dB, width in octaves)."""
    peak_db: float
    """Where the loudest moments land, dB of full scale; above 0 they clip."""
    noise_db: float
    gain_control: bool
    telephone: bool

    @classmethod
    def drawn(cls, chance: np.random.Generator) -> Microphone:
        """Draw one."""
        peaks = tuple(
            (float(np.exp(chance.uniform(np.log(120.0), np.log(7000.0)))), float(chance.normal(0.0, 4.0)), 1.0)
            for _ in range(chance.integers(0, 4))
        )
        return cls(
            high_pass_hz=float(np.exp(chance.uniform(np.log(20.0), np.log(300.0)))),
            colour=peaks,
            peak_db=float(chance.choice((chance.uniform(-45.0, -1.0), chance.uniform(-25.0, 6.0)))),
            noise_db=float(chance.uniform(-90.0, -66.0)),
            gain_control=bool(chance.random() < 0.15),
            telephone=bool(chance.random() < 0.06),
        )

    def record(self, air: Sound, rate_hz: int, chance: np.random.Generator) -> Sound:
        """Return what the microphone makes of the air."""
        sound = signal.sosfilt(signal.butter(2, self.high_pass_hz, "high", fs=rate_hz, output="sos"), air)
        for hz, gain_db, octaves in self.colour:
            sound = signal.sosfilt(peak(hz, gain_db, octaves, rate_hz), sound)
        sound = sound * 10.0 ** (self.peak_db / 20.0) / (np.quantile(np.abs(sound), 0.9995) + 1e-9)
        sound = sound + chance.normal(0.0, 10.0 ** (self.noise_db / 20.0), len(sound))
        if self.gain_control:
            sound = _levelled(sound, rate_hz, chance)
        whole = np.clip(sound, -1.0, 1.0).astype(np.float32)
        if self.telephone:
            whole = _telephoned(whole, rate_hz)
        return (np.round(whole * 32767.0) / 32768.0).astype(np.float32)


def _levelled(sound: np.ndarray, rate_hz: int, chance: np.random.Generator) -> np.ndarray:
    """Return sound after automatic gain control: quick down, slow up, at most 24 dB."""
    step = round(0.005 * rate_hz)
    blocks = len(sound) // step
    loud = np.abs(sound[: blocks * step].reshape(blocks, step)).max(axis=1) + 1e-5
    target, falls, rises = 0.25, 0.25, 0.005 * float(chance.uniform(0.3, 2.0))
    gains, gain = np.empty(blocks), 1.0
    for index, level in enumerate(loud):
        wanted = min(16.0, target / level)
        gain += (wanted - gain) * (falls if wanted < gain else rises)
        gains[index] = gain
    return sound * np.interp(np.arange(len(sound)), np.arange(blocks) * step, gains)


def _telephoned(sound: Sound, rate_hz: int) -> Sound:
    """Return sound after a telephone's codec (GSM full rate)."""
    file = io.BytesIO()
    soundfile.write(file, soxr.resample(sound, rate_hz, TELEPHONE_HZ), TELEPHONE_HZ, format="WAV", subtype="GSM610")
    file.seek(0)
    heard, _ = soundfile.read(file, dtype="float32")
    # The codec's frames delay nothing: libsndfile pads the last one only.
    back = soxr.resample(heard, TELEPHONE_HZ, rate_hz)[: len(sound)]
    return np.pad(back, (0, len(sound) - len(back))).astype(np.float32)
