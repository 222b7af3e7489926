"""From takes to what the network sees and should say."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from lab.bank import CACHE, Half, Sound
from lab.scenarios import training
from lab.scenes import render
from voicecoach.listening.bands import BandMeter
from voicecoach.listening.contrast import CELL_S, Cells, Contrast
from voicecoach.listening.framing import Framer
from voicecoach.listening.network import FAST_LOOKS_BACK_S, SURE_LOOKS_BACK_S
from voicecoach.listening.rhythm import PAUSE_S
from voicecoach.listening.weights import HEADS

LOT = 500


@dataclass(frozen=True)
class Lesson:
    """One take for the network."""

    cells: NDArray[np.int8]
    """Shape (cells, inputs)."""
    landings: tuple[float, ...]
    """The truth, in seconds."""


def cells_of(sound: Sound, rate_hz: int) -> Cells:
    """Return the cells of a whole sound."""
    framer, contrast = Framer(rate_hz), Contrast()
    meter = BandMeter(rate_hz, framer.window_frames)
    parts = []
    for start in range(0, len(sound), rate_hz):
        frames = framer.add(sound[start : start + rate_hz])
        parts.append(contrast.add(meter.measure(frames), silent=np.logical_not(frames.any(axis=1))))
    return np.concatenate(parts)


def wanted(landings: Sequence[float], cells: int) -> NDArray[np.float32]:
    """Return what each head should say in each cell, shape (cells, heads): 1, 0, or -1 where either is right.

    Each landing belongs to the one cell that first sees it `..._LOOKS_BACK_S` before its own end; the cells beside
    that one are left open.
    """
    answers = np.zeros((cells, HEADS), np.float32)
    for head, back_s in ((0, FAST_LOOKS_BACK_S), (1, SURE_LOOKS_BACK_S)):
        whole = [int((at + back_s) / CELL_S) for at in landings]
        for cell in whole:
            answers[max(0, cell - 1) : cell + 2, head] = -1.0
        for cell in whole:
            if cell < cells:
                answers[cell, head] = 1.0
    for earlier, later in itertools.pairwise(landings):
        if later - earlier < PAUSE_S:
            answers[int(earlier / CELL_S) : int(later / CELL_S), 2] = 1.0
    return answers


def lesson(seed: int, half: Half = "train") -> Lesson:
    """Render one training take and return it as the network sees it."""
    take = render(training(np.random.default_rng(seed), half), seed)
    cells = cells_of(take.sound, take.rate_hz)
    return Lesson(cells.astype(np.int8), take.landings)


def lessons(count: int, first_seed: int, half: Half = "train") -> list[Lesson]:
    """Return many, rendered on all cores in lots of `LOT`, which are kept for the next call.

    One pool renders them all: its processes keep the sounds they have decoded.
    """
    with ProcessPoolExecutor() as pool:
        lots = [_lot(first, half, pool) for first in range(first_seed, first_seed + count, LOT)]
    return [one for lot in lots for one in lot][:count]


def _lot(first_seed: int, half: Half, pool: Executor) -> list[Lesson]:
    kept = CACHE / f"lessons-{half}-{first_seed}.npz"
    if not kept.exists():
        made = list(pool.map(partial(lesson, half=half), range(first_seed, first_seed + LOT), chunksize=16))
        arrays = {
            f"{kind}{index}": getattr(one, kind) for index, one in enumerate(made) for kind in ("cells", "landings")
        }
        fresh = kept.with_name(f"fresh-{kept.name}")
        np.savez_compressed(fresh, **arrays)
        fresh.replace(kept)
        return made
    with np.load(kept) as stored:
        return [Lesson(stored[f"cells{index}"], tuple(stored[f"landings{index}"].tolist())) for index in range(LOT)]
