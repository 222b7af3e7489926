"""Whether a sound is like the landings around it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.listening.bands import BANDS
from voicecoach.listening.contrast import CELL_FRAMES, INPUTS
from voicecoach.listening.likeness import USUAL, Colour, Colours, Typical, neighbours

RISING: Colour = np.arange(BANDS, dtype=np.float32) - np.float32(BANDS // 2)
FALLING: Colour = -RISING


def known(colour: Colour, count: int = 5) -> Typical:
    typical = Typical.none()
    for _ in range(count):
        typical = typical.with_one(colour, 1.0)
    return typical


def test_the_same_colour_speaks_for_a_sound_however_loud_it_is() -> None:
    assert known(RISING).speaks_for(np.float32(0.2) * RISING) == pytest.approx(1.0 - USUAL, abs=1e-5)


def test_another_colour_speaks_against_it() -> None:
    assert known(RISING).speaks_for(FALLING) == pytest.approx(-1.0 - USUAL, abs=1e-5)


def test_two_landings_are_too_few_to_say_anything() -> None:
    assert known(RISING, 2).speaks_for(FALLING) == 0.0


def test_a_flat_sound_is_like_none() -> None:
    assert known(RISING).speaks_for(np.zeros(BANDS, np.float32)) == -USUAL


def test_after_ten_landings_in_other_shoes_those_are_the_usual_ones() -> None:
    typical = known(RISING, 30)
    for _ in range(10):
        typical = typical.with_one(FALLING, 1.0)
    assert typical.speaks_for(FALLING) > 0.0 > typical.speaks_for(RISING)


def test_each_sound_is_compared_with_the_others_and_not_with_itself() -> None:
    colours = [RISING] * 4 + [FALLING] + [RISING] * 4
    said = [typical.speaks_for(colour) for typical, colour in zip(neighbours(colours, [1.0] * 9), colours, strict=True)]
    assert said[4] == pytest.approx(-1.0 - USUAL, abs=1e-5)
    assert min(said[:4] + said[5:]) > 0.0


def test_a_colour_is_what_stands_out_of_the_others() -> None:
    colours = Colours()
    colours.add(np.tile(np.arange(BANDS, dtype=np.float32) + 7.0, (20, CELL_FRAMES)))
    assert colours.at(0.1) == pytest.approx(RISING)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=30), st.integers(0, 200))
def test_the_colour_of_an_instant_does_not_depend_on_how_cells_came(pieces: list[int], frame: int) -> None:
    cells = np.random.default_rng(1).integers(-12, 116, (sum(pieces), INPUTS)).astype(np.float32)
    at_once, in_pieces = Colours(), Colours()
    at_once.add(cells)
    for start, count in zip(np.cumsum([0, *pieces]), pieces, strict=False):
        in_pieces.add(cells[start : start + count])
    at = max(0, len(cells) * CELL_FRAMES - frame) / 200.0
    assert np.array_equal(at_once.at(at), in_pieces.at(at))
