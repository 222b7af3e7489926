"""From takes to what the judge of a set is told of each sound, and should say."""

from __future__ import annotations

import math
import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from lab.features import Lesson
from lab.varying import varied
from voicecoach.listening.contrast import INPUTS
from voicecoach.listening.decoding import Decoder
from voicecoach.listening.expecting import Expectation
from voicecoach.listening.judging import known_of
from voicecoach.listening.network import Network
from voicecoach.listening.weights import Weights

NEAR_S = 0.075
"""A sound nearer than this to a landing may be that landing: the sure head is up to 60 ms off."""
_AFTER_CELLS = 80  # of quiet, so that the last landing is answered


@dataclass(frozen=True)
class HeardSet:
    """One take's sounds, in order."""

    known: NDArray[np.float16]
    """Shape (sounds, KNOWN)."""
    at: NDArray[np.float64]
    log_odds: NDArray[np.float32]
    """The sure head's."""
    truth: NDArray[np.float32]
    """1 for a landing, 0 for anything else."""
    landings: int
    """How many there were in the take."""


def heard_sets(lessons: Sequence[Lesson]) -> list[HeardSet]:
    """Return them as the shipped network heard them, those in which there was any sound; on all cores."""
    with multiprocessing.get_context("fork").Pool() as pool:
        return [one for one in pool.map(heard_set, lessons, chunksize=50) if len(one.at)]


def heard_varied(lessons: Sequence[Lesson], seed: int) -> list[HeardSet]:
    """Return the same of takes varied anew, each by two others in which nobody hops."""
    chance = np.random.default_rng(seed)
    still = [lesson for lesson in lessons if not lesson.landings]
    others = chance.integers(len(still), size=(len(lessons), 2)).tolist()
    tasks = (
        (lesson, [still[index] for index in two], seed + at)
        for at, (lesson, two) in enumerate(zip(lessons, others, strict=True))
    )
    with multiprocessing.get_context("fork").Pool() as pool:
        return [one for one in pool.starmap(_heard_varied, tasks, chunksize=50) if len(one.at)]


def _heard_varied(lesson: Lesson, still: Sequence[Lesson], seed: int) -> HeardSet:
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    return heard_set(varied(lesson, still, np.random.default_rng(seed)))


def heard_set(lesson: Lesson) -> HeardSet:
    """Return one."""
    cells = np.concatenate((lesson.cells, np.zeros((_AFTER_CELLS, INPUTS), np.int8))).astype(np.float32)
    decoder = Decoder(Expectation(), keeps_impressions=True)
    decoder.add(Network(Weights.load()).add(cells), cells)
    sounds = decoder.sounds(-math.inf, math.inf)
    at = np.array([sound.at for sound in sounds], np.float64)
    return HeardSet(
        known_of([sound.impression for sound in sounds if sound.impression is not None]).astype(np.float16),
        at,
        np.array([sound.log_odds for sound in sounds], np.float32),
        true_sounds(at, lesson.landings),
        len(lesson.landings),
    )


def true_sounds(at: NDArray[np.float64], landings: Sequence[float]) -> NDArray[np.float32]:
    """Return 1 for each sound that is a landing, each landing one sound's: the nearest pairs first."""
    truth = np.zeros(len(at), np.float32)
    apart_s = np.abs(at[:, None] - np.array(landings)[None, :])
    taken: set[int] = set()
    pairs = [
        (float(apart_s[sound, landing]), sound, landing) for sound, landing in np.argwhere(apart_s <= NEAR_S).tolist()
    ]
    for _, sound, landing in sorted(pairs):
        if not truth[sound] and landing not in taken:
            truth[sound] = 1.0
            taken.add(landing)
    return truth
