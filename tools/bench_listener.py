"""What the listener hears, misses and invents, and what it costs, on renders of this repository's own footfalls.

python tools/bench_listener.py
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from measuring import Clips, Sound, match
from render_hops import Hopper, render_hops

from voicecoach.listening.listener import Listener
from voicecoach.voice.engine import Utterance

SETS = [(1.0, 20.0)]
SECONDS = 22.0
WITHIN_S = 0.05
BLOCK_S = 0.01


def heard(sound: Sound, rate_hz: int = 48_000) -> list[float]:
    """Return the landings heard while landings are expected."""
    listener = Listener(rate_hz)
    listener.expect(expecting=True, from_at=0.0)
    return [landing.at for landing in [*listener.hear(sound), *listener.finish()]]


def score(truth: Sequence[float], sound: Sound, rate_hz: int = 48_000) -> str:
    """Return hits, misses and inventions in words."""
    _, missed, invented = match(truth, heard(sound, rate_hz), WITHIN_S)
    return f"{len(truth):4} landings, {missed:3} missed, {invented:3} invented"


def main() -> None:
    """Print every table."""
    print("cadence (a second)")
    for cadence_hz in (1.4, 1.8, 2.2, 2.6, 3.0, 3.5, 4.0):
        sound, truth = render_hops(SETS, SECONDS, seed=1, hopper=Hopper(cadence_hz=cadence_hz))
        print(f"  {cadence_hz:5.1f}     {score(truth, sound)}")
    print("landings' peak (dB of full scale), room noise at -66 dB")
    for level_db in (-10.0, -20.0, -30.0, -40.0, -45.0, -50.0, -55.0):
        sound, truth = render_hops(SETS, SECONDS, seed=2, hopper=Hopper(loudness_db=level_db), noise_db=-66.0)
        print(f"  {level_db:5.0f}     {score(truth, sound)}")
    print("room noise (dB of full scale), landings' peak at -10 dB")
    for noise_db in (-60.0, -50.0, -45.0, -40.0, -35.0, -30.0):
        sound, truth = render_hops(SETS, SECONDS, seed=3, noise_db=noise_db)
        print(f"  {noise_db:5.0f}     {score(truth, sound)}")
    print("microphone's rate (Hz)")
    for rate_hz in (16_000, 44_100, 48_000):
        sound, truth = render_hops(SETS, SECONDS, seed=4, rate_hz=rate_hz)
        print(f"  {rate_hz:5}     {score(truth, sound, rate_hz)}")
    print("nobody hops, for a minute each, while landings are expected")
    noise = np.random.default_rng(5).normal(0.0, 0.01, 60 * 48_000).astype(np.float32)
    print(f"  noise     {len(heard(noise)):3} invented")
    print(f"  speech    {len(heard(speech(60.0))):3} invented (the coach's own voice, loud at the microphone)")
    print_cost()


def speech(seconds: float, rate_hz: int = 48_000) -> Sound:
    """Return the coach talking without a break."""
    clips = Clips(rate_hz)
    lines = ("Heel high. Push through your toes.", "Stand tall. Don't lean.", "Next: Balance adductor. Use the band.")
    wanted = [Utterance(line) for line in lines]
    clips.voicebox.prepare(wanted)
    clips.voicebox.wait(wanted, 60.0)
    found = [clip.samples for clip in map(clips.voicebox.clip, wanted) if clip is not None]
    clips.close()
    once = np.concatenate([np.concatenate((samples, np.zeros(rate_hz // 4, np.float32))) for samples in found])
    frames = round(seconds * rate_hz)
    talk: Sound = np.tile(once, frames // len(once) + 1)[:frames] * np.float32(0.5)
    return talk + np.random.default_rng(6).normal(0.0, 0.0005, frames).astype(np.float32)


def print_cost() -> None:
    """Print the cost of a block, and of a long file."""
    sound, _ = render_hops([(1.0, 58.0)], 60.0, seed=5)
    block = round(BLOCK_S * 48_000)
    listener = Listener(48_000)
    listener.expect(expecting=True, from_at=0.0)
    costs_s = []
    for first in range(0, len(sound), block):
        begun_at = time.perf_counter()
        listener.hear(sound[first : first + block])
        costs_s.append(time.perf_counter() - begun_at)
    begun_at = time.perf_counter()
    heard(sound)
    whole_s = time.perf_counter() - begun_at
    print(f"cost      {1e6 * np.median(costs_s):.0f} us a block of 10 ms (median); a file at {60.0 / whole_s:.0f} x")


if __name__ == "__main__":
    main()
