"""The reference was written by `python -m lab train`: random cells, and what the training framework made of them."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.listening.network import Answers, Network
from voicecoach.listening.packing import Numbers
from voicecoach.listening.weights import Weights

REFERENCE = np.load(Path(__file__).parent / "network_reference.npz")
CELLS = np.concatenate(REFERENCE["cells"]).astype(np.float32)
WEIGHTS = Weights.load()


def bits(answers: Answers) -> Numbers:
    """Return all that the network answers, side by side."""
    return np.concatenate(answers, axis=1)


def test_it_answers_what_the_training_framework_answered() -> None:
    answers = np.stack([Network(WEIGHTS).add(cells).log_odds for cells in REFERENCE["cells"].astype(np.float32)])
    off = np.abs(answers - REFERENCE["answers"]).max(axis=(1, 2))
    # The framework scales before it adds: a sum on the edge between two steps may fall to either side there, which is
    # then heard in the rest of its stream.
    assert np.mean(off < 1e-5) > 0.7
    assert off.max() < 0.1


@settings(max_examples=20)
@given(st.lists(st.integers(1, 90), min_size=1, max_size=12))
def test_cells_in_any_portions_give_the_same_bits(portions: list[int]) -> None:
    network, answers, first = Network(WEIGHTS), list[Numbers](), 0
    for turn in range(len(CELLS)):
        if first >= len(CELLS):
            break
        count = portions[turn % len(portions)]
        answers.append(bits(network.add(CELLS[first : first + count])))
        first += count
    assert np.array_equal(np.concatenate(answers), bits(Network(WEIGHTS).add(CELLS)))


def test_a_long_portion_after_short_ones_gives_the_same_bits() -> None:
    network, long = Network(WEIGHTS), np.tile(CELLS, (2, 1))
    in_portions = [bits(network.add(portion)) for portion in (long[:3], long[3:], CELLS[:5])]
    assert np.array_equal(np.concatenate(in_portions), bits(Network(WEIGHTS).add(np.concatenate((long, CELLS[:5])))))


def test_the_weights_are_small_whole_numbers() -> None:
    for layer in (WEIGHTS.first, *WEIGHTS.hidden, WEIGHTS.heads):
        assert np.array_equal(layer.weights, np.rint(layer.weights))
        # Inputs are at most 127 too: every sum stays where 32-bit floats know each whole number.
        assert np.abs(layer.weights).sum(axis=0).max() * 127 < 2**24


def test_the_weights_take_less_than_200_kb() -> None:
    folder = resources.files("voicecoach.listening")
    assert sum(len(folder.joinpath(name).read_bytes()) for name in ("weights.npz", "judge.npz")) < 200_000


def test_the_weights_travel_with_their_recipe() -> None:
    assert "lab train" in resources.files("voicecoach.listening").joinpath("weights.md").read_text(encoding="utf-8")
