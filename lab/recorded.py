"""Footfalls that were recorded in a row: material that the renderer had no part in, alone and among other sounds."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

import numpy as np

from lab import noises
from lab.bank import HERE, Sound, load, sources
from lab.ours import answer
from lab.peers import Detector
from lab.scenes import Take, impact_rms
from lab.scoring import Score

RATE_HZ = 44_100
BEFORE_S = 3.0
AFTER_S = 3.0
ROOM_DB = -70.0
PEAK_DB = -10.0
SEEDS = 4
OTHERS: dict[str, float | None] = {"alone": None, "fan": -12.0, "talk": -6.0, "music": -8.0, "household": -4.0}


@dataclass(frozen=True)
class Sequence:
    """One recording, laid out as a stretch of hopping with quiet before and after."""

    name: str
    sound: Sound
    landings: tuple[float, ...]


def recorded(rivals: dict[str, Detector]) -> None:
    """Print F1 of every recording alone and among the test half's sounds."""
    names = ("voicecoach", *rivals)
    print("\nfootfalls recorded in a row, no render: F1 (landings more or fewer than there were, a set)")
    print(f"{'':24}" + "".join(f"{name:>20}" for name in names))
    for sequence in sequences():
        for kind, lower_db in OTHERS.items():
            scores = {name: Score() for name in names}
            for seed in range(1 if lower_db is None else SEEDS):
                _judge(_among(sequence, kind, lower_db, seed), rivals, scores)
            cells = [f"{one.f1:.3f} ({np.mean(one.counts):+5.1f})" for one in scores.values()]
            print(f"{sequence.name + ', ' + kind:24}" + "".join(f"{cell:>20}" for cell in cells), flush=True)


def sequences() -> list[Sequence]:
    """Return every recording of `bank.toml`."""
    listed = tomllib.loads((HERE / "bank.toml").read_text(encoding="utf-8"))["sequences"]["test"]
    found = []
    for source, entry in zip(sources("sequences", "test"), listed, strict=True):
        clip = load(source.paths[0], RATE_HZ)[: round(entry["seconds"] * RATE_HZ)]
        period_s = entry["seconds"] + entry["pause"]
        chance = np.random.default_rng(0)
        seconds = BEFORE_S + entry["times"] * period_s + AFTER_S
        sound = chance.normal(0.0, 10.0 ** (ROOM_DB / 20.0), round(seconds * RATE_HZ)).astype(np.float32)
        landings: list[float] = []
        for turn in range(entry["times"]):
            first = round((BEFORE_S + turn * period_s) * RATE_HZ)
            sound[first : first + len(clip)] += clip * np.float32(10.0 ** (PEAK_DB / 20.0) / np.abs(clip).max())
            landings += [first / RATE_HZ + at for at in entry["landings"]]
        found.append(Sequence(entry["name"], sound, tuple(landings)))
    return found


def _among(sequence: Sequence, kind: str, lower_db: float | None, seed: int) -> Take:
    if lower_db is None:
        return Take(sequence.sound, RATE_HZ, sequence.landings)
    chance, seconds = np.random.default_rng(seed), len(sequence.sound) / RATE_HZ
    other = {
        "fan": lambda: noises.machine(seconds, RATE_HZ, chance),
        "talk": lambda: noises.talk("test", seconds, RATE_HZ, chance),
        "music": lambda: noises.music("test", seconds, RATE_HZ, chance),
        "household": lambda: noises.knocks("test", seconds, RATE_HZ, chance),
    }[kind]()
    level = impact_rms(sequence.sound, list(sequence.landings), RATE_HZ)
    length = min(len(other), len(sequence.sound))
    mixed = sequence.sound.copy()
    mixed[:length] += np.float32(level * 10.0 ** (lower_db / 20.0)) * other[:length]
    return Take(mixed, RATE_HZ, sequence.landings)


def _judge(take: Take, rivals: dict[str, Detector], scores: dict[str, Score]) -> None:
    seconds = len(take.sound) / take.rate_hz
    ours = answer(take, expecting=True)
    scores["voicecoach"].add(take.landings, [one.at for one in ours.landings], seconds, ours.recount.count)
    for name, detect in rivals.items():
        scores[name].add(take.landings, detect(take.sound, take.rate_hz), seconds)
