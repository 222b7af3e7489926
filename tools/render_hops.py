"""Render a recording of somebody hopping, with the exact truth: when each landing falls.

Footfalls of one floor are placed in time with a person's jitter; most are two feet a few milliseconds apart, and the
quieter take-off follows each.  A small room and its noise are added.  The same seed gives the same recording.

    python tools/render_hops.py hops.flac --sets 37:10,52:10 --truth hops.csv
    python tools/render_hops.py hops.flac --session session.jsonl --truth hops.csv

With ``--session`` the hops fall into the counted sets of a session's event log.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.float32]

FOOTFALLS = Path(__file__).parent / "footfalls"
FIRST_HOP_S = 0.45
LAST_HOP_S = 0.4
"""The hopper begins after the start signal and stops a little before the end of the set."""

COUNTED = {"hurdle-march", "ankle-hops", "hop-test", "jump-rope"}


@dataclass(frozen=True)
class Hopper:
    """How somebody hops."""

    cadence_hz: float = 2.2
    jitter: float = 0.03
    """Standard deviation of an interval over its mean; hoppers to a metronome vary by 3 to 5 %."""
    limb_share: float = 0.0
    """How much of that variance is the limb's, made up for by the next interval, rather than the timekeeper's, which
    moves all later landings (Wing & Kristofferson 1973)."""
    feet_apart_s: float = 0.02
    take_off_db: float = -16.0
    """Take-offs are 12 to 22 dB quieter than landings."""
    take_off_after_s: tuple[float, float] = (0.15, 0.19)
    loudness_db: float = -10.0
    loudness_spread_db: float = 1.5
    drift: float = 0.0
    """Change of the cadence from a set's beginning to its end, relative to the beginning."""
    later_hz: tuple[float, float] | None = None
    """(seconds into the set, the cadence from then on)."""
    limp: float = 0.0
    """By how much the intervals after every second landing are longer than the others, relative to both."""
    louder_db: float = 0.0
    """Change of the loudness from a set's beginning to its end."""
    still_s: tuple[float, float] | None = None
    """(from, to) seconds into the set in which nobody hops."""

    def interval_s(self, since_s: float, length_s: float, number: int) -> float:
        """Return the intended time from landing `number`, `since_s` into a set of `length_s`, to the next."""
        cadence_hz = self.cadence_hz
        if self.later_hz is not None and since_s >= self.later_hz[0]:
            cadence_hz = self.later_hz[1]
        cadence_hz *= 1.0 + self.drift * since_s / length_s
        return (1.0 + self.limp * (number % 2 - 0.5)) / cadence_hz


@dataclass(frozen=True)
class Hop:
    """One landing to be rendered."""

    at: float
    loudness_db: float


def render_hops(
    sets: Sequence[tuple[float, float]],
    seconds: float,
    *,
    rate_hz: int = 48_000,
    seed: int = 0,
    hopper: Hopper = Hopper(),
    noise_db: float = -62.0,
) -> tuple[Samples, list[float]]:
    """Return (sound, landing instants in seconds): hops in each (start_s, length_s) of `sets`."""
    chance = np.random.default_rng(seed)
    footfalls = [_footfall(path, rate_hz) for path in sorted(FOOTFALLS.glob("*.flac"))]
    sound = np.zeros(round((seconds + 1.0) * rate_hz), np.float32)
    hops = [hop for start_s, length_s in sets for hop in hop_times(start_s, length_s, hopper, chance)]
    for hop in hops:
        at = hop.at
        gain_db = hop.loudness_db + chance.normal(0.0, hopper.loudness_spread_db)
        first, second = chance.choice(len(footfalls), 2)
        _add(sound, footfalls[first], at, gain_db, rate_hz)
        later = at + chance.uniform(0.0, hopper.feet_apart_s)
        _add(sound, footfalls[second], later, gain_db + chance.uniform(-6.0, 0.0), rate_hz)
        take_off = at + chance.uniform(*hopper.take_off_after_s)
        _add(sound, footfalls[first], take_off, gain_db + hopper.take_off_db, rate_hz)
    sound = _in_a_room(sound, rate_hz, chance)
    sound += chance.normal(0.0, 10.0 ** (noise_db / 20.0), len(sound)).astype(np.float32)
    return np.clip(sound[: round(seconds * rate_hz)], -1.0, 1.0), [hop.at for hop in hops]


def hop_times(start_s: float, length_s: float, hopper: Hopper, chance: np.random.Generator) -> list[Hop]:
    """Return the landings of a set, each with its intended loudness."""
    hops, at, number = [], start_s + FIRST_HOP_S, 0
    timekeeper = hopper.jitter * (1.0 - hopper.limb_share) ** 0.5
    limb_s = hopper.jitter * (hopper.limb_share / 2.0) ** 0.5 / hopper.cadence_hz
    while at < start_s + length_s - LAST_HOP_S:
        since_s = at - start_s
        late_s = limb_s * float(np.clip(chance.normal(), -2.5, 2.5)) if limb_s else 0.0
        if hopper.still_s is None or not hopper.still_s[0] <= since_s < hopper.still_s[1]:
            hops.append(Hop(round(at + late_s, 6), hopper.loudness_db + hopper.louder_db * since_s / length_s))
        stray = 1.0 + timekeeper * float(np.clip(chance.normal(), -2.5, 2.5))
        at += stray * hopper.interval_s(since_s, length_s, number)
        number += 1
    return hops


def _footfall(path: Path, rate_hz: int) -> Samples:
    """Return a footfall whose first sample is its first touch (13 dB below its peak)."""
    samples, recorded_hz = soundfile.read(path, dtype="float32", always_2d=True)
    mono = soxr.resample(samples.mean(axis=1), recorded_hz, rate_hz).astype(np.float32)
    loud = np.abs(mono)
    touching: Samples = mono[int(np.argmax(loud > 0.22 * loud.max())) :]
    return touching


def _add(sound: Samples, footfall: Samples, at: float, gain_db: float, rate_hz: int) -> None:
    first = round(at * rate_hz)
    part = sound[first : first + len(footfall)]
    part += footfall[: len(part)] * np.float32(10.0 ** (gain_db / 20.0))


def _in_a_room(sound: Samples, rate_hz: int, chance: np.random.Generator) -> Samples:
    """Add the tail of a small furnished room: noise that falls by 60 dB in 0.25 s, 20 dB below the direct sound."""
    frames = round(0.25 * rate_hz)
    fall = 10.0 ** (-3.0 * np.arange(frames) / frames)
    tail = chance.normal(0.0, 1.0, frames) * fall
    tail *= 0.1 / np.sqrt(np.sum(tail**2))
    tail[0] = 1.0
    size = 1 << int(np.ceil(np.log2(len(sound) + frames)))
    wet = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(tail, size), size)[: len(sound)]
    return wet.astype(np.float32)


def counted_sets(events: Path) -> tuple[list[tuple[float, float]], float]:
    """Return ((start_s, length_s) of each counted set, the session's length) from an event log."""
    lines = [json.loads(line) for line in events.read_text(encoding="utf-8").splitlines()]
    sets = [
        (line["t"], line["seconds"]) for line in lines if line["event"] == "step_started" and line["step"] in COUNTED
    ]
    return sets, max(line["t"] for line in lines)


def main() -> None:
    """Render what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--sets", help="start:length of each set in seconds, e.g. 37:10,52:10")
    parser.add_argument("--session", type=Path, help="an event log whose counted sets are to be hopped")
    parser.add_argument("--seconds", type=float, help="length of the recording")
    parser.add_argument("--cadence", type=float, default=2.2)
    parser.add_argument("--rate", type=int, default=48_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--noise", type=float, default=-62.0, help="the room's noise in dB of full scale")
    parser.add_argument("--truth", type=Path, help="write the landings' instants here")
    given = parser.parse_args()
    if given.session is not None:
        sets, seconds = counted_sets(given.session)
    elif given.sets:
        sets = [(float(start), float(length)) for start, length in (one.split(":") for one in given.sets.split(","))]
        seconds = max(start + length for start, length in sets) + 2.0
    else:
        parser.error("give --sets or --session")
    sound, truth = render_hops(
        sets,
        given.seconds or seconds,
        rate_hz=given.rate,
        seed=given.seed,
        hopper=Hopper(cadence_hz=given.cadence),
        noise_db=given.noise,
    )
    soundfile.write(given.out, sound, given.rate, subtype="PCM_16")
    if given.truth is not None:
        with given.truth.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([["landing_s"], *[[f"{at:.6f}"] for at in truth]])
    print(f"{given.out}: {len(truth)} landings in {len(sets)} sets")


if __name__ == "__main__":
    main()
