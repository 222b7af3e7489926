"""Footfalls of endless floors and shoes that nobody recorded.

A synthetic footfall is what impact recordings show: a click of contact, coloured noise that dies within milliseconds,
the floor's damped modes, a heel that follows the ball of the foot, a little scuff.  One person on one floor keeps
the recipe and varies it from hop to hop.
"""

from __future__ import annotations

import numpy as np
from scipy import signal

from lab.bank import Half, Sound
from lab.filters import tilted
from lab.impacts import STOCK, Footfall, normal, touching, unit


def synthetic(_: Half, rate_hz: int, chance: np.random.Generator) -> Footfall:
    """Return one person on one floor that nobody recorded."""
    click_s, body_s = float(np.exp(chance.uniform(-6.5, -4.0))), float(np.exp(chance.uniform(-5.0, -3.2)))
    colour = [tilted(float(chance.uniform(-9.0, 4.0)), rate_hz), tilted(float(chance.uniform(-14.0, 0.0)), rate_hz)]
    modes_hz = np.exp(chance.uniform(np.log(50.0), np.log(1200.0), chance.integers(1, 6)))
    modes_s = np.exp(chance.uniform(-4.6, -2.8, len(modes_hz))) * np.minimum(1.0, 200.0 / modes_hz) ** 0.4
    if chance.random() < 0.2:  # a grate, a sheet of metal, a plank that is loose
        modes_hz = np.exp(chance.uniform(np.log(250.0), np.log(5000.0), chance.integers(3, 10)))
        modes_s = np.exp(chance.uniform(-4.2, -2.5, len(modes_hz)))
    softest_db = (-30.0, -16.0, -16.0) if chance.random() < 0.3 else (-12.0, -10.0, -14.0)  # bare feet, mats, carpets
    weights = 10.0 ** (chance.uniform(softest_db, (0.0, 0.0, 2.0)) / 20.0)
    heel_s, heel = chance.uniform(0.008, 0.045), 10.0 ** (chance.uniform(-18.0, 0.0) / 20.0)
    grains = 10.0 ** (chance.uniform(-6.0, 6.0) / 20.0) if chance.random() < 0.45 else 0.0
    grain_s, fades_s = float(np.exp(chance.uniform(-7.5, -5.5))), chance.uniform(0.02, 0.12)
    scuff, rise_s = 10.0 ** (chance.uniform(-40.0, -14.0) / 20.0), float(np.exp(chance.uniform(-8.5, -4.6)))
    times = np.arange(round(0.3 * rate_hz)) / rate_hz

    def impact() -> Sound:
        noise = chance.normal(0.0, 1.0, (2, len(times)))
        click = unit(signal.sosfilt(colour[0], noise[0]) * np.exp(-times / click_s))
        body = unit(signal.sosfilt(colour[1], noise[1]) * np.exp(-times / body_s))
        phases = chance.uniform(0.0, 2.0 * np.pi, len(modes_hz))
        ring = np.sin(2.0 * np.pi * modes_hz[:, None] * times + phases[:, None]) * np.exp(-times / modes_s[:, None])
        parts = np.stack((click, body, unit((ring * chance.uniform(0.3, 1.0, len(modes_hz))[:, None]).sum(axis=0))))
        mixed = (weights * 10.0 ** (chance.normal(0.0, 1.5, 3) / 20.0)) @ parts
        if grains:
            mixed = mixed + grains * unit(crunch())
        return (mixed * np.minimum(1.0, times / rise_s)).astype(np.float32)

    def crunch() -> np.ndarray:
        """Gravel, sand, dirt, snow: hundreds of grains that give way."""
        hits = chance.random(len(times)) < 0.02 * np.exp(-times / fades_s)
        strokes = np.where(hits, chance.exponential(1.0, len(times)) * chance.choice((-1.0, 1.0), len(times)), 0.0)
        ring = chance.normal(0.0, 1.0, round(6 * grain_s * rate_hz) + 2)
        ring *= np.exp(-np.arange(len(ring)) / (grain_s * rate_hz))
        return signal.sosfilt(colour[1], signal.fftconvolve(strokes, ring)[: len(times)])

    def fresh() -> Sound:
        whole = impact()
        later = round(heel_s * float(np.exp(chance.normal(0.0, 0.1))) * rate_hz)
        whole[later:] += np.float32(heel) * impact()[: len(whole) - later]
        drag = np.sin(np.pi * np.clip(times / 0.15, 0.0, 1.0)) * chance.normal(0.0, 1.0, len(times))
        return normal(touching(whole + (scuff * drag * np.abs(whole).max()).astype(np.float32)))

    stock = [fresh() for _ in range(STOCK)]
    return lambda: stock[chance.integers(STOCK)]
