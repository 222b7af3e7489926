"""One training take as a sound file with its truth: something to look at and to listen to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from lab.scenarios import training
from lab.scenes import render


def look(out: str, seed: int) -> None:
    """Render the training take of a seed and say what is in it."""
    scene = training(np.random.default_rng(seed))
    take = render(scene, seed)
    soundfile.write(out, take.sound, take.rate_hz, subtype="PCM_16")
    Path(out).with_suffix(".csv").write_text(
        "landing_s\n" + "".join(f"{at:.6f}\n" for at in take.landings), encoding="utf-8"
    )
    print(f"{out}: {len(take.landings)} landings; {scene}")
