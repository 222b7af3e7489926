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
from render_hops import Hopper, Samples, hop_times, render_hops

from voicecoach.circuit.model import Circuit, Feet, Level, Sides, Step, StepKind
from voicecoach.circuit.timeline import PhaseKind, build_timeline
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
GET_READY_S = 5.0
SHORT_S = 10.0
"""The shortest bouts that ship."""

RATE_HZ = 16_000
TELLING_S = 0.045
"""From a landing to its being told."""

NAMES = (*(rule.name for rule in RULES), BACK_ON_TARGET)


@dataclass(frozen=True)
class Rhythm:
    """How somebody hops, set by set, and which advice that deserves: these rules, and no other."""

    hoppers: tuple[Hopper, ...]
    deserves: frozenset[str] = frozenset()
    feet: Feet = Feet.TOGETHER
    work_s: float = WORK_S

    @property
    def circuit(self) -> Circuit:
        """Sets of work from `WORK_AT` on; only feet that land together have a tempo to aim for."""
        target_hz = (2.0, 2.8) if self.feet is Feet.TOGETHER else None
        step = Step(
            exercise="ankle-hops" if self.feet is Feet.TOGETHER else "hurdle-march",
            name=None,
            kind=StepKind.LANDINGS,
            work_s=dict.fromkeys(Level, self.work_s),
            sides=Sides.NONE,
            cues=(),
            setup=None,
            equipment=None,
            target_hz=target_hz,
            get_ready_s=GET_READY_S,
            switch_s=5.0,
            rest_s=5.0,
            feet=self.feet,
        )
        return Circuit("rhythm", "Rhythm", len(self.hoppers), 5.0, (), WORK_AT - GET_READY_S, (step,))

    @property
    def sets(self) -> list[tuple[float, Hopper]]:
        """When each set begins, and who hops in it."""
        timeline = build_timeline(self.circuit, Level.START, welcome_s=WORK_AT - GET_READY_S)
        begun_at = [phase.start_s for phase in timeline.phases if phase.kind is PhaseKind.WORK]
        return list(zip(begun_at, self.hoppers, strict=True))


def _rhythm(*deserves: str, feet: Feet = Feet.TOGETHER, **how: object) -> Rhythm:
    return Rhythm((_hopper(**how),), frozenset(deserves), feet)


def _short_sets(*deserves: str, hoppers: Sequence[Hopper], work_s: float = SHORT_S) -> Rhythm:
    return Rhythm(tuple(hoppers), frozenset(deserves), work_s=work_s)


def _hopper(**how: object) -> Hopper:
    return Hopper(**({"cadence_hz": 2.3} | how))  # type: ignore[arg-type]


_STILL = _hopper(still_s=(0.0, WORK_S))

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
    "never begins": _rhythm("stopped", still_s=(0.0, 40.0)),
    "begins late": _rhythm(still_s=(0.0, 3.8)),
    "stops after three hops": _rhythm("stopped", still_s=(1.5, 40.0)),
    "short: slow": _short_sets("too_slow", hoppers=[_hopper(cadence_hz=1.75)]),
    "short: never begins": _short_sets("stopped", hoppers=[_STILL]),
    "short: slow, mended in the next": _short_sets(
        "too_slow", BACK_ON_TARGET, hoppers=[_hopper(cadence_hz=1.75), _hopper(), _hopper()]
    ),
    "short: fast, mended in the next": _short_sets(
        "too_fast", BACK_ON_TARGET, hoppers=[_hopper(cadence_hz=3.15), _hopper()]
    ),
    "short: slow in both": _short_sets("too_slow", hoppers=[_hopper(cadence_hz=1.75)] * 2),
    "short: never amiss": _short_sets(hoppers=[_hopper()] * 3),
    "short: good, then slow": _short_sets("too_slow", hoppers=[_hopper(), _hopper(cadence_hz=1.75)]),
    "unsteady, even in the next": _short_sets(
        "unsteady", BACK_ON_TARGET, hoppers=[_hopper(jitter=0.13), _hopper()], work_s=20.0
    ),
}

_WIDEST = max(map(len, RHYTHMS))


def told(rhythm: Rhythm, seed: int) -> list[str]:
    """Return the advice given to a hopper whose landings are told as they fall."""
    chance = np.random.default_rng(seed)
    hops = [hop for at, hopper in rhythm.sets for hop in hop_times(at, rhythm.work_s, hopper, chance)]
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
    sound, truth = _rendered(rhythm, seed)
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


def _rendered(rhythm: Rhythm, seed: int) -> tuple[Samples, list[float]]:
    """Return (sound, landing instants): each set with the silence before it, and one after the last."""
    sounds, truth, rendered_s = [], list[float](), 0.0
    for number, (at, hopper) in enumerate(rhythm.sets):
        until_s = at + rhythm.work_s + 3.0
        sound, landings = render_hops(
            [(at - rendered_s, rhythm.work_s)],
            until_s - rendered_s,
            rate_hz=RATE_HZ,
            seed=seed + 1000 * number,
            hopper=hopper,
        )
        sounds.append(sound)
        truth += [rendered_s + landing for landing in landings]
        rendered_s = until_s
    return np.concatenate(sounds), truth


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
