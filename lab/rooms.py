"""Rooms: measured ones, and synthetic ones from a dry closet to a hall."""

from __future__ import annotations

import numpy as np
from scipy import signal

from lab.bank import Sound, load, sources


def synthetic(rate_hz: int, chance: np.random.Generator) -> Sound:
    """Return an impulse response: the direct sound, some early reflections, a tail that loses its treble."""
    if chance.random() < 0.15:
        return np.ones(1, np.float32)
    rt60_s = float(np.exp(chance.uniform(np.log(0.12), np.log(6.0))))
    frames = round(min(0.9, rt60_s) * rate_hz)
    times = np.arange(frames) / rate_hz
    tail = chance.normal(0.0, 1.0, frames) * 10.0 ** (-3.0 * times / rt60_s)
    dull = signal.lfilter([0.4], [1.0, -0.6], tail)
    tail = tail + (dull - tail) * np.minimum(1.0, times / rt60_s * 2.0)
    tail[: round(0.003 * rate_hz)] = 0.0
    tail *= 10.0 ** (chance.uniform(-22.0, 2.0) / 20.0) / np.sqrt(np.sum(tail**2))
    for _ in range(chance.integers(0, 7) if chance.random() < 0.5 else chance.integers(7, 40)):
        at_s = chance.uniform(0.001, 0.03)
        fainter = 1.0 / (1.0 + at_s / 0.01)
        tail[min(frames - 1, round(at_s * rate_hz))] += chance.choice((-1.0, 1.0)) * chance.uniform(0.05, 0.6) * fainter
    tail[0] = 1.0
    return tail.astype(np.float32)


def measured(rate_hz: int, chance: np.random.Generator) -> Sound:
    """Return one of the test half's measured rooms, the microphone nearer or farther: its tail 20 dB down to equal."""
    (source,) = sources("rooms", "test")
    whole = load(source.paths[chance.integers(len(source.paths))], rate_hz)
    first = int(np.argmax(np.abs(whole)))
    response = whole[first : first + round(0.9 * rate_hz)] / whole[first]
    response[1:] *= 10.0 ** (chance.uniform(-20.0, 0.0) / 20.0) / np.sqrt(np.sum(np.square(response[1:])))
    return response.astype(np.float32)


def placed(sound: Sound, response: Sound) -> Sound:
    """Return a sound in a room; the direct sound keeps its instant."""
    if len(response) == 1:
        return sound
    wet: Sound = signal.fftconvolve(sound, response)[: len(sound)].astype(np.float32)
    return wet
