"""What the model is trained on, and the table it is judged by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lab.bank import Half
from lab.scenes import Floor, Scene

TEST = Scene(half="test", seconds=30.0)
STILL = replace(TEST, hopping=False)

QUIETER: dict[str, Scene] = {
    "quiet room": replace(TEST, machine_db=-35.0),
    "fan": replace(TEST, machine_db=-12.0),
    "traffic": replace(TEST, machine_db=-6.0),
    "short runs": replace(TEST, short_runs=True, machine_db=-25.0),
    "short runs, talk": replace(TEST, short_runs=True, talk_db=-8.0),
    "talk": replace(TEST, talk_db=-6.0),
    "counting along": replace(TEST, counting_db=-5.0, machine_db=-25.0),
    "music": replace(TEST, music_db=-8.0),
    "music, near": replace(TEST, music_db=-3.0),
    "household": replace(TEST, knocks_db=-4.0, machine_db=-25.0),
    "take-offs": replace(TEST, machine_db=-30.0, habit={"take_off_db": -12.0}),
    "rope": replace(TEST, machine_db=-25.0, habit={"rope_db": -6.0}),
    "stumbles, limp": replace(TEST, machine_db=-22.0, habit={"stumble": 0.08, "limp_db": 6.0}),
    "quiet microphone": replace(TEST, machine_db=-20.0, microphone={"peak_db": -40.0}),
    "clipping": replace(TEST, machine_db=-20.0, microphone={"peak_db": 8.0}),
    "gain control": replace(TEST, talk_db=-12.0, microphone={"gain_control": True}),
    "telephone": replace(TEST, machine_db=-20.0, microphone={"telephone": True}),
    "everything": replace(TEST, talk_db=-10.0, music_db=-10.0, knocks_db=-6.0, machine_db=-15.0),
}
"""Somebody hops; what else is heard is at least 3 dB quieter."""

LOUDER: dict[str, Scene] = {
    "talk, as loud": replace(TEST, talk_db=0.0),
    "music, as loud": replace(TEST, music_db=0.0),
    "music, 4 dB louder": replace(TEST, music_db=4.0),
    "counting, as loud": replace(TEST, counting_db=0.0),
    "household, as loud": replace(TEST, knocks_db=0.0),
}
"""Somebody hops; what else is heard is as loud, or up to 4 dB louder."""

NOBODY: dict[str, Scene] = {
    "still: fan": replace(STILL, machine_db=-10.0),
    "still: talk": replace(STILL, talk_db=0.0),
    "still: counting": replace(STILL, counting_db=0.0),
    "still: music": replace(STILL, music_db=0.0),
    "still: household": replace(STILL, knocks_db=0.0),
    "still: all of it": replace(STILL, talk_db=-3.0, music_db=-5.0, knocks_db=0.0, machine_db=-20.0),
}
"""Nobody hops."""


SELDOM_LOUDER_DB = -2.0
"""Where somebody hops, of what would be louder half is drawn anew below: what can hardly be heard would else be most of
what is learned."""


def training(chance: np.random.Generator, half: Half = "train") -> Scene:
    """Draw a scene to train on, or to choose by."""
    hopping = bool(chance.random() < 0.66)
    often = 1.0 if hopping else 1.6

    def maybe(share: float, low: float, high: float) -> float | None:
        if chance.random() >= share:
            return None
        level_db = float(chance.uniform(low, high))
        louder = hopping and half == "train" and level_db > SELDOM_LOUDER_DB and chance.random() < 0.5
        return float(chance.uniform(low, SELDOM_LOUDER_DB)) if louder else level_db

    return Scene(
        half=half,
        hopping=hopping,
        short_runs=bool(chance.random() < 0.45),
        floor=_floor(chance) if half == "train" else "recorded",
        machine_db=maybe(0.6, -40.0, -3.0),
        talk_db=maybe(0.28 * often, -18.0, 4.0),
        counting_db=maybe(0.3, -14.0, 3.0),
        music_db=maybe(0.42 * often, -18.0, 5.0),
        knocks_db=maybe(0.33 * often, -14.0, 3.0),
        coach_db=maybe(0.12, -24.0, 6.0),
        breath_db=maybe(0.25, -26.0, -6.0),
        beat_db=maybe(0.25 * often, -28.0, 3.0),
    )


def _floor(chance: np.random.Generator) -> Floor:
    kinds: tuple[Floor, ...] = ("mixed", "synthetic", "recorded", "loose", "struck", "worn")
    return kinds[chance.choice(6, p=(0.18, 0.14, 0.12, 0.25, 0.11, 0.2))]
