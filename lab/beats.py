"""Beats that no foot makes: the coach's own, its tones, and those of other metronomes and timers."""

from __future__ import annotations

import numpy as np

from lab.bank import Sound
from lab.noises import unit
from voicecoach.voice.tones import BEAT_DB, TONES, tone

BEATS_HZ = (1.2, 3.6)
"""Beats in a second: what is hopped to and a little beyond."""

OWN = next(iter(BEAT_DB))
OWN_SHARE = 0.6
"""How often the beat is the coach's own."""


def beats(seconds: float, rate_hz: int, chance: np.random.Generator) -> Sound:
    """Return rows of even beats with pauses between, each row alike; active parts have a root mean square of 1."""
    sound = np.zeros(round(seconds * rate_hz), np.float32)
    every_s = 1.0 / chance.uniform(*BEATS_HZ)
    one = _one(rate_hz, chance)
    at = chance.uniform(0.0, 3.0)
    while at < seconds:
        fades_db = float(chance.choice((0.0, chance.uniform(0.0, 18.0))))
        length = int(chance.choice((1, int(chance.integers(2, 8)), int(chance.integers(8, 60)))))
        for number in range(length):
            first = round((at + number * every_s) * rate_hz)
            place = sound[first : first + len(one)]
            place += one[: len(place)] * np.float32(10.0 ** (-fades_db * number / length / 20.0))
        at += length * every_s + chance.exponential(2.5)
    return unit(sound, rate_hz)


def own(beats_hz: float, seconds: float, rate_hz: int) -> Sound:
    """Return the coach's own beat, from the first second on; active parts have a root mean square of 1."""
    sound = np.zeros(round(seconds * rate_hz), np.float32)
    one = tone(OWN, rate_hz).samples
    for number in range(int((seconds - 1.0) * beats_hz)):
        place = sound[round((1.0 + number / beats_hz) * rate_hz) :][: len(one)]
        place += one[: len(place)]
    return unit(sound, rate_hz)


def _one(rate_hz: int, chance: np.random.Generator) -> Sound:
    """Return one beat: the coach's, one of its tones, or a soft beep of any pitch."""
    kind = chance.random()
    if kind < OWN_SHARE:
        return tone(OWN, rate_hz).samples
    if kind < OWN_SHARE + 0.15:
        return tone(str(chance.choice(sorted(TONES))), rate_hz).samples
    length_s = chance.uniform(0.03, 0.15)
    times_s = np.arange(round(length_s * rate_hz)) / rate_hz
    edge = np.minimum(1.0, np.minimum(times_s, length_s - times_s) / chance.uniform(0.005, 0.02))
    hz = float(np.exp(chance.uniform(np.log(350.0), np.log(3000.0))))
    beep = edge * np.sin(2.0 * np.pi * hz * times_s) * np.exp(-times_s / (length_s + chance.uniform(0.02, 0.2)))
    return np.asarray(beep, np.float32)
