"""One term of learning: two processes, each with half of every batch."""

from __future__ import annotations

import multiprocessing
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import distributed, nn

from lab.features import Lesson, wanted
from lab.model import FIRST_LAYERS, TorchNetwork
from lab.varying import drowned, rested, shaken, stretched
from voicecoach.listening.contrast import INPUTS
from voicecoach.listening.weights import HEADS, Weights

BATCH = 16
SEED = 7
PUPILS = 2
"""Processes: two of one thread each are twice as fast as one of two."""
POSITIVE = 2.0
"""A missed landing costs so much more than an invented one."""
_STEEPEST = 1.0
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

    rising: float = 0.15
    """The share of the term in which the rate rises to that."""
    layers: int = FIRST_LAYERS
    seed: int = SEED


@dataclass(frozen=True)
class Lessons:
    """What is learned, and what is kept for choosing."""

    taught: Sequence[Lesson]
    held: Sequence[Lesson]


def teach(term: Term, lessons: Lessons, start: Path | None, out: Path) -> None:
    """Go through a term from the weights in `start`, None for random ones; the last pass's are in `out`."""
    with_pupils(term.name, partial(_attend, term=term, lessons=lessons, start=start, out=out))


def with_pupils(name: str, attend: Callable[[int], None]) -> None:
    """Have each pupil attend a term, in a process of its own that has what this one has in memory."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        meeting = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    forked = multiprocessing.get_context("fork")
    pupils = [forked.Process(target=_meet, args=(pupil, meeting, attend)) for pupil in range(PUPILS)]
    for pupil in pupils:
        pupil.start()
    for pupil in pupils:
        pupil.join()
        if pupil.exitcode:
            raise SystemExit(f"learning broke off in term {name!r}")


def _meet(pupil: int, meeting: str, attend: Callable[[int], None]) -> None:
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", init_method=meeting, rank=pupil, world_size=PUPILS)
    attend(pupil)


def begun(term: Term, start: Path | None) -> TorchNetwork:
    """Return the network as a term begins."""
    torch.manual_seed(term.seed)
    network = TorchNetwork(term.layers)
    if start is not None:
        with np.load(start) as stored:
            network.restore(Weights.unpacked(dict(stored)))
    return network


def _attend(pupil: int, term: Term, lessons: Lessons, start: Path | None, out: Path) -> None:
    network, began = begun(term, start), time.monotonic()
    torch.manual_seed(10 * term.seed + pupil + 1)  # else both would hear the same noise
    teacher = torch.optim.AdamW(network.parameters(), lr=term.fastest, weight_decay=1e-2)
    steps = term.passes * (len(lessons.taught) // BATCH)
    pace = torch.optim.lr_scheduler.OneCycleLR(teacher, max_lr=term.fastest, total_steps=steps, pct_start=term.rising)
    order = np.random.default_rng(term.seed)
    chance = np.random.default_rng(10 * term.seed + pupil + 1)
    for number in range(1, term.passes + 1):
        total = _pass(network, lessons.taught, teacher, pace, (order, chance), pupil, term)
        if pupil == 0:
            np.savez(out, **network.package().packed())  # type: ignore[arg-type]
            found = check(network.learning, lessons.held)
            print(f"  pass {number}: cost {total:.4f}, held-out {found}, {time.monotonic() - began:.0f} s", flush=True)


def _pass(
    network: TorchNetwork,
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
        loss = cost(network.learning(shaken(cells, chance, varied=term.varied)), answers)
        teacher.zero_grad()
        loss.backward()
        agree(list(network.parameters()))
        teacher.step()
        pace.step()
        total += float(loss.detach())
    return total / (len(taught) // BATCH)


def agree(parameters: list[nn.Parameter]) -> None:
    """Give both pupils' parameters the gradients of the whole batch, bounded."""
    flat = torch.cat([one.grad.reshape(-1) for one in parameters if one.grad is not None])
    distributed.all_reduce(flat)
    flat /= PUPILS
    flat /= max(1.0, float(flat.norm()) / _STEEPEST)
    for one, gradient in zip(parameters, flat.split([one.numel() for one in parameters]), strict=True):
        one.grad = gradient.view_as(one)


def _varied(lesson: Lesson, chance: np.random.Generator, term: Term, still: Sequence[Lesson]) -> Lesson:
    varied = stretched(lesson, chance) if term.varied else lesson
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
