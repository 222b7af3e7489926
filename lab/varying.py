"""Takes varied anew each time they are learned, so that the network never hears one twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from lab.features import Lesson
from voicecoach.listening.bands import BANDS
from voicecoach.listening.contrast import CELL_FRAMES, CELL_S, INPUTS, LEAST, MOST
from voicecoach.listening.framing import FRAMES_PER_S

DROWNED = 0.35
"""The share of takes that have another's sounds laid over them."""
STRETCHED = 0.5
"""The share of takes that are made faster or slower."""
LONGEST = 0.15
"""By a factor of up to e to this power."""
COLOUR, COLOUR_KNOTS = 0.25, 5
"""How far a band stands out more or less than another, as a power of e, and in how many places that is drawn."""


REFLOORED = 0.4
REFLOORED_STEPS = 8.0
"""The share of takes with hops whose floor changes, and by how many half decibels a band does (standard deviation)."""
_BEFORE_FRAMES, _AFTER_FRAMES = 4, 60
"""What was heard in the 20 ms before a landing is not its sound; after 0.3 s it has died away in most rooms."""

RESTED = 0.4
SHORTEST_REST_S, LONGEST_REST_S = 2.0, 14.0
"""The share of takes with hops that begin with a longer rest, and how long it is."""
OTHERS_REST = 0.5
"""The share of rests that come from another take."""
_WARM_UP_CELLS, _LEAST_CELLS = 2, 12
_BEFORE_A_LANDING_S = 0.1


def varied(lesson: Lesson, still: Sequence[Lesson], chance: np.random.Generator) -> Lesson:
    """Return a take varied in every way at once, as the network is shown it; nobody hops in `still` ones."""
    changed = rested(refloored(stretched(lesson, chance), chance), chance, still)
    cells = torch.from_numpy(changed.cells.astype(np.float32)).T[None]
    cells = shaken(drowned(cells, [still[int(chance.integers(len(still)))]], chance), chance, varied=True)
    return Lesson(cells[0].T.numpy().astype(np.int8), changed.landings)


def rested(lesson: Lesson, chance: np.random.Generator, still: Sequence[Lesson] = ()) -> Lesson:
    """Return a take as if nobody had hopped for longer before the first landing; no longer than it was.

    What it begins with is heard to and fro; or else, of `still` takes, one in which nobody hops.  A network that has
    only takes that begin soon takes the first hop after a rest for a knock; one that hears talk before a first hop
    only to and fro, that after talk.
    """
    if chance.random() >= RESTED or not lesson.landings:
        return lesson
    first = int((lesson.landings[0] - _BEFORE_A_LANDING_S) / CELL_S)
    if first < _LEAST_CELLS:
        return lesson
    cells = int(chance.uniform(SHORTEST_REST_S, LONGEST_REST_S) / CELL_S)
    if still and chance.random() < OTHERS_REST:
        other = still[int(chance.integers(len(still)))].cells
        rest = np.roll(other, int(chance.integers(len(other))), axis=0)
    else:
        own = lesson.cells[_WARM_UP_CELLS:first]
        rest = np.concatenate((own, own[::-1]))
    lead = np.tile(rest, (cells // len(rest) + 1, 1))[:cells]
    heard = np.concatenate((lead, lesson.cells[_WARM_UP_CELLS:]))[: len(lesson.cells)]
    later_s = (cells - _WARM_UP_CELLS) * CELL_S
    landings = tuple(at + later_s for at in lesson.landings if at + later_s < len(heard) * CELL_S)
    return Lesson(heard, landings)


def stretched(lesson: Lesson, chance: np.random.Generator) -> Lesson:
    """Return a take as if all in it happened, and died away, faster or slower; no longer than it was."""
    if chance.random() >= STRETCHED:
        return lesson
    slower = float(np.exp(chance.uniform(-LONGEST, LONGEST)))
    frames = lesson.cells.reshape(-1, BANDS)
    cells = min(int(len(lesson.cells) * slower), len(lesson.cells))
    taken = (np.arange(cells * CELL_FRAMES) / slower).astype(np.intp)
    landings = tuple(at * slower for at in lesson.landings if at * slower < cells * CELL_S)
    return Lesson(frames[taken].reshape(-1, INPUTS), landings)


def refloored(lesson: Lesson, chance: np.random.Generator) -> Lesson:
    """Return a take as if the same hops had fallen on another floor: another colour, and they die away otherwise.

    Only what follows a landing changes, up to the next one, and never to below what was heard just before.
    """
    if chance.random() >= REFLOORED or not lesson.landings:
        return lesson
    frames = lesson.cells.reshape(-1, BANDS).astype(np.float32)
    knots = chance.normal(0.0, REFLOORED_STEPS, COLOUR_KNOTS)
    curve = np.interp(np.linspace(0.0, COLOUR_KNOTS - 1.0, BANDS), np.arange(COLOUR_KNOTS), knots)
    faster = chance.uniform(0.0, 0.8) if chance.random() < 0.5 else 0.0
    fall = np.exp(chance.uniform(np.log(0.4), np.log(3.0))) if not faster and chance.random() < 0.5 else None
    firsts = [round(at * FRAMES_PER_S) for at in lesson.landings]
    for first, following in zip(firsts, [*firsts[1:], len(frames)], strict=True):
        if not _BEFORE_FRAMES <= first < min(following, len(frames)):
            continue
        before = frames[first - _BEFORE_FRAMES : first].min(axis=0)
        part = frames[first : min(following, first + _AFTER_FRAMES)]
        late = np.arange(len(part), dtype=np.float32)[:, None]
        changed = part + curve + chance.normal(0.0, 1.5, BANDS) - faster * late
        part[:] = np.where(part > before, np.maximum(changed, before), part)
        if fall is not None:
            _held(part, fall, chance)
    cells = np.rint(frames).clip(LEAST, MOST).astype(np.int8).reshape(-1, INPUTS)
    return Lesson(cells, lesson.landings)


def _held(part: NDArray[np.float32], fall: float, chance: np.random.Generator) -> None:
    """Let each band fall by no more than so many steps a frame, and waver as noise does."""
    wavers = np.abs(chance.normal(0.0, 2.0, part.shape)).astype(np.float32)
    held = part[0].copy()
    for row, waver in zip(part, wavers, strict=True):
        held = np.maximum(row, held - np.float32(fall))
        row[:] = np.maximum(row, held - waver)


def drowned(cells: torch.Tensor, still: list[Lesson], chance: np.random.Generator) -> torch.Tensor:
    """Return takes of which some have another room's sounds over them, one in which nobody hops.

    Of two sounds the louder one is what a band shows, nearly; so one render serves in many mixtures.
    """
    mixed = cells.clone()
    for take, other in enumerate(still):
        if chance.random() < DROWNED:
            over = torch.from_numpy(np.roll(other.cells, int(chance.integers(len(other.cells))), axis=0)).float().T
            length = min(over.shape[1], mixed.shape[2])
            lower = float(chance.uniform(0.0, 36.0))
            mixed[take, :, :length] = torch.maximum(mixed[take, :, :length], over[:, :length] - lower)
    return mixed


def shaken(cells: torch.Tensor, chance: np.random.Generator, *, varied: bool) -> torch.Tensor:
    """Return takes as other floors and microphones might have given them: of another colour, noisier, bands drowned."""
    takes, inputs, count = cells.shape
    colour = colours(takes, chance) if varied else np.ones((takes, BANDS), np.float32)
    flatness = chance.uniform(0.75, 1.15, (takes, 1)).astype(np.float32)
    scale = torch.from_numpy(np.tile(colour * flatness, (1, CELL_FRAMES))[:, :, None])
    noise = torch.randn(takes, inputs, count) * torch.from_numpy(
        chance.uniform(0.0, 2.0, (takes, 1, 1)).astype(np.float32)
    )
    changed = cells * scale + noise
    for take in range(takes):
        if chance.random() < 0.4:
            low = int(chance.integers(0, BANDS - 2))
            drowned = slice(low, low + int(chance.integers(1, 6)))
            bands = changed[take].view(CELL_FRAMES, BANDS, count)
            bands[:, drowned] = bands[:, drowned].clamp_max(float(chance.uniform(0.0, 12.0)))
    return changed.round().clamp(LEAST, MOST)


def colours(takes: int, chance: np.random.Generator) -> NDArray[np.float32]:
    """Return by how much each band of each take stands out more or less, shape (takes, BANDS): a smooth curve."""
    knots = chance.uniform(-COLOUR, COLOUR, (takes, COLOUR_KNOTS))
    places = np.linspace(0.0, COLOUR_KNOTS - 1.0, BANDS)
    curves = np.stack([np.interp(places, np.arange(COLOUR_KNOTS), one) for one in knots])
    return np.exp(curves).astype(np.float32)
