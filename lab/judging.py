"""One term of learning for the judge of a set."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.utils.rnn import pad_sequence

from lab.bank import CACHE
from lab.judge_model import TorchJudge
from lab.pupils import PUPILS, agree, with_pupils
from lab.sets import HeardSet
from voicecoach.listening.judging import PLACES, places_between

BATCH = 32
NOISE = 0.1
"""Standard deviation of what is added to all that is known of a sound."""
SHORTEST_S = 5.0
"""How long a stretch of a set is at least, up to the edges of the take."""
_ALIKE = 50  # batches whose sets are put together by how many sounds they have
_CHECKED_TOGETHER = 50


@dataclass(frozen=True)
class JudgeTerm:
    """One stretch of learning, from the weights of the one before."""

    passes: int
    fastest: float
    """The highest learning rate of its one cycle."""
    cut: float
    """The share of sets of which only a stretch is shown."""
    seed: int


TERMS = (JudgeTerm(16, 2.5e-3, 0.5, seed=1), JudgeTerm(8, 1e-3, 0.1, seed=2), JudgeTerm(13, 1.5e-3, 0.3, seed=3))


@dataclass(frozen=True)
class Told:
    """Some sets of equal length, the shorter ones filled up."""

    known: torch.Tensor
    """Shape (sets, sounds, KNOWN)."""
    places: torch.Tensor
    """Shape (sets, sounds, sounds, PLACES)."""
    log_odds: torch.Tensor
    """Shape (sets, sounds), like the two that follow."""
    there: torch.Tensor
    truth: torch.Tensor


def teach_judge(
    name: str, terms: Sequence[JudgeTerm], taught: Sequence[HeardSet], held: Sequence[HeardSet], out: Path
) -> None:
    """Go through terms from random weights; the last pass's are in `out`."""
    learning = CACHE / "judge.pt"
    learning.unlink(missing_ok=True)
    for term in terms:
        with_pupils(name, partial(_attend, term=term, taught=taught, held=held, learning=learning))
    judge = TorchJudge()
    judge.load_state_dict(torch.load(learning))
    np.savez(out, **judge.package())  # type: ignore[arg-type]


def begun_judge(start: Path) -> TorchJudge:
    """Return the judge that a file of the package holds."""
    judge = TorchJudge()
    with np.load(start) as stored:
        judge.restore(dict(stored))
    return judge


def _attend(pupil: int, term: JudgeTerm, taught: Sequence[HeardSet], held: Sequence[HeardSet], learning: Path) -> None:
    """Learn from this pupil's half of every batch; go on from what is in `learning`, if anything is."""
    torch.manual_seed(term.seed)
    judge, order, began = TorchJudge(), np.random.default_rng(term.seed), time.monotonic()
    if learning.exists():
        judge.load_state_dict(torch.load(learning))
    torch.manual_seed(10 * term.seed + pupil + 1)  # else both would hear the same noise
    chance = np.random.default_rng(10 * term.seed + pupil + 1)
    teacher = torch.optim.AdamW(judge.parameters(), lr=term.fastest, weight_decay=1e-2)
    steps = term.passes * -(-len(taught) // BATCH)
    pace = torch.optim.lr_scheduler.OneCycleLR(teacher, max_lr=term.fastest, total_steps=steps, pct_start=0.1)
    for number in range(1, term.passes + 1):
        for chosen in _batches([len(one.at) for one in taught], order):
            told = side_by_side([stretch(taught[index], term.cut, chance) for index in chosen[pupil::PUPILS]])
            noisy = told.known + NOISE * torch.randn_like(told.known)
            loss = cost(judge(noisy, told.places, told.log_odds, told.there), told)
            teacher.zero_grad()
            loss.backward()
            agree(list(judge.parameters()))
            teacher.step()
            pace.step()
        if pupil == 0:
            torch.save(judge.state_dict(), learning)
            print(f"  pass {number}: {check_judge(judge, held)}, {time.monotonic() - began:.0f} s", flush=True)


def stretch(one: HeardSet, cut: float, chance: np.random.Generator) -> HeardSet:
    """Return all of a set, or, of a share `cut` of them, a stretch: sets begin and end anywhere."""
    if chance.random() >= cut:
        return one
    seconds = chance.uniform(SHORTEST_S, one.at[-1] - one.at[0] + SHORTEST_S)
    from_at = chance.uniform(one.at[0] - SHORTEST_S, one.at[-1])
    kept = np.flatnonzero((one.at >= from_at) & (one.at < from_at + seconds))
    if not len(kept):
        return one
    return replace(one, known=one.known[kept], at=one.at[kept], log_odds=one.log_odds[kept], truth=one.truth[kept])


def side_by_side(sets: Sequence[HeardSet]) -> Told:
    """Return sets side by side."""
    known = [torch.from_numpy(one.known.astype(np.float32)) for one in sets]
    log_odds = [torch.from_numpy(one.log_odds) for one in sets]
    return told_beside(known, log_odds, [one.at for one in sets], [one.truth for one in sets])


def told_beside(
    known: Sequence[torch.Tensor],
    log_odds: Sequence[torch.Tensor],
    at: Sequence[NDArray[np.float64]],
    truth: Sequence[NDArray[np.float32]],
) -> Told:
    """Return what is told of each set's sounds, sets with fewer filled up: shapes (n, KNOWN), (n,), (n,) and (n,)."""
    most = max(len(instants) for instants in at)
    places: NDArray[np.float32] = np.zeros((len(at), most, most, PLACES), np.float32)
    for index, instants in enumerate(at):
        places[index, : len(instants), : len(instants)] = places_between(instants)
    counts = torch.tensor([len(instants) for instants in at])
    return Told(
        pad_sequence(known, batch_first=True),
        torch.from_numpy(places),
        pad_sequence(log_odds, batch_first=True),
        torch.arange(most) < counts[:, None],
        pad_sequence([torch.from_numpy(one) for one in truth], batch_first=True),
    )


def cost(judged: torch.Tensor, told: Told) -> torch.Tensor:
    """Return the mean cross entropy of a sound."""
    return sound_costs(judged, told).sum() / told.there.sum()


def sound_costs(judged: torch.Tensor, told: Told) -> torch.Tensor:
    """Return the cross entropy of each sound that is there, 0 elsewhere: shape (sets, sounds)."""
    losses = nn.functional.binary_cross_entropy_with_logits(judged, told.truth, reduction="none")
    return losses * told.there


def check_judge(judge: TorchJudge, held: Sequence[HeardSet]) -> str:
    """Return the cost and the sets that would be exact, by each sound alone, on floors that were not learnt."""
    costs, exact, sounds = 0.0, 0, 0
    for first in range(0, len(held), _CHECKED_TOGETHER):
        sets = held[first : first + _CHECKED_TOGETHER]
        told = side_by_side(sets)
        with torch.no_grad():
            judged = judge(told.known, told.places, told.log_odds, told.there)
        here = int(told.there.sum())
        costs, sounds = costs + float(cost(judged, told)) * here, sounds + here
        counts = ((judged > 0.0) & told.there).sum(dim=1).tolist()
        exact += sum(count == one.landings for count, one in zip(counts, sets, strict=True))
    return f"cost {costs / sounds:.4f}, {exact / len(held):.3f} of the sets exact"


def _batches(sizes: Sequence[int], chance: np.random.Generator) -> Iterator[list[int]]:
    """Yield all indices in batches of sets that are about equally long, in random order."""
    order, together_count = chance.permutation(len(sizes)).tolist(), BATCH * _ALIKE
    batches = []
    for first in range(0, len(order), together_count):
        alike = sorted(order[first : first + together_count], key=lambda index: sizes[index])
        batches += [alike[start : start + BATCH] for start in range(0, len(alike), BATCH)]
    whole = [batch for batch in batches if len(batch) >= PUPILS]
    yield from (whole[index] for index in chance.permutation(len(whole)).tolist())
