"""A long live session on virtual devices: what it costs, and whether it stays right.

    python tools/bench_live.py            twenty minutes of hopping, half the time
    python tools/bench_live.py --rounds 2 two minutes

Prints CPU time as a share of one core, peak memory, over- and underruns, counts against the truth, and delays.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from live_session import LiveSession
from measuring import of_kind
from virtual_audio import VirtualAudio

CIRCUIT = """\
schema = 1
name = "Bench"
rounds = {rounds}
rest_between_rounds = "20s"

[defaults]
get_ready = "10s"

[[step]]
exercise = "ankle-hops"
kind = "landings"
work = "30s"
"""


class Usage(threading.Thread):
    """Watches a process from /proc while it lives."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._folder = Path(f"/proc/{pid}")
        self.cpu_s = 0.0
        self.peak_mb = 0.0
        self.seconds = 0.0

    def run(self) -> None:
        """Read until the process is gone."""
        begun_at = time.monotonic()
        ticks = os.sysconf("SC_CLK_TCK")
        while self._folder.exists():
            try:
                fields = (self._folder / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
                status = (self._folder / "status").read_text(encoding="ascii")
                self.peak_mb = max(self.peak_mb, float(status.split("VmHWM:")[1].split()[0]) / 1024.0)
            except (OSError, IndexError):
                return
            self.cpu_s = (int(fields[11]) + int(fields[12])) / ticks
            self.seconds = time.monotonic() - begun_at
            time.sleep(0.5)


def main() -> None:
    """Run the session and print what it cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20, help="rounds of a minute each")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name, VirtualAudio() as audio:
        circuit = Path(name) / "bench.toml"
        circuit.write_text(CIRCUIT.format(rounds=rounds), encoding="utf-8")
        session = LiveSession(audio, circuit, Path(name))
        session.start()
        usage = Usage(session.pid)
        usage.start()
        status = session.finish(rounds * 60.0 + 120.0)
        usage.join(timeout=2.0)
        print_report(session, usage, status)


def print_report(session: LiveSession, usage: Usage, status: int) -> None:
    """Print one line a measure."""
    events, heard = session.events(), session.heard()
    landings, numbers = of_kind(events, "landing"), of_kind(events, "count_spoken")
    glitches = [line for line in of_kind(events, "audio") if "glitch" in line["what"]]
    # The recording's time line is the virtual card's crystal, the plan's is this machine's.
    slope, start = np.polyfit(heard.planned_at_s, heard.planned_error_s, 1)
    errors_ms = 1e3 * np.abs(np.array(heard.planned_error_s) - start - slope * np.array(heard.planned_at_s))
    delays_ms = 1e3 * np.array(heard.number_delay_s)
    print(f"session        {usage.seconds:.0f} s, exit status {status}")
    print(f"CPU            {100.0 * usage.cpu_s / usage.seconds:.1f} % of one core")
    print(f"peak memory    {usage.peak_mb:.0f} MB")
    print(f"over/underruns {len(glitches)} {[(line['what'], line['t'], line['seconds']) for line in glitches]}")
    print(f"landings       {len(landings)} counted of {len(session.truth)} hopped; {len(numbers)} spoken")
    print(f"cue onsets     p50 {np.median(errors_ms):.1f} ms, p99 {np.percentile(errors_ms, 99):.1f} ms from plan")
    print(f"virtual card   its crystal is {1e6 * slope:.0f} ppm off; the line above is without that")
    print(f"numbers        p50 {np.median(delays_ms):.0f} ms, p95 {np.percentile(delays_ms, 95):.0f} ms after landings")
    print(f"not sounded    {len(of_kind(events, 'cue_dropped'))} cues dropped, {len(heard.missing)} missing")


if __name__ == "__main__":
    main()
