"""Train the network: render, learn, write the weights into the package.

python -m lab train
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from lab.features import Lesson, lessons, wanted
from lab.model import TorchNetwork
from lab.recipe import write_recipe, write_reference
from voicecoach.listening.bands import BANDS
from voicecoach.listening.contrast import CELL_FRAMES, INPUTS, LEAST, MOST
from voicecoach.listening.network import HEADS

WEIGHTS = Path(__file__).parents[1] / "voicecoach" / "listening" / "weights.npz"
SEED = 7
SETS = ((100_000, 12_000), (200_000, 3_500), (300_000, 3_500))
"""First seed and number of the renders."""
CHECKS = 500
BATCH = 16
POSITIVE = 2.0
"""A missed landing costs so much more than an invented one."""


@dataclass(frozen=True)
class Term:
    """One stretch of learning."""

    name: str
    sets: tuple[tuple[int, int], ...]
    passes: int
    fastest: float
    """The highest learning rate of its one cycle."""
    shaken: bool
    """Whether takes are varied anew in each pass."""


TERMS = (Term("learn", SETS[:1], 10, 3e-3, shaken=False), Term("refine", SETS, 4, 2e-3, shaken=True))


def train(first_term: str = "learn", out: Path = WEIGHTS) -> None:
    """Go through the terms from `first_term` on, each from the weights of the one before, and write the weights."""
    torch.manual_seed(SEED)
    names = [term.name for term in TERMS]
    network = TorchNetwork()
    if first_term != names[0]:
        with np.load(out) as stored:
            network.restore(dict(stored))
    held = lessons(CHECKS, first_seed=1)
    for term in TERMS[names.index(first_term) :]:
        _attend(term, network, held, out)
    figures = [
        f"{term.name}: seeds and renders {term.sets}, {term.passes} passes, AdamW, one cycle to {term.fastest:g}"
        + (", varied anew in each pass" if term.shaken else "")
        for term in TERMS
    ]
    write_recipe(
        out.with_suffix(".md"),
        [
            *figures,
            f"batches of {BATCH}, seed {SEED}",
            f"on {CHECKS} more renders of the same half: {check(network, held)}",
        ],
    )
    write_reference(network)


def _attend(term: Term, network: TorchNetwork, held: list[Lesson], out: Path) -> None:
    began = time.monotonic()
    taught = [lesson for first_seed, count in term.sets for lesson in lessons(count, first_seed)]
    print(f"{term.name}: {len(taught)} renders after {time.monotonic() - began:.0f} s", flush=True)
    teacher = torch.optim.AdamW(network.parameters(), lr=term.fastest, weight_decay=1e-2)
    steps = term.passes * (len(taught) // BATCH)
    pace = torch.optim.lr_scheduler.OneCycleLR(teacher, max_lr=term.fastest, total_steps=steps, pct_start=0.15)
    chance = np.random.default_rng(SEED)
    for number in range(term.passes):
        order, total = chance.permutation(len(taught)), 0.0
        network.train()
        for first in range(0, len(taught) - BATCH + 1, BATCH):
            cells, answers = batch([taught[index] for index in order[first : first + BATCH]])
            loss = cost(network(shaken(cells, chance) if term.shaken else cells), answers)
            teacher.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            teacher.step()
            pace.step()
            total += float(loss.detach())
        print(
            f"  pass {number + 1}: cost {total / (len(taught) // BATCH):.4f}, held-out {check(network, held)}, "
            f"{time.monotonic() - began:.0f} s",
            flush=True,
        )
        np.savez_compressed(out, **network.stored())  # type: ignore[arg-type]


def shaken(cells: torch.Tensor, chance: np.random.Generator) -> torch.Tensor:
    """Return takes as other rooms and microphones might have given them: flatter or steeper, noisier, bands drowned."""
    takes, inputs, count = cells.shape
    scale = torch.from_numpy(chance.uniform(0.75, 1.15, (takes, 1, 1)).astype(np.float32))
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
    """Return cost and the share of cells right where it matters, on floors of the training half."""
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
