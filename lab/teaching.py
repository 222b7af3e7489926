"""One term of learning: two processes, each with half of every batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from lab.features import Lesson, wanted
from lab.judge_model import TorchJudge
from lab.judging import begun_judge
from lab.model import FIRST_LAYERS, TorchNetwork
from lab.pupils import PUPILS, agree, with_pupils
from lab.together import Shown, judged_cost
from lab.varying import drowned, refloored, rested, shaken, stretched
from voicecoach.listening.contrast import INPUTS
from voicecoach.listening.weights import HEADS, Weights

BATCH = 16
SEED = 7
POSITIVE = 2.0
"""A missed landing costs so much more than an invented one."""
_CHECKED_TOGETHER = 50


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
    with_others: bool = False
    """Whether other takes are heard in it."""
    refloored: bool = False
    """Whether hops also fall on other floors."""

    rising: float = 0.15
    """The share of the term in which the rate rises to that."""
    layers: int = FIRST_LAYERS
    seed: int = SEED
    judge_fastest: float = 0.0
    """The highest rate of the judge of a set, where it learns with the network."""
    kept: float = 0.0
    """The share that the weights with which it began have in those it leaves."""


@dataclass(frozen=True)
class Lessons:
    """What is learned, and what is kept for choosing."""

    taught: Sequence[Lesson]
    held: Sequence[Lesson]


def teach(term: Term, lessons: Lessons, start: Path | None, out: Path, judge: Path | None = None) -> None:
    """Go through a term from the weights in `start`, None for random ones; the last pass's are in `out`.

    Where a judge learns with the network, it begins with the weights in `judge`, and its last pass's are there.
    """
    with_pupils(term.name, partial(_attend, term=term, lessons=lessons, start=start, out=out, judge=judge))


def begun(term: Term, start: Path | None) -> TorchNetwork:
    """Return the network as a term begins."""
    torch.manual_seed(term.seed)
    network = TorchNetwork(term.layers)
    if start is not None:
        with np.load(start) as stored:
            network.restore(Weights.unpacked(dict(stored)))
    return network


@dataclass(frozen=True)
class Learners:
    """Who learns."""

    network: TorchNetwork
    judge: TorchJudge | None

    def parameters(self) -> list[nn.Parameter]:
        """Return all that changes."""
        return [one for learner in (self.network, self.judge) if learner is not None for one in learner.parameters()]

    def cost(self, shown: Shown, answers: torch.Tensor) -> torch.Tensor:
        """Return what a batch costs both; the answers have shape (takes, heads, cells)."""
        said, inner = self.network.learning(shown.cells)
        own = cost(said, answers)
        return own if self.judge is None else own + judged_cost(self.judge, said, inner, shown)

    def answer(self, cells: torch.Tensor) -> torch.Tensor:
        """Return the log odds, shape (takes, heads, cells), of cells, shape (takes, inputs, cells)."""
        return self.network.learning(cells)[0]


def _attend(pupil: int, term: Term, lessons: Lessons, start: Path | None, out: Path, judge: Path | None) -> None:
    learners, began = Learners(begun(term, start), None if judge is None else begun_judge(judge)), time.monotonic()
    groups, fastest = [{"params": learners.network.parameters()}], [term.fastest]
    if learners.judge is not None:
        groups, fastest = [*groups, {"params": learners.judge.parameters()}], [*fastest, term.judge_fastest]
    torch.manual_seed(10 * term.seed + pupil + 1)  # else both would hear the same noise
    teacher = torch.optim.AdamW(groups, lr=term.fastest, weight_decay=1e-2)
    steps = term.passes * (len(lessons.taught) // BATCH)
    pace = torch.optim.lr_scheduler.OneCycleLR(teacher, max_lr=fastest, total_steps=steps, pct_start=term.rising)
    order = np.random.default_rng(term.seed)
    chance = np.random.default_rng(10 * term.seed + pupil + 1)
    for number in range(1, term.passes + 1):
        total = _pass(learners, lessons.taught, teacher, pace, (order, chance), pupil, term)
        if pupil == 0:
            np.savez(out, **learners.network.package().packed())  # type: ignore[arg-type]
            if judge is not None and learners.judge is not None:
                np.savez(judge, **learners.judge.package())  # type: ignore[arg-type]
            found = check(learners.answer, lessons.held)
            print(f"  pass {number}: cost {total:.4f}, held-out {found}, {time.monotonic() - began:.0f} s", flush=True)


def _pass(
    learners: Learners,
    taught: Sequence[Lesson],
    teacher: torch.optim.Optimizer,
    pace: torch.optim.lr_scheduler.LRScheduler,
    chances: tuple[np.random.Generator, np.random.Generator],
    pupil: int,
    term: Term,
) -> float:
    """Show this pupil's half of every batch once; return its mean cost."""
    shuffled, chance = chances
    still = [lesson for lesson in taught if not lesson.landings]
    order, total, each = shuffled.permutation(len(taught)), 0.0, BATCH // PUPILS
    for first in range(pupil * each, len(taught) // BATCH * BATCH, BATCH):
        chosen = [_varied(taught[index], chance, term, still) for index in order[first : first + each]]
        cells, answers = batch(chosen)
        cells = drowned(cells, [still[chance.integers(len(still))] for _ in chosen], chance)
        loss = learners.cost(Shown(chosen, shaken(cells, chance, varied=term.varied)), answers)
        teacher.zero_grad()
        loss.backward()
        agree(learners.parameters())
        teacher.step()
        pace.step()
        total += float(loss.detach())
    return total / (len(taught) // BATCH)


def _varied(lesson: Lesson, chance: np.random.Generator, term: Term, still: Sequence[Lesson]) -> Lesson:
    varied = stretched(lesson, chance) if term.varied else lesson
    varied = refloored(varied, chance) if term.refloored else varied
    return rested(varied, chance, still if term.with_others else ()) if term.rested else varied


def batch(chosen: Sequence[Lesson]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (cells, wanted answers) of equal length, time last."""
    longest = max(len(lesson.cells) for lesson in chosen)
    cells: NDArray[np.float32] = np.zeros((len(chosen), longest, INPUTS), np.float32)
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


def check(answer: Callable[[torch.Tensor], torch.Tensor], held: Sequence[Lesson]) -> str:
    """Return cost and the share of cells right where it matters, on floors that were not learnt."""
    with torch.no_grad():
        portions = [batch(held[first : first + _CHECKED_TOGETHER]) for first in range(0, len(held), _CHECKED_TOGETHER)]
        said = torch.cat([answer(cells).flatten(2).transpose(0, 1).flatten(1) for cells, _ in portions], dim=1)[None]
        answers = torch.cat([answers.transpose(0, 1).flatten(1) for _, answers in portions], dim=1)[None]
        told = [
            f"{float(((said[:, head] > 0) == (answers[:, head] > 0))[answers[:, head] > 0].float().mean()):.3f}/"
            f"{float((said[:, head] > 0)[answers[:, head] == 0].float().sum() / max(1, len(held))):.2f}"
            for head in range(2)
        ]
        return f"{float(cost(said, answers)):.4f} found/invented {' '.join(told)}"
