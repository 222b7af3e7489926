"""Whether a sound is like the landings around it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.listening.bands import BANDS
from voicecoach.listening.contrast import CELL_FRAMES, CELL_S, INPUTS
from voicecoach.listening.likeness import MOST_AGAINST, USUAL, Colour, Colours, Typical
from voicecoach.listening.network import FAST_LOOKS_BACK_S

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
    assert known(RISING).speaks_for(FALLING) == -MOST_AGAINST


def test_two_landings_are_too_few_to_say_anything() -> None:
    assert known(RISING, 2).speaks_for(FALLING) == 0.0


def test_a_flat_sound_is_like_none() -> None:
    assert known(RISING).speaks_for(np.zeros(BANDS, np.float32)) == -USUAL


def test_after_ten_landings_in_other_shoes_those_are_the_usual_ones() -> None:
    typical = known(RISING, 30)
    for _ in range(10):
        typical = typical.with_one(FALLING, 1.0)
    assert typical.speaks_for(FALLING) > 0.0 > typical.speaks_for(RISING)


def test_a_colour_is_what_stands_out_of_the_others() -> None:
    colours = Colours()
    colours.add(np.tile(np.arange(BANDS, dtype=np.float32) + 7.0, (20, CELL_FRAMES)))
    colour = colours.at(0.1)
    assert colour / colour[-1] == pytest.approx(RISING / RISING[-1])
    assert colour.sum() == 0.0


@given(st.integers(0, 400), st.integers(1, 40))
def test_a_colour_is_the_same_as_soon_as_its_sound_is_known(cell: int, piece: int) -> None:
    """The fast head asks for what began 17 ms before its cell; cells come one by one or many at once."""
    cells = np.random.default_rng(1).integers(-12, 116, (450, INPUTS)).astype(np.float32)
    at = (cell + 0.5) * CELL_S - FAST_LOOKS_BACK_S
    at_once, by_then = Colours(), Colours()
    at_once.add(cells)
    for start in range(0, cell + 1, piece):
        by_then.add(cells[start : min(start + piece, cell + 1)])
    assert np.array_equal(at_once.at(at), by_then.at(at))
