"""Footfalls of recorded floors, and of what lies between and beyond them."""

from __future__ import annotations

import numpy as np
from scipy import signal

from lab.bank import Half, Sound, load, sources
from lab.filters import peak, tilted
from lab.impacts import STOCK, Footfall, between_logs, impact_of, normal, repitched, touching
from lab.synthetic_footfalls import synthetic

THINGS = ("doors", "pinball", "pinball-hurd", "gnubg", "pychess", "lbreakout", "colobot", "0ad-impact", "0ad-work")
"""Household sources of things that fall or are struck, of the training half."""


def recorded(half: Half, rate_hz: int, chance: np.random.Generator) -> Footfall:
    """Return one person on one recorded floor: one source, at one pitch and colour."""
    choice = sources("landings", half)
    source = choice[chance.integers(len(choice))]
    paths = chance.permutation(np.array(source.paths, dtype=object))[: chance.integers(1, 4)]
    pitch = float(np.exp(chance.normal(0.0, 0.12)))
    tilt = tilted(float(chance.uniform(-5.0, 3.0)), rate_hz)
    clips = [impact_of(repitched(load(path, rate_hz), pitch), rate_hz) for path in paths]
    clips = [signal.sosfilt(tilt, clip).astype(np.float32) for clip in clips]
    dies_s = chance.uniform(0.03, 0.15)

    def one() -> Sound:
        clip = repitched(clips[chance.integers(len(clips))], float(np.exp(chance.normal(0.0, 0.02))))
        clip = clip[: round(0.4 * rate_hz)]
        return normal((clip * np.exp(-np.arange(len(clip)) / (dies_s * rate_hz))).astype(np.float32))

    return one


def mixed(half: Half, rate_hz: int, chance: np.random.Generator) -> Footfall:
    """Return one person on a floor between two others: recorded floors are few, what lies between them is not."""
    one = recorded(half, rate_hz, chance)
    other = recorded(half, rate_hz, chance) if chance.random() < 0.6 else synthetic(half, rate_hz, chance)
    share, lags_s = chance.uniform(0.0, 1.0), chance.uniform(0.0, 0.012)
    pitch = float(np.exp(chance.normal(0.0, 0.15)))
    dies_s = between_logs(0.02, 0.4, chance)
    colour = np.concatenate(
        [peak(between_logs(150.0, 6000.0, chance), chance.normal(0.0, 6.0), 1.5, rate_hz) for _ in range(3)]
    )

    def fresh() -> Sound:
        first, second = one(), other()
        lag = round(lags_s * rate_hz)
        sound = np.zeros(max(len(first), len(second) + lag), np.float32)
        sound[: len(first)] += first
        sound[lag : lag + len(second)] += np.float32(share) * second
        sound = signal.sosfilt(colour, repitched(sound, pitch)).astype(np.float32)
        return normal(touching((sound * np.exp(-np.arange(len(sound)) / (dies_s * rate_hz))).astype(np.float32)))

    stock = [fresh() for _ in range(STOCK)]
    return lambda: stock[chance.integers(STOCK)]


def loose(half: Half, rate_hz: int, chance: np.random.Generator) -> Footfall:
    """Return one person on a floor that gives way: gravel, sand, dry leaves, a sock that scuffs a rug.

    Grains of another footfall, many or few, most at once and some for a quarter of a second after; often without
    any thump beneath.
    """
    other = recorded(half, rate_hz, chance) if chance.random() < 0.6 else synthetic(half, rate_hz, chance)
    grain_s, grains = between_logs(0.002, 0.02, chance), round(between_logs(20.0, 300.0, chance))
    rise_s, fades_s = between_logs(0.0005, 0.012, chance), between_logs(0.03, 0.2, chance)
    spread, thump = chance.uniform(0.3, 1.3), chance.choice((0.0, 1.0)) * chance.uniform(0.0, 1.0)
    bursts_s = np.cumsum([0.0, *chance.uniform(0.015, 0.1, chance.integers(0, 3))])  # the ball, the heel, a slide
    burst_shares = np.append(1.0, chance.uniform(0.1, 1.0, len(bursts_s) - 1))
    colour = [tilted(float(chance.uniform(-5.0, 4.0)), rate_hz)]
    colour.append(peak(between_logs(200.0, 6000.0, chance), chance.normal(0.0, 6.0), 1.5, rate_hz))
    if chance.random() < 0.6:
        colour.append(signal.butter(2, between_logs(120.0, 2500.0, chance), "high", fs=rate_hz, output="sos"))
    shape = np.concatenate(colour)
    width = round(grain_s * rate_hz) + 2
    window = np.hanning(2 * width)[width:].astype(np.float32)

    def fresh() -> Sound:
        clip = other()
        sound = np.zeros(round(0.45 * rate_hz), np.float32)
        late_s = chance.exponential(fades_s, grains)
        late_s += chance.choice(bursts_s, grains, p=burst_shares / burst_shares.sum())
        for at_s in late_s[late_s < 0.4]:
            first, taken = round(at_s * rate_hz), round(min(1.0, chance.exponential(0.25)) * (len(clip) - width))
            piece = clip[max(0, taken) :][:width]
            grain = piece * window[: len(piece)]
            gain = float(np.exp(chance.normal(0.0, spread))) * min(1.0, (at_s + 0.0005) / rise_s)
            sound[first : first + len(grain)] += np.float32(gain / (np.abs(grain).max() + 1e-6)) * grain
        sound[: len(clip)] += np.float32(thump * np.abs(sound).max()) * clip[: len(sound)]
        return normal(impact_of(signal.sosfilt(shape, sound).astype(np.float32), rate_hz))

    stock = [fresh() for _ in range(STOCK)]
    return lambda: stock[chance.integers(STOCK)]


def worn(half: Half, rate_hz: int, chance: np.random.Generator) -> Footfall:
    """Return one person on a recorded floor in other shoes: another pitch, colour and onset, and the foot rolls.

    A second touch of the same floor follows the first, fainter.
    """
    one = recorded(half, rate_hz, chance)
    pitch, dies_s = float(np.exp(chance.normal(0.0, 0.25))), between_logs(0.02, 0.4, chance)
    colour = [tilted(float(chance.uniform(-8.0, 6.0)), rate_hz)]
    colour += [peak(between_logs(120.0, 6500.0, chance), chance.normal(0.0, 7.0), 1.2, rate_hz) for _ in range(3)]
    if chance.random() < 0.25:
        colour.append(signal.butter(1, between_logs(300.0, 5000.0, chance), "low", fs=rate_hz, output="sos"))
    elif chance.random() < 0.35:
        colour.append(signal.butter(2, between_logs(100.0, 2000.0, chance), "high", fs=rate_hz, output="sos"))
    shape = np.concatenate(colour)
    rise_s = between_logs(0.0005, 0.025, chance)
    rolls_s = chance.uniform(0.012, 0.09)
    rolls = 10.0 ** (chance.uniform(-20.0, -2.0) / 20.0) if chance.random() < 0.6 else 0.0

    def touch() -> Sound:
        clip = repitched(one(), pitch)
        times = np.arange(len(clip)) / rate_hz
        return (clip * np.minimum(1.0, (times + 1e-4) / rise_s) * np.exp(-times / dies_s)).astype(np.float32)

    def fresh() -> Sound:
        first, second = touch(), touch()
        later = round(rolls_s * float(np.exp(chance.normal(0.0, 0.1))) * rate_hz)
        sound = np.zeros(max(len(first), len(second) + later), np.float32)
        sound[: len(first)] += first
        sound[later : later + len(second)] += np.float32(rolls) * second
        return normal(touching(signal.sosfilt(shape, sound).astype(np.float32)))

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
        colour.append(signal.butter(2, between_logs(250.0, 6000.0, chance), "low", fs=rate_hz, output="sos"))
    shape, dies_s = np.concatenate(colour), between_logs(0.015, 0.15, chance)
    paths = chance.permutation(np.array(thing.paths, dtype=object))[: chance.integers(1, 3)]
    clips = [impact_of(repitched(load(path, rate_hz)[: 2 * rate_hz], pitch), rate_hz) for path in paths]
    clips = [normal(signal.sosfilt(shape, clip[: round(0.4 * rate_hz)])) for clip in clips]
    other = None
    if chance.random() < 0.5:
        other = recorded(half, rate_hz, chance) if chance.random() < 0.6 else synthetic(half, rate_hz, chance)
    share = np.float32(chance.uniform(0.1, 1.0))

    def fresh() -> Sound:
        clip = repitched(clips[chance.integers(len(clips))], float(np.exp(chance.normal(0.0, 0.03))))
        clip = clip * np.exp(-np.arange(len(clip)) / (dies_s * rate_hz))
        sound = share * other() if other else np.zeros(0, np.float32)
        sound = np.pad(sound, (0, max(0, len(clip) - len(sound))))
        sound[: len(clip)] += clip.astype(np.float32)
        return normal(touching(sound))

    stock = [fresh() for _ in range(STOCK)]
    return lambda: stock[chance.integers(STOCK)]
