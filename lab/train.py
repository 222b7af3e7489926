"""Train the network: render, learn, write the weights into the package.

python -m lab train
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch

from lab.bank import CACHE
from lab.between import judge_between, network_between
from lab.features import lessons
from lab.judge_model import HEADS as JUDGE_HEADS
from lab.judge_model import LAYERS
from lab.judge_model import WIDTH as JUDGE_WIDTH
from lab.judging import BATCH as JUDGE_BATCH
from lab.judging import TERMS as JUDGE_TERMS
from lab.judging import JudgeTerm, begun_judge, check_judge, teach_judge
from lab.model import DILATIONS, TorchNetwork
from lab.recipe import write_judge_reference, write_recipe, write_reference
from lab.sets import HeardSet, heard_sets, heard_varied
from lab.teaching import BATCH, SEED, Lessons, Term, check, teach
from voicecoach.listening.weights import Weights

WEIGHTS = Path(__file__).parents[1] / "voicecoach" / "listening" / "weights.npz"
JUDGE = WEIGHTS.with_name("judge.npz")
LEARNING, LEARNING_JUDGE = CACHE / "learning.npz", CACHE / "learning-judge.npz"
"""Where a term's weights are until it is over."""
THE_JUDGE = "judge"
"""The term in which it learns from what the network hears."""
RENDERS = 26_000
FIRST_RENDER = 500_000
"""The seed of the first."""
CHECKS = 500
VARIED = 70_000_000
"""The seed of the takes that are varied for the judge."""

_with_all = partial(Term, varied=True, rested=True, with_others=True, rising=0.05)
"""A term with everything that makes takes harder."""
_with_floors = partial(_with_all, layers=len(DILATIONS), refloored=True)

TERMS = (
    Term("learn", 11, 3e-3, varied=False),
    Term("refine", 6, 1.2e-3, varied=False),
    Term("vary", 6, 1.2e-3, varied=True),
    Term("vary more", 10, 2e-3, varied=True),
    Term("settle", 7, 1.5e-3, varied=True),
    Term("deeper", 15, 2e-3, varied=True, layers=10, seed=SEED + 1),
    Term("rest", 2, 8e-4, varied=True, rested=True, layers=10, seed=SEED + 2),
    Term("deepest", 7, 2e-3, varied=True, rested=True, layers=16, seed=SEED + 3),
    Term("settle deepest", 16, 1.8e-3, varied=True, rested=True, rising=0.03, layers=16, seed=SEED + 4),
    Term("rest after talk", 2, 8e-4, varied=True, rested=True, with_others=True, layers=16, seed=SEED + 5),
    Term("calm", 2, 5e-4, varied=True, rested=True, with_others=True, layers=16, seed=SEED + 6),
    _with_all("loose", 13, 9e-4, layers=16, seed=SEED + 7),
)

TOGETHER = (
    _with_all("together", 12, 9e-4, layers=16, seed=SEED + 8, judge_fastest=1e-3),
    _with_all("one layer more", 10, 8e-4, layers=len(DILATIONS), seed=SEED + 9, judge_fastest=9e-4, kept=0.35),
    _with_all("beats too", 8, 4e-4, layers=len(DILATIONS), seed=SEED + 10, judge_fastest=5e-4, kept=0.2),
    _with_floors("other floors", 6, 5e-4, seed=SEED + 13, judge_fastest=6e-4, kept=0.6),
    _with_floors("other floors again", 7, 4e-4, seed=SEED + 14, judge_fastest=5e-4, kept=0.8),
)
"""Once the judge knows what it wants, the network learns to hold it."""

SHIPPED = (
    '(the shipped ones had, up to "rest", weights of up to 127 steps; from "deepest" on they learned a fourth head, '
    "1.2 s back, which is left out: a recount by it was no better; "
    'their "deepest" was the first 7 of 30 passes, broken off at its highest rate; up to "calm" no floor was loose, '
    'and "loose" is of 15,500 renders, 8,000 of them made since such floors are drawn, whose last grains then fell '
    'together 0.4 s after the first; the judge learned its first two terms by what the network before "loose" heard of '
    "takes as they are, and its third by those 15,500; "
    'up to "together" no floor was struck, no grate rang, and what is louder than the hops was as frequent as the '
    'rest; "together" and the judge after it are of 25,500 renders, 12,000 of them made since, in which the longest '
    "rings are cut off at 0.3 s, and what is loud is seldom where nobody hops, too; they weighed the judge by 2, and "
    "after them it learned alone, six passes to 0.001, the 12,000 varied too; "
    '"one layer more" is of 34,500 renders, 15,000 of them made since, before there were beats in them; the weights '
    'that it left were mixed with 30% of those it began with and 15% of those "together" began with (the judge: 40% of '
    'what it began with); "beats too" is of 39,000 renders, 12,000 of them made since, and the judge learned five '
    'passes more alone after it, which are not in the 60% that "other floors" keeps; "other floors" is of 33,000 '
    "renders, 10,000 of them made since, by the renderer as it is, and began anew after its first pass)"
)


def train(first_term: str = TERMS[0].name) -> None:
    """Go through the terms from one on, each from the weights that the one before stored; write the package's anew.

    The package's network is replaced after each of its terms, and does not go with its judge before the last one.  A
    term that was gone through and is begun again goes on from what is there.
    """
    torch.set_num_threads(1)  # what is forked off could not use the threads of the whole
    stages = [*(term.name for term in TERMS), THE_JUDGE, *(term.name for term in TOGETHER)]
    following = stages[stages.index(first_term) :]
    shown = Lessons(lessons(RENDERS, FIRST_RENDER), lessons(CHECKS, first_seed=1, half="dev"))
    for term in TERMS:
        if term.name in following:
            print(f"{term.name}:", flush=True)
            teach(term, shown, None if term is TERMS[0] else WEIGHTS, LEARNING)
            LEARNING.replace(WEIGHTS)
    if THE_JUDGE in following:
        print(f"{THE_JUDGE}:", flush=True)
        teach_judge(THE_JUDGE, JUDGE_TERMS, *heard(shown), JUDGE)
    for term in TOGETHER:
        if term.name in following:
            print(f"{term.name}:", flush=True)
            shutil.copy(JUDGE, LEARNING_JUDGE)
            teach(term, shown, WEIGHTS, LEARNING, LEARNING_JUDGE)
            if term.kept:
                network_between(WEIGHTS, LEARNING, term.kept)
                judge_between(JUDGE, LEARNING_JUDGE, term.kept)
            LEARNING.replace(WEIGHTS)
            LEARNING_JUDGE.replace(JUDGE)
    describe(shown)


def heard(shown: Lessons) -> tuple[list[HeardSet], list[HeardSet]]:
    """Return what the network in the package hears: of what is taught, as it is and varied; of what is kept."""
    return [*heard_sets(shown.taught), *heard_varied(shown.taught, VARIED)], heard_sets(shown.held)


def describe(shown: Lessons) -> None:
    """Write what travels with the weights."""
    network, judge = TorchNetwork(), begun_judge(JUDGE)
    with np.load(WEIGHTS) as stored:
        network.restore(Weights.unpacked(dict(stored)))
    found_of_the_judge = judge_figures(check_judge(judge, heard_sets(shown.held)))
    write_recipe(WEIGHTS.with_suffix(".md"), [*figures(check(network, shown.held)), found_of_the_judge])
    write_reference(network)
    write_judge_reference(judge)


def judge_figures(found: str) -> str:
    """Return what the recipe says of the judge of a set, and of what was `found` of it."""

    def told(terms: Sequence[JudgeTerm]) -> str:
        return "; ".join(
            f"{term.passes} passes, seed {term.seed}, one cycle to {term.fastest:g}, {term.cut:.0%} of the sets cut"
            for term in terms
        )

    return (
        f"the judge of a set: width {JUDGE_WIDTH}, {JUDGE_HEADS} heads, {LAYERS} layers, the same renders as the "
        f"network hears them, as they are and varied, AdamW, batches of {JUDGE_BATCH}: {told(JUDGE_TERMS)}; then "
        f"together with the network; on what is kept for choosing: {found}"
    )


def figures(found: str) -> list[str]:
    """Return what the recipe says of how the weights came to what was `found` of them."""
    terms = [
        f"{term.name}: {term.layers} layers, {term.passes} passes, seed {term.seed}, AdamW, one cycle to "
        f"{term.fastest:g}"
        + (", takes slower or faster and of another colour" if term.varied else "")
        + (", some after a longer rest" if term.rested else "")
        + (", or after another take" if term.with_others else "")
        + (", or on other floors" if term.refloored else "")
        + (f", the judge of a set with it, to {term.judge_fastest:g}" if term.judge_fastest else "")
        + (f"; {term.kept:.0%} of what it began with is kept" if term.kept else "")
        for term in (*TERMS, *TOGETHER)
    ]
    return [
        f"{RENDERS} renders from seed {FIRST_RENDER}",
        *terms,
        SHIPPED,
        f"each take varied anew in each pass, batches of {BATCH}, bfloat16",
        f"on {CHECKS} renders of what is kept for choosing: {found}",
    ]
