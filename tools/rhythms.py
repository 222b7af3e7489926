"""Hoppers with one fault each, and the advice each gets: from landings as they are, and from their sound.

    python tools/rhythms.py              landings told to the session as they fall
    python tools/rhythms.py --sound      rendered, heard by the listener, coached with --fast

The table says how often each rule spoke, over a few hoppers of each kind.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from measuring import of_kind, read_events
from render_hops import Hopper, hop_times, render_hops

from voicecoach.circuit.model import Circuit, Feet, Level, Sides, Step, StepKind
from voicecoach.coaching.advice.rules import BACK_ON_TARGET, RULES
from voicecoach.coaching.facts import AdviceGiven
from voicecoach.coaching.numbers import CountMode
from voicecoach.coaching.wording import Talk
from voicecoach.listening.landing import Landing
from voicecoach.runtime.performance import perform
from voicecoach.runtime.request import Request
from voicecoach.terminal.plain import PlainScreen
from voicecoach.testing import SessionRig

WORK_AT, WORK_S = 9.0, 30.0
RATE_HZ = 16_000
TELLING_S = 0.045
"""From a landing to its being told."""

NAMES = (*(rule.name for rule in RULES), BACK_ON_TARGET)


@dataclass(frozen=True)
class Rhythm:
    """How somebody hops, and which advice that deserves: these rules, and no other."""

    hopper: Hopper
    deserves: frozenset[str] = frozenset()
    feet: Feet = Feet.TOGETHER

    @property
    def circuit(self) -> Circuit:
        """One set of work from `WORK_AT` on; only feet that land together have a tempo to aim for."""
        target_hz = (2.0, 2.8) if self.feet is Feet.TOGETHER else None
        step = Step(
            exercise="ankle-hops" if self.feet is Feet.TOGETHER else "hurdle-march",
            name=None,
            kind=StepKind.LANDINGS,
            work_s=dict.fromkeys(Level, WORK_S),
            sides=Sides.NONE,
            cues=(),
            setup=None,
            equipment=None,
            target_hz=target_hz,
            get_ready_s=5.0,
            switch_s=5.0,
            rest_s=5.0,
            feet=self.feet,
        )
        return Circuit("rhythm", "Rhythm", 1, 5.0, (), WORK_AT - 5.0, (step,))


def _rhythm(*deserves: str, feet: Feet = Feet.TOGETHER, **how: object) -> Rhythm:
    return Rhythm(Hopper(**({"cadence_hz": 2.3} | how)), frozenset(deserves), feet)  # type: ignore[arg-type]


RHYTHMS: Mapping[str, Rhythm] = {
    "steady": _rhythm(),
    "steady, near the slow bound": _rhythm(cadence_hz=2.08),
    "steady, near the quick bound": _rhythm(cadence_hz=2.7),
    "as unsteady as a metronome allows": _rhythm(jitter=0.05),
    "too slow": _rhythm("too_slow", cadence_hz=1.75),
    "too fast": _rhythm("too_fast", cadence_hz=3.15),
    "unsteady": _rhythm("unsteady", jitter=0.13),
    "slower and slower": _rhythm("fading", cadence_hz=2.7, drift=-0.22),
    "a little slower": _rhythm(cadence_hz=2.4, drift=-0.05),
    "softer and softer": _rhythm("fading", louder_db=-16.0, loudness_db=-6.0),
    "louder and louder": _rhythm("louder", louder_db=16.0, loudness_db=-22.0),
    "a little louder": _rhythm(louder_db=3.0),
    "marching": _rhythm(feet=Feet.ALTERNATING),
    "marching with a limp": _rhythm("uneven", feet=Feet.ALTERNATING, limp=0.22),
    "two feet, long and short": _rhythm("unsteady", limp=0.22),
    "stops half-way": _rhythm("stopped", still_s=(13.0, 40.0)),
    "stops for a breath": _rhythm(still_s=(12.0, 13.6)),
    "slow, then mended": _rhythm("too_slow", BACK_ON_TARGET, cadence_hz=1.75, later_hz=(9.0, 2.3)),
}

_WIDEST = max(map(len, RHYTHMS))


def told(rhythm: Rhythm, seed: int) -> list[str]:
    """Return the advice given to a hopper whose landings are told as they fall."""
    chance = np.random.default_rng(seed)
    hops = hop_times(WORK_AT, WORK_S, rhythm.hopper, chance)
    landings = [
        Landing(hop.at, hop.at + TELLING_S, 1.0, hop.loudness_db + float(chance.normal(0.0, 2.5))) for hop in hops
    ]
    rig = SessionRig(rhythm.circuit, talk=Talk.COACH, seed=seed)
    rig.run(events=[(landing.heard_at, landing) for landing in landings])
    return [given.rule for given in rig.facts(AdviceGiven)]


def heard(rhythm: Rhythm, seed: int, folder: Path) -> list[str]:
    """Return the advice given to a hopper who was rendered into sound and heard."""
    perform_rhythm(rhythm, seed, folder, count=CountMode.TOTAL)
    return [line["rule"] for line in of_kind(read_events(folder / "events.jsonl"), "advice")]


def perform_rhythm(
    rhythm: Rhythm,
    seed: int,
    folder: Path,
    *,
    count: CountMode = CountMode.EVERY,
    beat: float | None = None,
    speaker: str = "none",
) -> list[float]:
    """Render a hopper, coach them in simulated time into `folder`, and return when the landings were."""
    sound, truth = render_hops(
        [(WORK_AT, WORK_S)], WORK_AT + WORK_S + 3.0, rate_hz=RATE_HZ, seed=seed, hopper=rhythm.hopper
    )
    soundfile.write(folder / "hops.wav", sound, RATE_HZ)
    request = Request(
        rhythm.circuit,
        count=count,
        talk=Talk.COACH,
        beat=beat,
        mic=str(folder / "hops.wav"),
        speaker=speaker,
        fast=True,
        events=str(folder / "events.jsonl"),
        seed=seed,
    )
    with Path("/dev/null").open("w", encoding="utf-8") as nowhere, PlainScreen(nowhere) as screen:
        perform(request, screen)
    return truth


def heading() -> str:
    """Return the table's first line: the rules."""
    return "  ".join([" " * _WIDEST, *NAMES])


def row(name: str, given: Sequence[Sequence[str]]) -> str:
    """Return the line of a rhythm: how many of its hoppers each rule spoke to."""
    hoppers = Counter(rule for one in given for rule in set(one))
    cells = [f"{hoppers[rule]}/{len(given)}" if hoppers[rule] else "·" for rule in NAMES]
    aligned = [f"{cell:>{len(rule)}}" for rule, cell in zip(NAMES, cells, strict=True)]
    return "  ".join([f"{name:<{_WIDEST}}", *aligned])


def main() -> None:
    """Print the table the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sound", action="store_true", help="render the hoppers and listen to them")
    parser.add_argument("--hoppers", type=int, default=5, help="of each kind")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        answered = (lambda rhythm, seed: heard(rhythm, seed, Path(folder))) if given.sound else told
        print(heading())
        for name, rhythm in RHYTHMS.items():
            print(row(name, [answered(rhythm, seed) for seed in range(given.hoppers)]))


if __name__ == "__main__":
    main()
