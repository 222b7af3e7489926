"""A whole session in simulated time: how much faster than life, and whether it is right and the same twice.

python tools/bench_fast.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import soundfile
from measuring import of_kind, overlaps, plan, planned_starts, read_events
from render_hops import counted_sets, render_hops

CIRCUIT, SEED = "ankle-stiffness", 1


def run(folder: Path, events: str, *words: str) -> float:
    """Run the session and return the seconds it took, with start and end of the program."""
    command = [sys.executable, "-m", "voicecoach", "run", CIRCUIT, "--fast", "--seed", str(SEED), *words]
    begun_at = time.perf_counter()
    subprocess.run([*command, "--events", events], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun_at


def main() -> None:
    """Run cold, then warm, and compare."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(folder, "rehearsed.jsonl")
        sets, seconds = counted_sets(folder / "rehearsed.jsonl")
        sound, truth = render_hops(sets, seconds, seed=SEED)
        soundfile.write(folder / "hops.flac", sound, 48_000)
        os.environ["XDG_CACHE_HOME"] = str(folder / "empty")
        words = ("--mic", "hops.flac", "--speaker", "out.wav")
        cold_s = run(folder, "cold.jsonl", *words)
        warm_s = min(run(folder, "warm.jsonl", *words) for _ in range(3))
        events = read_events(folder / "warm.jsonl")
        same = events == read_events(folder / "cold.jsonl")
    planned = planned_starts(plan(CIRCUIT, "start", SEED))
    starts = {line["id"]: line["start"] for line in of_kind(events, "cue")}
    worst_s = max(abs(starts[cue_id] - at) for cue_id, at in planned.items())
    print(f"session        {seconds:.0f} s of {CIRCUIT}")
    print(f"speed          {seconds / warm_s:.0f} times faster than life; {seconds / cold_s:.0f} with nothing rendered")
    print(f"landings       {len(of_kind(events, 'landing'))} counted of {len(truth)}")
    print(f"cues           {len(planned)} planned, the farthest {1e6 * worst_s:.0f} us from its instant")
    print(f"overlaps       {len(overlaps(of_kind(events, 'cue')))}; dropped {len(of_kind(events, 'cue_dropped'))}")
    print(f"twice          {'the same events' if same else 'DIFFERENT events'}")


if __name__ == "__main__":
    main()
