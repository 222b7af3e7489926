"""The coach through a loudspeaker: whether it counts itself, and whether it misses hops that land while it talks."""

from __future__ import annotations

from dataclasses import replace

from lab.ours import answer
from lab.scenarios import TEST
from lab.scenes import Scene, Take, render

LOUDER_DB = (0.0, 6.0, 12.0)
SEED = 2_000_000
TAKES = 8
"""Of each level."""


def own_voice() -> None:
    """Print count errors while hopping and false landings while resting, with what was played known and unknown."""
    print("\nthe coach's voice through a loudspeaker: count error while hopping, invented a minute at rest")
    for louder_db in LOUDER_DB:
        scene = replace(
            TEST,
            coach_db=louder_db,
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
        wrong += abs(_counted(take, known=known, expecting=True) - len(take.landings))
        hops += len(take.landings)
        still = render(replace(scene, hopping=False), SEED + 500 + number)
        invented += _counted(still, known=known, expecting=False)
    return wrong / hops, invented / (count * scene.seconds) * 60.0


def _counted(take: Take, *, known: bool, expecting: bool) -> int:
    ours = answer(take, expecting=expecting, knowing_what_played=known)
    return ours.recount.count if expecting else len(ours.landings)
