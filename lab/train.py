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

from lab.bank import CACHE
from lab.features import Lesson, lessons, wanted
from lab.model import DILATIONS, FIRST_LAYERS, TorchNetwork
from lab.recipe import write_recipe, write_reference
from lab.varying import drowned, rested, shaken, stretched
from voicecoach.listening.contrast import INPUTS
from voicecoach.listening.network import HEADS

WEIGHTS = Path(__file__).parents[1] / "voicecoach" / "listening" / "weights.npz"
SEED = 7
RENDERS = 26_000
FIRST_RENDER = 500_000
"""The seed of the first."""
CHECKS = 500
BATCH = 16
POSITIVE = 2.0
"""A missed landing costs so much more than an invented one."""


@dataclass(frozen=True)
class Term:
    """One stretch of learning, from the weights of the one before."""

    name: str
    passes: int
    fastest: float
    """The highest learning rate of its one cycle."""
    varied: bool
    """Whether takes are also made slower or faster and of another colour: a harder lesson, for who knows the first."""

    rested: bool = False
    """Whether takes also begin with a longer rest."""

    layers: int = FIRST_LAYERS
    seed: int = SEED


TERMS = (
    Term("learn", 11, 3e-3, varied=False),
    Term("refine", 6, 1.2e-3, varied=False),
    Term("vary", 6, 1.2e-3, varied=True),
    Term("vary more", 10, 2e-3, varied=True),
    Term("settle", 7, 1.5e-3, varied=True),
    Term("deeper", 15, 2e-3, varied=True, layers=len(DILATIONS), seed=SEED + 1),
    Term("rest", 2, 8e-4, varied=True, rested=True, layers=len(DILATIONS), seed=SEED + 2),
)


def train(first_term: str = TERMS[0].name, out: Path = WEIGHTS) -> None:
    """Go through the terms from one on, each from the weights that the one before stored; at last write `out` anew."""
    names = [term.name for term in TERMS]
    learning = CACHE / "learning.npz"
    held = lessons(CHECKS, first_seed=1, half="dev")
    for term in TERMS[names.index(first_term) :]:
        torch.manual_seed(term.seed)
        network = TorchNetwork(term.layers)
        if term.name != names[0]:
            _restore(network, learning if learning.exists() else out)
        _attend(term, network, held, learning)
    learning.replace(out)
    _restore(network, out)  # as it ships: a scale that was stored differs in its last bit
    write_recipe(out.with_suffix(".md"), figures(check(network, held)))
    write_reference(network)


def figures(found: str) -> list[str]:
    """Return what the recipe says of how the weights came to what was `found` of them."""
    terms = [
        f"{term.name}: {term.layers} layers, {term.passes} passes, seed {term.seed}, AdamW, one cycle to "
        f"{term.fastest:g}"
        + (", takes slower or faster and of another colour" if term.varied else "")
        + (", some after a longer rest" if term.rested else "")
        for term in TERMS
    ]
    return [
        f"{RENDERS} renders from seed {FIRST_RENDER}",
        *terms,
        f"each take varied anew in each pass, batches of {BATCH}, bfloat16",
        f"on {CHECKS} renders of what is kept for choosing: {found}",
    ]


def _restore(network: TorchNetwork, path: Path) -> None:
    with np.load(path) as stored:
        network.restore(dict(stored))


def _attend(term: Term, network: TorchNetwork, held: list[Lesson], out: Path) -> None:
    began = time.monotonic()
    taught = lessons(RENDERS, FIRST_RENDER)
    print(f"{term.name}: {len(taught)} renders after {time.monotonic() - began:.0f} s", flush=True)
    teacher = torch.optim.AdamW(network.parameters(), lr=term.fastest, weight_decay=1e-2)
    steps = term.passes * (len(taught) // BATCH)
    pace = torch.optim.lr_scheduler.OneCycleLR(teacher, max_lr=term.fastest, total_steps=steps, pct_start=0.15)
    chance = np.random.default_rng(term.seed)
    for number in range(term.passes):
        total = _pass(network, taught, teacher, pace, chance, term)
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
    term: Term,
) -> float:
    """Show every take once; return the mean cost."""
    network.train()
    still = [lesson for lesson in taught if not lesson.landings]
    order, total = chance.permutation(len(taught)), 0.0
    for first in range(0, len(taught) - BATCH + 1, BATCH):
        chosen = [taught[index] for index in order[first : first + BATCH]]
        cells, answers = batch([_varied(one, chance, term) for one in chosen])
        cells = drowned(cells, [still[chance.integers(len(still))] for _ in range(BATCH)], chance)
        loss = cost(network(shaken(cells, chance, varied=term.varied).bfloat16()), answers)
        teacher.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        teacher.step()
        pace.step()
        total += float(loss.detach())
    return total / (len(taught) // BATCH)


def _varied(lesson: Lesson, chance: np.random.Generator, term: Term) -> Lesson:
    varied = stretched(lesson, chance) if term.varied else lesson
    return rested(varied, chance) if term.rested else varied


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
