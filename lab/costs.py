"""What listening costs: live, at a set's end, on a long file beside aubio, and in memory over an hour."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
import soundfile

from lab import peers
from lab.bank import Sound
from lab.ours import live_cost
from lab.scenarios import QUIETER
from lab.scenes import render
from voicecoach.commands.listen import FILE_BLOCK_S
from voicecoach.listening.listener import Listener

MINUTES = 10
RATE_HZ = 44_100
TURNS = 5
OURS, COMMAND = "ours", "the command"
HOUR_S = 3600


def costs() -> None:
    """Print them."""
    sound = _long_sound()
    print("\ncosts")
    live = median(live_cost(sound[: 60 * RATE_HZ], RATE_HZ) for _ in range(TURNS))
    print(f"  live, blocks of 10 ms: {live:.1%} of one core")
    print(f"  a set of a minute counted once more: {1000.0 * _recount_s(sound[: 60 * RATE_HZ]):.0f} ms")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.wav"
        soundfile.write(path, sound, RATE_HZ, subtype="PCM_16")
        seconds = _seconds(
            {OURS: partial(_listen, path), COMMAND: partial(_command, path)}
            | {method: partial(_aubio, method, path) for method in peers.AUBIO_METHODS}
        )
        fastest = min(peers.AUBIO_METHODS, key=seconds.__getitem__)
        ours, theirs, command = (60 * MINUTES / seconds[name] for name in (OURS, fastest, COMMAND))
        print(
            f"  a file of {MINUTES} minutes, decoding included: ours {ours:.0f} times faster than life; "
            f"aubio's fastest ({fastest}) {theirs:.0f}"
        )
        print(f"  the same by `voicecoach listen`, with the start of Python: {command:.0f} times")
    print(f"  memory over an hour: {_growth(sound):.0f} kB more than after the first minute")


def _long_sound() -> Sound:
    takes = [render(scene, 77 + number) for number, scene in enumerate([QUIETER["household"], QUIETER["talk"]] * 10)]
    import soxr  # noqa: PLC0415

    parts = [soxr.resample(take.sound, take.rate_hz, RATE_HZ) for take in takes]
    return np.concatenate(parts)[: 60 * MINUTES * RATE_HZ].astype(np.float32)


def _recount_s(sound: Sound) -> float:
    """Return the median time of a recount of all of a sound."""
    listener = Listener(RATE_HZ)
    listener.hear(sound)
    listener.finish()

    def once() -> float:
        began = time.perf_counter()
        listener.recount(0.0, len(sound) / RATE_HZ)
        return time.perf_counter() - began

    return median(once() for _ in range(TURNS))


def _seconds(tasks: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Return the median time of each; they take turns, since the machine is faster at one moment than at another."""

    def once(task: Callable[[], object]) -> float:
        began = time.perf_counter()
        task()
        return time.perf_counter() - began

    turns = [{name: once(task) for name, task in tasks.items()} for _ in range(TURNS)]
    return {name: median(turn[name] for turn in turns) for name in tasks}


def _listen(path: Path) -> None:
    listener = Listener(RATE_HZ, recounts=False)  # as the command has it
    with soundfile.SoundFile(path) as file:
        for block in file.blocks(round(FILE_BLOCK_S * RATE_HZ), dtype="float32"):
            listener.hear(block)
    listener.finish()


def _aubio(method: str, path: Path) -> None:
    sound, rate_hz = soundfile.read(path, dtype="float32")
    peers.aubio(method)(sound, rate_hz)


def _command(path: Path) -> None:
    subprocess.run([sys.executable, "-m", "voicecoach", "listen", str(path), "--json"], check=True, capture_output=True)


def _growth(sound: Sound) -> float:
    listener, minute = Listener(RATE_HZ), sound[: 60 * RATE_HZ]
    listener.expect(expecting=True, from_at=0.0)
    listener.hear(minute)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(HOUR_S // 60 - 1):
        listener.hear(minute)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return grown / 1000.0
