"""What else is heard in a room: talk, counting, music, machines, knocks.

Every function returns a sound of the asked length whose active parts have a root mean square of 1.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from scipy import signal

from lab.bank import CACHE, Half, Sound, load, sources

COACH_VOICES = {
    "train": ("en-us+f3", "en-gb+m2", "de+f2", "es+m3", "en-us+m7", "en-gb-scotland+f4"),
    "dev": ("fr+f1", "en-gb-x-gbclan+m5"),
    "test": ("en",),
}
"""espeak-ng voices by half; the test half has the one that the coach speaks with by default."""

COUNTING_VOICES = ("en-us+m1", "en-gb+f1", "de+m4", "nl+f2", "sv+m2", "pl+f4", "pt+m6", "tr+f5", "el+m5", "ja+f1")
COUNTING_VOICES_OF_FLITE = ("kal16", "awb", "rms", "slt")

DRUM_KITS = ("drums", "hydrogen")
"""Household sources that a drum machine can use."""

COACH_LINES = (
    "Heel high. Push through your toes.",
    "Stand tall. Don't lean.",
    "Halfway.",
    "Ten seconds.",
    "Quick off the floor.",
    "Next: Balance adductor.",
    "And rest.",
    "Shoulders down, look ahead.",
)


def active_rms(sound: Sound, rate_hz: int) -> float:
    """Return the root mean square over the 50 ms pieces within 30 dB of the loudest."""
    width = round(0.05 * rate_hz)
    power = np.square(sound[: len(sound) // width * width]).reshape(-1, width).mean(axis=1)
    return float(np.sqrt(power[power >= 1e-3 * power.max()].mean())) if power.max() > 0 else 0.0


def talk(half: Half, seconds: float, rate_hz: int, chance: np.random.Generator) -> Sound:
    """Return one voice that talks, with pauses."""
    choice = sources("speech", half)
    source = choice[chance.integers(len(choice))]
    pause_s = chance.uniform(0.1, 1.5)
    return _row(lambda: _piece(source.paths, rate_hz, chance, 8.0), pause_s, seconds, rate_hz, chance)


def music(half: Half, seconds: float, rate_hz: int, chance: np.random.Generator) -> Sound:
    """Return a piece of a song, from anywhere in it; a short loop is repeated, at a pace of its own.

    The training half also has a drum machine, since songs are few and beats are what hops are mistaken for.
    """
    if half == "train" and chance.random() < 0.45:
        return drum_machine(seconds, rate_hz, chance)
    choice = sources("music", half)
    source = choice[chance.integers(len(choice))]
    song = load(source.paths[chance.integers(len(source.paths))], rate_hz)
    pace = float(np.exp(chance.normal(0.0, 0.1)))
    song = np.interp(np.arange(0.0, len(song) - 1.0, pace), np.arange(len(song)), song).astype(np.float32)
    frames = round(seconds * rate_hz)
    song = np.tile(song, frames // len(song) + 2)
    first = chance.integers(len(song) - frames)
    return unit(song[first : first + frames], rate_hz)


def drum_machine(seconds: float, rate_hz: int, chance: np.random.Generator) -> Sound:
    """Return a beat of three to five drums in a bar of sixteen steps, with a bass line or without."""
    kits = [source for source in sources("household", "train") if source.name in DRUM_KITS]
    drums = kits[chance.integers(len(kits))]
    step_s = 60.0 / chance.uniform(75.0, 180.0) / 4.0
    frames = round(seconds * rate_hz)
    sound = np.zeros(frames, np.float32)
    for _ in range(chance.integers(3, 6)):
        drum = synthetic_drum(rate_hz, chance)
        if chance.random() < 0.5:
            drum = load(drums.paths[chance.integers(len(drums.paths))], rate_hz)[: round(0.8 * rate_hz)]
        drum = drum / (np.abs(drum).max() + 1e-9) * 10.0 ** (chance.uniform(-18.0, 0.0) / 20.0)
        pattern = chance.random(16) < chance.choice((0.12, 0.25, 0.5))
        pattern[:: chance.choice((4, 8, 16))] |= chance.random() < 0.6
        for number in range(int(seconds / step_s)):
            if pattern[number % 16]:
                place = sound[round(number * step_s * rate_hz) :][: len(drum)]
                place += drum[: len(place)]
    if chance.random() < 0.6:
        hz = np.repeat(chance.choice((55.0, 65.4, 73.4, 82.4, 98.0), 64), round(2 * step_s * rate_hz))[:frames]
        hz = np.pad(hz, (0, frames - len(hz)), mode="edge")
        sound += np.float32(chance.uniform(0.02, 0.3)) * signal.sawtooth(2 * np.pi * np.cumsum(hz) / rate_hz).astype(
            np.float32
        )
    return unit(sound, rate_hz)


def synthetic_drum(rate_hz: int, chance: np.random.Generator) -> Sound:
    """Return a drum of a drum synthesizer: a tone that falls, or noise, or both."""
    times = np.arange(round(0.5 * rate_hz)) / rate_hz
    low_hz = float(np.exp(chance.uniform(np.log(40.0), np.log(300.0))))
    fall = 1.0 + chance.uniform(0.0, 4.0) * np.exp(-times / chance.uniform(0.005, 0.05))
    tone = np.sin(2 * np.pi * np.cumsum(low_hz * fall) / rate_hz) * np.exp(-times / chance.uniform(0.03, 0.25))
    noise = chance.normal(0.0, 0.5, len(times)) * np.exp(-times / np.exp(chance.uniform(-5.5, -1.8)))
    corner_hz = float(np.exp(chance.uniform(np.log(200.0), np.log(6000.0))))
    noise = signal.sosfilt(signal.butter(2, corner_hz, "high", fs=rate_hz, output="sos"), noise)
    share = chance.choice((0.0, 1.0, chance.random()))
    return (share * tone + (1.0 - share) * noise).astype(np.float32)


def machine(seconds: float, rate_hz: int, chance: np.random.Generator) -> Sound:
    """Return steady or slowly moving noise: fan, heating, traffic, rain, hum."""
    frames = round(seconds * rate_hz)
    spectrum = np.fft.rfft(chance.normal(0.0, 1.0, frames))
    hz = np.fft.rfftfreq(frames, 1.0 / rate_hz)
    slope = chance.uniform(0.0, 2.0)
    spectrum *= (np.maximum(hz, 30.0) / 30.0) ** (-slope / 2.0)
    for _ in range(chance.integers(0, 4)):
        centre_hz = float(np.exp(chance.uniform(np.log(60.0), np.log(4000.0))))
        spectrum *= 1.0 + chance.uniform(0.0, 4.0) * np.exp(-(((hz - centre_hz) / (0.15 * centre_hz)) ** 2))
    noise = np.fft.irfft(spectrum, frames)
    slow = np.interp(
        np.arange(frames), np.linspace(0, frames, 12), 10.0 ** (chance.normal(0.0, chance.uniform(0.0, 4.0), 12) / 20.0)
    )
    return unit((noise * slow).astype(np.float32), rate_hz)


def breath(seconds: float, rate_hz: int, chance: np.random.Generator) -> Sound:
    """Return the breath of somebody at work: hisses in and out, some in step with the hops."""
    frames = round(seconds * rate_hz)
    low_hz = chance.uniform(200.0, 900.0)
    band = signal.butter(1, (low_hz, min(7000.0, low_hz * chance.uniform(3.0, 9.0))), "band", fs=rate_hz, output="sos")
    swell = np.zeros(frames)
    at, period_s = chance.uniform(0.0, 1.0), chance.uniform(0.5, 1.6)
    while at < seconds:
        length_s = period_s * chance.uniform(0.3, 0.6)
        place = swell[round(at * rate_hz) :][: round(length_s * rate_hz)]
        place += chance.uniform(0.3, 1.0) * np.sin(np.linspace(0.0, np.pi, len(place))) ** chance.uniform(0.5, 2.0)
        at += period_s * (1.0 + chance.normal(0.0, 0.08))
    return unit((signal.sosfilt(band, chance.normal(0.0, 1.0, frames)) * swell).astype(np.float32), rate_hz)


def knocks(half: Half, seconds: float, rate_hz: int, chance: np.random.Generator) -> Sound:
    """Return household sounds now and then, some in short rows as somebody knocks or claps."""
    sound = np.zeros(round(seconds * rate_hz), np.float32)
    at = chance.uniform(0.0, 3.0)
    choice = sources("household", half)
    while at < seconds:
        source = choice[chance.integers(len(choice))]
        clip = clap(rate_hz, chance) if chance.random() < 0.3 else _piece(source.paths, rate_hz, chance, 2.0)
        times = int(chance.choice((1, 1, 1, 2, 3, 4, 5)))
        apart_s = chance.uniform(0.12, 0.7)
        loud = 10.0 ** (chance.uniform(-14.0, 0.0) / 20.0) / (np.abs(clip).max() + 1e-9)
        short = clip if times == 1 else clip[: round(max(0.1, apart_s) * rate_hz)]
        for number in range(times):
            first = round((at + number * apart_s * (1.0 + chance.normal(0.0, 0.06))) * rate_hz)
            place = sound[max(0, first) : first + len(short)]
            place += np.float32(loud * chance.uniform(0.6, 1.0)) * short[: len(place)]
        at += times * apart_s + chance.exponential(1.8)
    return unit(sound, rate_hz)


def clap(rate_hz: int, chance: np.random.Generator) -> Sound:
    """Return a clap of hands: a few milliseconds of noise around 1 to 3 kHz."""
    times = np.arange(round(0.12 * rate_hz)) / rate_hz
    low_hz = chance.uniform(500.0, 1500.0)
    band = signal.butter(
        2, (low_hz, min(0.45 * rate_hz, low_hz * chance.uniform(2.0, 5.0))), "band", fs=rate_hz, output="sos"
    )
    return signal.sosfilt(
        band, chance.normal(0.0, 1.0, len(times)) * np.exp(-times / chance.uniform(0.003, 0.02))
    ).astype(np.float32)


def counting(half: Half, landings: Sequence[float], seconds: float, rate_hz: int, chance: np.random.Generator) -> Sound:
    """Return somebody who counts along: each word begins 50 to 100 ms after its landing."""
    if half == "train" and chance.random() < 0.3:
        voice = str(chance.choice((*COUNTING_VOICES, *COUNTING_VOICES_OF_FLITE)))
        words = [spoken(str(number), voice, rate_hz) for number in range(1, 25)]
    else:
        choice = sources("counting", half)
        source = choice[chance.integers(len(choice))]
        words = [_trimmed(load(path, rate_hz)) for path in source.paths]
    return _spoken(
        [words[number % len(words)] for number in range(len(landings))],
        [at + chance.uniform(0.05, 0.1) for at in landings],
        seconds,
        rate_hz,
    )


def coach(half: Half, landings: Sequence[float], seconds: float, rate_hz: int, chance: np.random.Generator) -> Sound:
    """Return what the coach says: the number of each landing 70 ms after it, a line where nobody hops."""
    voices = COACH_VOICES[half]
    voice = voices[chance.integers(len(voices))]
    words, ats, free_at = [], [], chance.uniform(0.0, 1.0)
    for number, at in enumerate(landings):
        while at - free_at > 3.0:
            words.append(spoken(str(chance.choice(COACH_LINES)), voice, rate_hz))
            ats.append(free_at)
            free_at += len(words[-1]) / rate_hz + chance.uniform(0.3, 2.0)
        words.append(spoken(str(number % 40 + 1), voice, rate_hz))
        ats.append(at + chance.uniform(0.06, 0.09))
        free_at = ats[-1] + len(words[-1]) / rate_hz + 0.5
    while free_at < seconds:
        words.append(spoken(str(chance.choice(COACH_LINES)), voice, rate_hz))
        ats.append(free_at)
        free_at += len(words[-1]) / rate_hz + chance.uniform(0.3, 2.0)
    return _spoken(words, ats, seconds, rate_hz)


@cache
def spoken(text: str, voice: str, rate_hz: int) -> Sound:
    """Return a line spoken by espeak-ng, or flite if the voice is one of its."""
    folder = CACHE / "spoken"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{voice}-{''.join(filter(str.isalnum, text))}.wav"
    if not path.exists():
        command = ["espeak-ng", "-v", voice, "-s", "190", "-w", str(path), text]
        if voice in COUNTING_VOICES_OF_FLITE:
            command = ["flite", "-voice", voice, "-t", text, "-o", str(path)]
        subprocess.run(command, check=True)
    return _trimmed(load(path, rate_hz))


def unit(sound: Sound, rate_hz: int) -> Sound:
    """Return a sound with an active root mean square of 1."""
    return sound / np.float32(active_rms(sound, rate_hz) + 1e-9)


def _spoken(words: Sequence[Sound], ats: Sequence[float], seconds: float, rate_hz: int) -> Sound:
    """Return words at their instants, each cut short by the next."""
    sound = np.zeros(round(seconds * rate_hz), np.float32)
    for number, (word, at) in enumerate(zip(words, ats, strict=True)):
        first = round(at * rate_hz)
        room = round(ats[number + 1] * rate_hz) - first if number + 1 < len(ats) else len(word)
        part = word[:room].copy()
        fade = min(len(part), round(0.01 * rate_hz))
        part[len(part) - fade :] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)
        place = sound[first : first + len(part)]
        place += part[: len(place)]
    return unit(sound, rate_hz)


def _row(
    piece: Callable[[], Sound], pause_s: float, seconds: float, rate_hz: int, chance: np.random.Generator
) -> Sound:
    parts: list[Sound] = []
    frames = round(seconds * rate_hz)
    while sum(map(len, parts)) < frames:
        part = piece()
        parts += [
            part / np.float32(active_rms(part, rate_hz) + 1e-9),
            np.zeros(round(chance.exponential(pause_s) * rate_hz), np.float32),
        ]
    return unit(np.concatenate(parts)[:frames], rate_hz)


def _piece(paths: Sequence[Path], rate_hz: int, chance: np.random.Generator, longest_s: float) -> Sound:
    whole = load(paths[int(chance.integers(len(paths)))], rate_hz)
    frames = round(longest_s * rate_hz)
    if len(whole) <= frames:
        return whole
    first = chance.integers(len(whole) - frames)
    return whole[first : first + frames]


def _trimmed(sound: Sound) -> Sound:
    loud = np.flatnonzero(np.abs(sound) > 0.03 * np.abs(sound).max())
    return sound[loud[0] : loud[-1] + 1] if len(loud) else sound
