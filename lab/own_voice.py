"""The coach through a loudspeaker: whether it counts itself, and whether it misses hops that land while it speaks."""

from __future__ import annotations

from dataclasses import replace

from lab.ours import answer
from lab.scenarios import TEST
from lab.scenes import Scene, render

LOUDER_DB = (0.0, 6.0, 12.0)
SEED = 2_000_000
TAKES = 8
"""Of each level."""
BEAT_HZ = 2.2


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


def _errors(scene: Scene, count: int, *, known: bool) -> tuple[float, float]:
    wrong = hops = invented = 0
    for number in range(count):
        take = render(scene, SEED + number)
        heard = answer(take, expecting=True, knowing_what_played=known)
        wrong += abs(heard.recount.count - len(take.landings))
        hops += len(take.landings)
        still = render(replace(scene, hopping=False), SEED + 500 + number)
        beats = scene.coach_beat_hz is not None
        invented += len(answer(still, expecting=beats, knowing_what_played=known).landings)
    return wrong / hops, invented / (count * scene.seconds) * 60.0
