"""Footfalls: recorded ones, what lies between and beyond them, and synthetic ones of endless floors and shoes.

A synthetic footfall is what impact recordings show: a click of contact, coloured noise that dies within milliseconds,
the floor's damped modes, a heel that follows the ball of the foot, a little scuff.  One person on one floor keeps
the recipe and varies it from hop to hop.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import signal

from lab.bank import Half, Sound, load, sources
from lab.filters import peak, tilted

Footfall = Callable[[], Sound]
"""Gives one footfall after another, each of peak 1, its first sample the first touch."""

THINGS = ("doors", "pinball", "pinball-hurd", "gnubg", "pychess", "lbreakout", "colobot", "0ad-impact", "0ad-work")
"""Household sources of things that fall or are struck, of the training half."""

STOCK = 16
"""So many different footfalls a person has; making each one anew takes half of all rendering."""


def recorded(half: Half, rate_hz: int, chance: np.random.Generator) -> Footfall:
    """Return one person on one recorded floor: one source, at one pitch and colour."""
    choice = sources("landings", half)
    source = choice[chance.integers(len(choice))]
    paths = chance.permutation(np.array(source.paths, dtype=object))[: chance.integers(1, 4)]
    pitch = float(np.exp(chance.normal(0.0, 0.12)))
    tilt = tilted(float(chance.uniform(-5.0, 3.0)), rate_hz)
    clips = [impact_of(_repitched(load(path, rate_hz), pitch), rate_hz) for path in paths]
    clips = [signal.sosfilt(tilt, clip).astype(np.float32) for clip in clips]
    dies_s = chance.uniform(0.03, 0.15)

    def one() -> Sound:
        clip = _repitched(clips[chance.integers(len(clips))], float(np.exp(chance.normal(0.0, 0.02))))
        clip = clip[: round(0.4 * rate_hz)]
        return _normal((clip * np.exp(-np.arange(len(clip)) / (dies_s * rate_hz))).astype(np.float32))

    return one


def mixed(half: Half, rate_hz: int, chance: np.random.Generator) -> Footfall:
    """Return one person on a floor between two others: recorded floors are few, what lies between them is not."""
    one = recorded(half, rate_hz, chance)
    other = recorded(half, rate_hz, chance) if chance.random() < 0.6 else synthetic(half, rate_hz, chance)
    share, lags_s = chance.uniform(0.0, 1.0), chance.uniform(0.0, 0.012)
    pitch = float(np.exp(chance.normal(0.0, 0.15)))
    dies_s = _between_logs(0.02, 0.4, chance)
    colour = np.concatenate(
        [peak(_between_logs(150.0, 6000.0, chance), chance.normal(0.0, 6.0), 1.5, rate_hz) for _ in range(3)]
    )

    def fresh() -> Sound:
        first, second = one(), other()
        lag = round(lags_s * rate_hz)
        sound = np.zeros(max(len(first), len(second) + lag), np.float32)
        sound[: len(first)] += first
        sound[lag : lag + len(second)] += np.float32(share) * second
        sound = signal.sosfilt(colour, _repitched(sound, pitch)).astype(np.float32)
        return _normal(touching((sound * np.exp(-np.arange(len(sound)) / (dies_s * rate_hz))).astype(np.float32)))

    stock = [fresh() for _ in range(STOCK)]
    return lambda: stock[chance.integers(STOCK)]


def loose(half: Half, rate_hz: int, chance: np.random.Generator) -> Footfall:
    """Return one person on a floor that gives way: gravel, sand, dry leaves, a sock that scuffs a rug.

    Grains of another footfall, many or few, most at once and some for a quarter of a second after; often without
    any thump beneath.
    """
    other = recorded(half, rate_hz, chance) if chance.random() < 0.6 else synthetic(half, rate_hz, chance)
    grain_s, grains = _between_logs(0.002, 0.02, chance), round(_between_logs(20.0, 300.0, chance))
    rise_s, fades_s = _between_logs(0.0005, 0.012, chance), _between_logs(0.03, 0.2, chance)
    spread, thump = chance.uniform(0.3, 1.3), chance.choice((0.0, 1.0)) * chance.uniform(0.0, 1.0)
    colour = [tilted(float(chance.uniform(-5.0, 4.0)), rate_hz)]
    colour.append(peak(_between_logs(200.0, 6000.0, chance), chance.normal(0.0, 6.0), 1.5, rate_hz))
    if chance.random() < 0.6:
        colour.append(signal.butter(2, _between_logs(120.0, 2500.0, chance), "high", fs=rate_hz, output="sos"))
    shape = np.concatenate(colour)
    width = round(grain_s * rate_hz) + 2
    window = np.hanning(2 * width)[width:].astype(np.float32)

    def fresh() -> Sound:
        clip = other()
        sound = np.zeros(round(0.45 * rate_hz), np.float32)
        late_s = chance.exponential(fades_s, grains)
        for at_s in late_s[late_s < 0.4]:
            first, taken = round(at_s * rate_hz), round(min(1.0, chance.exponential(0.25)) * (len(clip) - width))
            piece = clip[max(0, taken) :][:width]
            grain = piece * window[: len(piece)]
            gain = float(np.exp(chance.normal(0.0, spread))) * min(1.0, (at_s + 0.0005) / rise_s)
            sound[first : first + len(grain)] += np.float32(gain / (np.abs(grain).max() + 1e-6)) * grain
        sound[: len(clip)] += np.float32(thump * np.abs(sound).max()) * clip[: len(sound)]
        return _normal(impact_of(signal.sosfilt(shape, sound).astype(np.float32), rate_hz))

    stock = [fresh() for _ in range(STOCK)]
    return lambda: stock[chance.integers(STOCK)]


def struck(half: Half, rate_hz: int, chance: np.random.Generator) -> Footfall:
    """Return one person on a floor that sounds like a thing that is struck: a crate, a lid, a board, a box.

    Such a sound, lower or higher, often dull, over the footfalls of another floor or alone.
    """
    choice = sources("household", half)
    things = [source for source in choice if source.name in THINGS] or choice
    thing = things[chance.integers(len(things))]
    pitch = float(np.exp(chance.normal(-0.15, 0.3)))
    colour = [tilted(float(chance.uniform(-8.0, 4.0)), rate_hz)]
    if chance.random() < 0.45:
        colour.append(signal.butter(2, _between_logs(250.0, 6000.0, chance), "low", fs=rate_hz, output="sos"))
    shape, dies_s = np.concatenate(colour), _between_logs(0.015, 0.15, chance)
    paths = chance.permutation(np.array(thing.paths, dtype=object))[: chance.integers(1, 3)]
    clips = [impact_of(_repitched(load(path, rate_hz)[: 2 * rate_hz], pitch), rate_hz) for path in paths]
    clips = [_normal(signal.sosfilt(shape, clip[: round(0.4 * rate_hz)])) for clip in clips]
    other = None
    if chance.random() < 0.5:
        other = recorded(half, rate_hz, chance) if chance.random() < 0.6 else synthetic(half, rate_hz, chance)
    share = np.float32(chance.uniform(0.1, 1.0))

    def fresh() -> Sound:
        clip = _repitched(clips[chance.integers(len(clips))], float(np.exp(chance.normal(0.0, 0.03))))
        clip = clip * np.exp(-np.arange(len(clip)) / (dies_s * rate_hz))
        sound = share * other() if other else np.zeros(0, np.float32)
        sound = np.pad(sound, (0, max(0, len(clip) - len(sound))))
        sound[: len(clip)] += clip.astype(np.float32)
        return _normal(touching(sound))

    stock = [fresh() for _ in range(STOCK)]
    return lambda: stock[chance.integers(STOCK)]


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
        click = _unit(signal.sosfilt(colour[0], noise[0]) * np.exp(-times / click_s))
        body = _unit(signal.sosfilt(colour[1], noise[1]) * np.exp(-times / body_s))
        phases = chance.uniform(0.0, 2.0 * np.pi, len(modes_hz))
        ring = np.sin(2.0 * np.pi * modes_hz[:, None] * times + phases[:, None]) * np.exp(-times / modes_s[:, None])
        parts = np.stack((click, body, _unit((ring * chance.uniform(0.3, 1.0, len(modes_hz))[:, None]).sum(axis=0))))
        mixed = (weights * 10.0 ** (chance.normal(0.0, 1.5, 3) / 20.0)) @ parts
        if grains:
            mixed = mixed + grains * _unit(crunch())
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
        return _normal(touching(whole + (scuff * drag * np.abs(whole).max()).astype(np.float32)))

    stock = [fresh() for _ in range(STOCK)]
    return lambda: stock[chance.integers(STOCK)]


def impact_of(sound: Sound, rate_hz: int) -> Sound:
    """Return a recorded step from its first real impact on.

    Steps were recorded walking: the foot rolls, gravel crunches for a tenth of a second before the weight is on it.
    A hop lands at once.  What is kept begins where the 5 ms level first comes within 4 dB of its highest.
    """
    width = round(0.005 * rate_hz)
    levels = np.sqrt(np.convolve(np.square(sound), np.full(width, 1.0 / width), mode="full")[width - 1 :])
    first = int(np.argmax(levels >= 0.63 * levels.max()))
    return touching(sound[first:])


def touching(sound: Sound) -> Sound:
    """Return a clip from its first touch on: 14 dB below its peak."""
    loud = np.abs(sound)
    return sound[int(np.argmax(loud >= 0.2 * loud.max())) :]


def _between_logs(low: float, high: float, chance: np.random.Generator) -> float:
    """Return a number between two, each ratio as likely as another."""
    return float(np.exp(chance.uniform(np.log(low), np.log(high))))


def _repitched(sound: Sound, pitch: float) -> Sound:
    places = np.arange(0.0, len(sound) - 1.0, pitch)
    return np.interp(places, np.arange(len(sound)), sound).astype(np.float32)


def _unit(sound: np.ndarray) -> np.ndarray:
    return sound / (np.abs(sound).max() + 1e-12)


def _normal(sound: Sound) -> Sound:
    fade = np.minimum(1.0, np.arange(len(sound), 0, -1) / 200.0)
    return (sound * fade / (np.abs(sound).max() + 1e-9)).astype(np.float32)
