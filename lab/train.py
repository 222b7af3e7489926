"""Train the network: render, learn, write the weights into the package.

python -m lab train
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from lab.features import Lesson, lessons, wanted
from lab.model import TorchNetwork
from lab.recipe import write_recipe, write_reference
from voicecoach.listening.bands import BANDS
from voicecoach.listening.contrast import CELL_FRAMES, CELL_S, INPUTS, LEAST, MOST
from voicecoach.listening.network import HEADS

WEIGHTS = Path(__file__).parents[1] / "voicecoach" / "listening" / "weights.npz"
SEED = 7
RENDERS = 26_000
FIRST_RENDER = 500_000
"""The seed of the first."""
CHECKS = 500
BATCH = 16
DROWNED = 0.35
"""The share of takes that have another's sounds laid over them."""
STRETCHED = 0.5
"""The share of takes that are made faster or slower, by a factor of up to e to the power of ..."""
LONGEST = 0.15
COLOUR, COLOUR_KNOTS = 0.25, 5
"""How far a band stands out more or less than another, as a power of e, and in how many places that is drawn."""
POSITIVE = 2.0
"""A missed landing costs so much more than an invented one."""


@dataclass(frozen=True)
class Term:
    """One stretch of learning, from the weights of the one before."""

    name: str
    passes: int
    fastest: float
    """The highest learning rate of its one cycle."""


TERMS = (
    Term("learn", 11, 3e-3),
    Term("refine", 6, 1.2e-3),
)


def train(first_term: str = TERMS[0].name, out: Path = WEIGHTS) -> None:
    """Go through the terms from one on; write the weights after each pass, at last with their recipe."""
    torch.manual_seed(SEED)
    network = TorchNetwork()
    names = [term.name for term in TERMS]
    if first_term != names[0]:
        with np.load(out) as stored:
            network.restore(dict(stored))
    held = lessons(CHECKS, first_seed=1, half="dev")
    for term in TERMS[names.index(first_term) :]:
        _attend(term, network, held, out)
    with np.load(out) as stored:
        network.restore(dict(stored))  # as it ships: a scale that was stored differs in its last bit
    write_recipe(
        out.with_suffix(".md"),
        [
            f"{RENDERS} renders from seed {FIRST_RENDER}",
            *(f"{term.name}: {term.passes} passes, AdamW, one cycle to {term.fastest:g}" for term in TERMS),
            f"each take varied anew in each pass, batches of {BATCH}, seed {SEED}, bfloat16",
            f"on {CHECKS} renders of what is kept for choosing: {check(network, held)}",
        ],
    )
    write_reference(network)


def _attend(term: Term, network: TorchNetwork, held: list[Lesson], out: Path) -> None:
    began = time.monotonic()
    taught = lessons(RENDERS, FIRST_RENDER)
    print(f"{term.name}: {len(taught)} renders after {time.monotonic() - began:.0f} s", flush=True)
    teacher = torch.optim.AdamW(network.parameters(), lr=term.fastest, weight_decay=1e-2)
    steps = term.passes * (len(taught) // BATCH)
    pace = torch.optim.lr_scheduler.OneCycleLR(teacher, max_lr=term.fastest, total_steps=steps, pct_start=0.15)
    chance = np.random.default_rng(SEED)
    for number in range(term.passes):
        total = _pass(network, taught, teacher, pace, chance)
        print(
            f"  pass {number + 1}: cost {total:.4f}, held-out {check(network, held)}, {time.monotonic() - began:.0f} s",
            flush=True,
        )
        np.savez_compressed(out, **network.stored())  # type: ignore[arg-type]


def _pass(
    network: TorchNetwork,
    taught: list[Lesson],
    teacher: torch.optim.Optimizer,
    pace: torch.optim.lr_scheduler.LRScheduler,
    chance: np.random.Generator,
) -> float:
    """Show every take once; return the mean cost."""
    network.train()
    still = [lesson for lesson in taught if not lesson.landings]
    order, total = chance.permutation(len(taught)), 0.0
    for first in range(0, len(taught) - BATCH + 1, BATCH):
        cells, answers = batch([stretched(taught[index], chance) for index in order[first : first + BATCH]])
        cells = drowned(cells, [still[chance.integers(len(still))] for _ in range(BATCH)], chance)
        loss = cost(network(shaken(cells, chance).bfloat16()), answers)
        teacher.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        teacher.step()
        pace.step()
        total += float(loss.detach())
    return total / (len(taught) // BATCH)


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


def shaken(cells: torch.Tensor, chance: np.random.Generator) -> torch.Tensor:
    """Return takes as other floors and microphones might have given them: of another colour, noisier, bands drowned."""
    takes, inputs, count = cells.shape
    scale = torch.from_numpy(np.tile(colours(takes, chance), (1, CELL_FRAMES))[:, :, None])
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
    return (chance.uniform(0.75, 1.15, (takes, 1)) * np.exp(curves)).astype(np.float32)


def batch(chosen: list[Lesson]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (cells, wanted answers) of equal length, time last."""
    longest = max(len(lesson.cells) for lesson in chosen)
    cells = np.zeros((len(chosen), longest, INPUTS), np.float32)
    answers = np.full((len(chosen), longest, HEADS), -1.0, np.float32)
    for row, lesson in enumerate(chosen):
        cells[row, : len(lesson.cells)] = lesson.cells
        answers[row, : len(lesson.cells)] = wanted(lesson.landings, len(lesson.cells))
    return torch.from_numpy(cells).transpose(1, 2), torch.from_numpy(answers).transpose(1, 2)


def cost(said: torch.Tensor, answers: torch.Tensor) -> torch.Tensor:
    """Return the cross entropy where an answer is wanted."""
    weight = (answers >= 0).float() * torch.where(answers > 0, POSITIVE, 1.0)
    weight[:, 2] *= 0.1  # most cells have an answer there
    losses = nn.functional.binary_cross_entropy_with_logits(said, answers.clamp_min(0.0), reduction="none")
    return (losses * weight).sum() / (answers[:, :2] > 0).sum().clamp_min(50.0)


def check(network: TorchNetwork, held: list[Lesson]) -> str:
    """Return cost and the share of cells right where it matters, on floors that were not learnt."""
    network.eval()
    with torch.no_grad():
        cells, answers = batch(held)
        said = network(cells)
        told = [
            f"{float(((said[:, head] > 0) == (answers[:, head] > 0))[answers[:, head] > 0].float().mean()):.3f}/"
            f"{float((said[:, head] > 0)[answers[:, head] == 0].float().sum() / max(1, len(held))):.2f}"
            for head in range(2)
        ]
        return f"{float(cost(said, answers)):.4f} found/invented {' '.join(told)}"
