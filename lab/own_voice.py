"""The coach through a loudspeaker: whether it counts itself, and whether it misses hops that land while it speaks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lab import beats, rooms
from lab.ours import answer
from lab.scenarios import TEST
from lab.scenes import Scene, Take, render
from voicecoach.listening.landing import Landing

LOUDER_DB = (0.0, 6.0, 12.0)
SEED = 2_000_000
TAKES = 8
"""Of each level."""
BEAT_HZ = 2.2
ROOMS = 12
"""Synthetic ones that its beat alone is heard in."""
ALONE_HZ = (1.5, 2.2, 2.8, 3.2)
ALONE_RATE_HZ = 48_000


def own_voice() -> None:
    """Print count errors while hopping and false landings while nobody does, with what it said known and unknown.

    It talks at rest, when no landing is expected; it beats only while landings are.
    """
    for title, beat_hz in (("voice", None), (f"voice and its beat, {BEAT_HZ} a second,", BEAT_HZ)):
        print(f"\nthe coach's {title} through a loudspeaker: count error while hopping, invented a minute without hops")
        for louder_db in LOUDER_DB:
            scene = replace(
                TEST,
                coach_db=louder_db,
                coach_beat_hz=beat_hz,
                machine_db=-25.0,
                microphone={"gain_control": False, "telephone": False, "peak_db": -6.0},
            )
            known, blind = (_errors(scene, TAKES, known=known) for known in (True, False))
            print(
                f"  {louder_db:4.0f} dB louder   filtered {known[0]:6.1%} {known[1]:5.1f}"
                f"    not filtered {blind[0]:6.1%} {blind[1]:5.1f}"
            )
    _beat_alone()


def _beat_alone() -> None:
    """Print in how many rooms its beat alone, not filtered, is counted, in 30 s in which landings are expected."""
    print("\nthe coach's beat alone: rooms in which some are counted, and how many in all")
    for beat_hz in ALONE_HZ:
        counted = [len(_counted_alone(beat_hz, np.random.default_rng(SEED + number))) for number in range(ROOMS)]
        print(f"  {beat_hz:.1f} a second   {sum(map(bool, counted)):2} of {ROOMS} rooms {sum(counted):4} beats counted")


def _counted_alone(beat_hz: float, chance: np.random.Generator) -> list[Landing]:
    """Return the landings told of it in a drawn room, as loud as -30 to -3 dB over noise of -75 to -50."""
    sound = rooms.placed(beats.own(beat_hz, TEST.seconds, ALONE_RATE_HZ), rooms.synthetic(ALONE_RATE_HZ, chance))
    loud, noise = (10.0 ** (chance.uniform(*range_db) / 20.0) for range_db in ((-30.0, -3.0), (-75.0, -50.0)))
    heard = sound * (loud / np.abs(sound).max()) + chance.normal(0.0, noise, len(sound))
    return answer(Take(heard.astype(np.float32), ALONE_RATE_HZ, ()), expecting=True).landings


def _errors(scene: Scene, count: int, *, known: bool) -> tuple[float, float]:
    wrong = hops = invented = 0
    for number in range(count):
        take = render(scene, SEED + number)
        heard = answer(take, expecting=True, knowing_what_played=known)
        wrong += abs(heard.recount.count - len(take.landings))
        hops += len(take.landings)
        still = render(replace(scene, hopping=False), SEED + 500 + number)
        beating = scene.coach_beat_hz is not None
        invented += len(answer(still, expecting=beating, knowing_what_played=known).landings)
    return wrong / hops, invented / (count * scene.seconds) * 60.0
