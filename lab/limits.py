"""Where it fails: error over signal-to-noise, loudness and cadence, as a picture and as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from lab.ours import answer
from lab.scenarios import TEST
from lab.scenes import Scene, render
from lab.scoring import Score

PICTURE = Path(__file__).parent / "limits.png"
SEED = 3_000_000
TAKES = 8
"""Of each place in the picture."""
LEVELS_DB = (-20.0, -15.0, -10.0, -6.0, -3.0, 0.0, 3.0, 6.0)
PEAKS_DB = (-20.0, -30.0, -40.0, -45.0, -50.0, -55.0)
CADENCES_HZ = (1.0, 1.4, 1.8, 2.2, 2.6, 3.0, 3.4, 3.8, 4.2, 4.6, 5.0)

Row = tuple[str, Sequence[float], list[Score]]


def limits() -> None:
    """Print and paint them."""
    kinds = {
        "fan or traffic": "machine_db",
        "talk": "talk_db",
        "counting along": "counting_db",
        "music": "music_db",
        "household": "knocks_db",
    }
    rows: list[Row] = [
        (name, LEVELS_DB, _scores([replace(TEST, **{key: level}) for level in LEVELS_DB], TAKES))  # type: ignore[arg-type]
        for name, key in kinds.items()
    ]
    quiet = [replace(TEST, machine_db=-30.0, microphone={"peak_db": peak, "noise_db": -75.0}) for peak in PEAKS_DB]
    fast = [replace(TEST, machine_db=-25.0, habit={"cadence_hz": cadence}) for cadence in CADENCES_HZ]
    others: list[Row] = [
        ("landings' peak, dB of full scale", PEAKS_DB, _scores(quiet, TAKES)),
        ("hops a second", CADENCES_HZ, _scores(fast, TAKES)),
    ]
    print("\nlimits: error (1 - F1)")
    for name, places, scores in (*rows, *others):
        print(
            f"  {name:34}"
            + "".join(f"{place:6g}: {1.0 - score.f1:5.3f}" for place, score in zip(places, scores, strict=True))
        )
    _paint(rows, others)
    print(f"  picture: {PICTURE.relative_to(Path.cwd()) if PICTURE.is_relative_to(Path.cwd()) else PICTURE}")


def _scores(scenes: list[Scene], count: int) -> list[Score]:
    with ProcessPoolExecutor() as pool:
        return list(pool.map(_score, scenes, [count] * len(scenes)))


def _score(scene: Scene, count: int) -> Score:
    score = Score()
    for number in range(count):
        take = render(scene, SEED + number)
        ours = answer(take, expecting=True)
        score.add(take.landings, [landing.at for landing in ours.landings], scene.seconds, ours.recount.count)
    return score


def _paint(rows: list[Row], others: list[Row]) -> None:
    import matplotlib as mpl  # noqa: PLC0415

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(1, 3, figsize=(12, 4), sharey=True, layout="constrained")
    for (name, places, scores), marker in zip(rows, "osD^v", strict=True):
        axes[0].plot(places, [1.0 - score.f1 for score in scores], marker=marker, label=name)
    axes[0].set_xlabel("other sounds, dB relative to the landings")
    axes[0].set_ylabel("error, 1 - F1 at 50 ms")
    axes[0].legend()
    for axis, (name, places, scores) in zip(axes[1:], others, strict=True):
        axis.plot(places, [1.0 - score.f1 for score in scores], marker="o", color="black")
        axis.set_xlabel(name)
    for axis in axes:
        axis.set_ylim(0.0, 0.6)
        axis.grid(alpha=0.3)
    figure.savefig(PICTURE, dpi=110)
