"""Counting aloud at four cadences: how many numbers are said in full, short or not at all, and how near their landings.

    python tools/bench_counting.py           simulated time, rendered hops, the machine's own voice (ten minutes)
    python tools/bench_counting.py --live    on virtual devices, in real time (eight minutes)

Each session has three sets of 30 s (live one).  On the beat it is hopped by hoppers whose intervals vary by 2 to 6 %,
each interval by itself, half of it made up for by the next, or all of it, which is jitter on a grid; for the last
table the hopper stops twice in each set.
A number that was placed counts with its error even if it was taken back, unless its hop did not come at all.
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from live_session import LiveSession
from measuring import Line, of_kind, overlaps, read_events
from render_hops import Hopper, counted_sets, render_hops
from virtual_audio import VirtualAudio

from voicecoach.coaching.speaking import TAKEN_BACK
from voicecoach.cuefiles import load_circuit
from voicecoach.runtime.performance import perform
from voicecoach.runtime.request import Request
from voicecoach.terminal.plain import PlainScreen

CADENCES_HZ = (1.6, 2.2, 2.8, 3.4)
JITTER = 0.04
JITTERS = (0.02, 0.03, 0.04, 0.06)
STOPPING_JITTER = 0.02
KINDS = (("each interval by itself", 0.0), ("half of it made up for", 0.5), ("all of it, a grid", 1.0))
"""What becomes of an interval's deviation, and the limb's share of its variance."""
ROWS_S = ((0.0, 9.0), (12.0, 8.0), (22.0, 8.0))
"""Where in a set the hopper hops who stops twice: start and length."""

ELSEWHERE_S = 0.15
"""A hop this near a number that was taken back was its hop: half an interval at 3.4 hops a second."""

CIRCUIT = """\
schema = 1
name = "Bench"
rounds = {rounds}
rest_between_rounds = "12s"

[defaults]
get_ready = "10s"

[[step]]
exercise = "ankle-hops"
kind = "landings"
work = "30s"
"""


@dataclass(frozen=True)
class Counted:
    """What became of the numbers of one session."""

    landings: int
    totals: Sequence[int]
    true_totals: Sequence[int]
    full: int
    short: int
    delays_s: Sequence[float]
    """From each landing to the first sample of its number, if it was said behind it."""
    errors_s: Sequence[float]
    """From each landing to the beat of its number, if it was placed on it; infinite if it was taken back for that."""
    overlaps: int
    taken_back: int

    @classmethod
    def of(cls, events: Sequence[Line], truth: Sequence[float], starts_s: Sequence[float] | None = None) -> Counted:
        """Measure a session by its event log and the truth; `starts_s`: each number's delay as recorded, if it was."""
        said, cues = of_kind(events, "count_spoken"), of_kind(events, "cue")
        words = {cue["start"]: cue["text"] for cue in cues if cue["lane"] == "count"}
        full = sum(words.get(line["start"]) == str(line["count"]) for line in said)
        if starts_s is None:
            starts_s = [line["start"] - _nearest(truth, line["landing_at"]) for line in said]
        placed = [line["placed"] for line in said]
        sets = [(line["t"], line["t"] + line["seconds"]) for line in of_kind(events, "step_started")]
        return cls(
            landings=len(truth),
            totals=[line["count"] for line in of_kind(events, "step_ended")],
            true_totals=[sum(from_at <= at < to_at for at in truth) for from_at, to_at in sets],
            full=full,
            short=len(said) - full,
            delays_s=[start_s for start_s, on in zip(starts_s, placed, strict=True) if not on],
            errors_s=[
                start_s + line["onset"] - line["start"]
                for start_s, on, line in zip(starts_s, placed, said, strict=True)
                if on
            ]
            + _missed(events),
            overlaps=len(overlaps(cues)),
            taken_back=sum(line["reason"] == TAKEN_BACK for line in of_kind(events, "cue_dropped")),
        )

    def row(self) -> str:
        """Return the table's line: numbers, behind and on the beat."""
        said = self.full + self.short
        off = sum(abs(one - two) for one, two in zip(self.totals, self.true_totals, strict=True))
        return (
            f"{self.landings:8d} {self.full:5d} {self.short:6d} {self.landings - said:7d} {self.overlaps:9d}"
            f" {len(self.delays_s):7d} {_ms(self.delays_s, 50):>5} {_ms(self.delays_s, 95):>5}"
            f" {len(self.errors_s):7d} {_ms(np.abs(self.errors_s), 50):>5} {_ms(np.abs(self.errors_s), 95):>5}"
            f" {self.taken_back:6d} {off:7d}"
        )


HEADER = """\
                              numbers said             with      behind   delay ms   placed   error ms  taken  totals
hops/s    landings  full  short  silent  the next          p50   p95          p50   p95   back     off"""


def _missed(events: Sequence[Line]) -> list[float]:
    """Return an infinite error for each number that was taken back after it began though its hop came, elsewhere."""
    cues = {cue["id"]: cue for cue in of_kind(events, "cue")}
    back = [line["id"] for line in of_kind(events, "cue_dropped") if line["reason"] == TAKEN_BACK]
    landings = [line["at"] for line in of_kind(events, "landing")]
    begun = [cues[cue_id]["start"] for cue_id in back if cue_id in cues]
    return [math.inf for start in begun if abs(_nearest(landings, start) - start) < ELSEWHERE_S]


def _ms(seconds: Sequence[float] | np.ndarray, percent: float) -> str:
    return f"{1e3 * np.percentile(seconds, percent, method='higher'):.0f}" if len(seconds) else "-"


def _nearest(truth: Sequence[float], at: float) -> float:
    return min(truth, key=lambda one: abs(one - at))


def simulated(circuit: Path, hopper: Hopper, *, on_beat: bool, stops: bool = False) -> Counted:
    """Hop one session in simulated time."""
    folder = circuit.parent
    rehearsed, events = folder / "rehearsed.jsonl", folder / "events.jsonl"
    _perform(circuit, None, rehearsed, on_beat=False)
    sets, seconds = counted_sets(rehearsed)
    rows = [(start_s + row_s, long_s) for start_s, _ in sets for row_s, long_s in ROWS_S] if stops else sets
    sound, truth = render_hops(rows, seconds, seed=7, hopper=hopper)
    soundfile.write(folder / "hops.flac", sound, 48_000)
    _perform(circuit, folder / "hops.flac", events, on_beat=on_beat)
    return Counted.of(read_events(events), truth)


def _perform(circuit: Path, mic: Path | None, events: Path, *, on_beat: bool) -> None:
    with Path("/dev/null").open("w", encoding="utf-8") as nowhere:
        microphone = "none" if mic is None else str(mic)
        request = Request(
            load_circuit(str(circuit)), mic=microphone, speaker="none", fast=True, events=str(events), on_beat=on_beat
        )
        perform(request, PlainScreen(nowhere))


def live(circuit: Path, hopper: Hopper, *, on_beat: bool) -> Counted:
    """Hop one session on virtual devices, and measure it in the recording of the room."""
    options = ("--on-beat",) if on_beat else ()
    with VirtualAudio() as audio:
        session = LiveSession(audio, circuit, circuit.parent, hopper=hopper, options=options)
        session.start()
        session.finish(300.0)
        heard = session.heard()
    events = session.events()
    truth = [at + _feed_at(events, session.truth) for at in session.truth]
    return Counted.of(events, truth, heard.number_delay_s)


def _feed_at(events: Sequence[Line], truth: Sequence[float]) -> float:
    """Return where the hops' recording begins in session time: the first hop told need not be the first hopped."""
    told = [float(line["at"]) for line in of_kind(events, "landing")]

    def apart_s(feed_at: float) -> float:
        return float(np.median([abs(_nearest(truth, at - feed_at) - (at - feed_at)) for at in told]))

    return min((told[0] - first for first in truth), key=apart_s)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--live", action="store_true", help="on virtual devices, in real time")
    parser.add_argument("--cadence", type=float, action="append", help="only at so many hops a second")
    parser.add_argument("--jitter", type=float, action="append", help="only with intervals that vary by this share")
    given = parser.parse_args()
    cadences = given.cadence or CADENCES_HZ
    jitters = (JITTER,) if given.live else tuple(given.jitter or JITTERS)
    with tempfile.TemporaryDirectory() as name:
        circuit = Path(name) / "bench.toml"
        circuit.write_text(CIRCUIT.format(rounds=1 if given.live else 3), encoding="utf-8")
        hop = live if given.live else simulated

        def table(about: str, jitter: float, limb_share: float, **how: bool) -> None:
            print(f"\n{about}\n{HEADER}")
            for hz in cadences:
                hopper = Hopper(cadence_hz=hz, jitter=jitter, limb_share=limb_share)
                print(f"{hz:6.1f}    {hop(circuit, hopper, **how).row()}", flush=True)

        table(f"behind the landings; intervals vary by {JITTER:.0%}, {KINDS[0][0]}", JITTER, 0.0, on_beat=False)
        for kind, limb_share in KINDS[: 1 if given.live else len(KINDS)]:
            for jitter in jitters:
                table(f"on the beat; intervals vary by {jitter:.0%}, {kind}", jitter, limb_share, on_beat=True)
        if not given.live:
            about = (
                f"on the beat; intervals vary by {STOPPING_JITTER:.0%}; the hopper stops twice in each of three sets"
            )
            table(about, STOPPING_JITTER, 0.0, on_beat=True, stops=True)


if __name__ == "__main__":
    main()
