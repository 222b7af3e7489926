"""The takes of the bench: every scenario some times, at every rate in turn, rendered once and kept."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import numpy as np
import soundfile

from lab.bank import CACHE
from lab.scenarios import LOUDER, NOBODY, QUIETER
from lab.scenes import Take, render

RATES_HZ = (48_000, 44_100, 16_000)
FIRST_SEED = 1_000_000


def render_all(count: int) -> None:
    """Render what is missing, on all cores."""
    names = [name for table in (QUIETER, LOUDER, NOBODY) for name in table for _ in range(count)]
    numbers = [number for table in (QUIETER, LOUDER, NOBODY) for _ in table for number in range(count)]
    with ProcessPoolExecutor() as pool:
        list(pool.map(_keep, names, numbers, chunksize=4))


def _keep(scenario: str, number: int) -> None:
    kept(scenario, number)


def kept(scenario: str, number: int) -> Take:
    """Return one take of a scenario, rendered if it was not yet."""
    tables = QUIETER | LOUDER | NOBODY
    rate_hz = RATES_HZ[number % len(RATES_HZ)]
    folder = CACHE / "takes"
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(letter if letter.isalnum() else "-" for letter in scenario)
    path = folder / f"{name}-{number}.flac"
    truth = path.with_suffix(".txt")
    if not truth.exists():
        scene = replace(tables[scenario], rate_hz=rate_hz)
        take = render(scene, FIRST_SEED + 1000 * list(tables).index(scenario) + number)
        soundfile.write(path, take.sound, rate_hz, subtype="PCM_16")
        truth.write_text("".join(f"{at:.6f}\n" for at in take.landings), encoding="utf-8")
        return take
    sound, _ = soundfile.read(path, dtype="float32")
    landings = tuple(map(float, truth.read_text(encoding="utf-8").split()))
    return Take(np.asarray(sound, np.float32), rate_hz, landings)
