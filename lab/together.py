"""Network and judge learn together: the network learns to hold what the judge can use.

Alone, the network learns to tell landings within its own eleven seconds, and the judge makes do with what it holds
then.  Here the judge is told of the sounds that the network hears in a batch, and its cost reaches through what is
known of them into the network's layers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from lab.features import Lesson
from lab.judge_model import TorchJudge
from lab.judging import NOISE, Told, sound_costs, told_beside
from lab.sets import true_sounds
from voicecoach.listening.bands import BANDS
from voicecoach.listening.contrast import CELL_FRAMES
from voicecoach.listening.framing import FRAMES_PER_S
from voicecoach.listening.impressions import FAST_BEFORE, FAST_NEAR
from voicecoach.listening.judging import COLOUR, INNER, LEAST_COLOUR, LOG_ODDS
from voicecoach.listening.likeness import CONTRAST_FRAMES
from voicecoach.listening.network import SURE_LOOKS_BACK_S
from voicecoach.listening.peaks import Peaks
from voicecoach.listening.sounds import FAINTEST_LOG_ODDS

JUDGES_SHARE = 3.0
"""What the judge's cost of a landing weighs beside the network's own.  That is several times larger, but less steep:
with 4 the judge would be most of what the network learns from.  (What ships began with 2.)"""


@dataclass(frozen=True)
class Sounds:
    """All sounds of a batch, as `voicecoach.listening.decoding` finds them; those of a take's last 0.7 s are left out.

    One place in each row for each sound.
    """

    take: NDArray[np.intp]
    """Which take it is of: all of the first take's come first, in order."""
    sure: NDArray[np.intp]
    """The cell in which the sure head tells it."""
    fast: NDArray[np.intp]
    """The cell about then in which the fast head was most certain."""
    at: NDArray[np.float64]
    """About when it fell, in seconds from the take's beginning."""


@dataclass(frozen=True)
class Shown:
    """What the network was shown."""

    lessons: Sequence[Lesson]
    """Takes, before other takes and noise were laid over them."""
    cells: torch.Tensor
    """After that: shape (takes, inputs, cells)."""


def judged_cost(judge: TorchJudge, said: torch.Tensor, inner: torch.Tensor, shown: Shown) -> torch.Tensor:
    """Return the judge's cost of a landing, times `JUDGES_SHARE`.

    Parameters
    ----------
    judge
        Who judges.
    said, inner
        What the network said, shape (takes, heads, cells), and what its last layer held, shape (takes, width, cells).
    shown
        What that was said of.
    """
    sounds = sounds_of(said.detach().numpy())
    told = told_of(sounds, said, inner, shown)
    landings = max(1, sum(len(lesson.landings) for lesson in shown.lessons))
    noisy = told.known + NOISE * torch.randn_like(told.known)
    judged = judge(noisy, told.places, told.log_odds, told.there)
    return JUDGES_SHARE / landings * sound_costs(judged, told).sum()


def sounds_of(said: NDArray[np.float32]) -> Sounds:
    """Return the sure head's peaks, of log odds of shape (takes, heads, cells)."""
    takes: list[int] = []
    cells: list[int] = []
    ats: list[float] = []
    for index, log_odds in enumerate(said[:, 1]):
        peaks = Peaks(SURE_LOOKS_BACK_S, FAINTEST_LOG_ODDS).over(0, log_odds)
        found = [peak for _, peak in sorted(peaks.items()) if peak.at > 0.0]
        takes += [index] * len(found)
        cells += [peak.cell for peak in found]
        ats += [peak.at for peak in found]
    take, sure = np.array(takes, np.intp), np.array(cells, np.intp)
    near = np.maximum(0, sure[:, None] - FAST_BEFORE + np.arange(-FAST_NEAR, FAST_NEAR + 1))
    most = np.argmax(said[take[:, None], 0, near], axis=1)
    return Sounds(take, sure, near[np.arange(len(near)), most], np.array(ats, np.float64))


def told_of(sounds: Sounds, said: torch.Tensor, inner: torch.Tensor, shown: Shown) -> Told:
    """Return what the judge is told of them, as `voicecoach.listening.judging.known_of` does.

    `said` has shape (takes, heads, cells), `inner` (takes, width, cells).
    """
    take, sure, fast = (torch.from_numpy(each) for each in (sounds.take, sounds.sure, sounds.fast))
    contrast = _contrasts(shown.cells, sounds)
    level = contrast.mean(dim=1, keepdim=True)
    colour = contrast - level
    colour = colour / (colour.norm(dim=1, keepdim=True) + LEAST_COLOUR)
    log_odds = said[take, 1, sure]
    whole = torch.stack((log_odds, said[take, 0, fast], said[take, 2, sure]), dim=1)
    parts = (
        inner[take, :, sure].float() / INNER,
        inner[take, :, fast].float() / INNER,
        COLOUR * colour,
        torch.tanh(whole / LOG_ODDS),
        torch.log1p(level) / 2.0 - 1.0,
    )
    counts = np.bincount(sounds.take, minlength=len(shown.lessons))
    at = np.split(sounds.at, np.cumsum(counts)[:-1])
    truth = [true_sounds(instants, lesson.landings) for instants, lesson in zip(at, shown.lessons, strict=True)]
    return told_beside(torch.cat(parts, dim=1).split(counts.tolist()), log_odds.split(counts.tolist()), at, truth)


def _contrasts(cells: torch.Tensor, sounds: Sounds) -> torch.Tensor:
    """Return how far each band of each sound stands out in its first 30 ms, of cells of shape (takes, inputs, cells).

    Whole half decibels, shape (sounds, BANDS).
    """
    takes, _, count = cells.shape
    frames = cells.transpose(1, 2).reshape(takes, count * CELL_FRAMES, BANDS).numpy()
    first = np.rint(sounds.at * FRAMES_PER_S).astype(np.intp)
    rows = np.clip(first[:, None] + np.arange(CONTRAST_FRAMES), 0, frames.shape[1] - 1)
    contrast = np.maximum(frames[sounds.take[:, None], rows], 0.0).mean(axis=1)
    return torch.from_numpy(np.rint(contrast).astype(np.float32))
