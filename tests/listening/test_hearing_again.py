"""A set is heard again from cells that begin later; what is found is on the sound's own time line."""

from __future__ import annotations

import math

import numpy as np
import pytest
from render_hops import Hopper, render_hops

from voicecoach.listening.bands import BandMeter
from voicecoach.listening.contrast import CELL_FRAMES, CELL_S, Cells, Contrast
from voicecoach.listening.framing import Framer
from voicecoach.listening.hearing_again import AGAIN_S, HearingAgain
from voicecoach.listening.peaks import Peak
from voicecoach.listening.weights import Weights

RATE_HZ = 16_000
WEIGHTS = Weights.load()
SET = (13.5, 20.5)


def cells_and_landings() -> tuple[Cells, list[float]]:
    sets = [(1.0, 9.0), (14.0, 6.0)]
    sound, landings = render_hops(sets, 22.0, rate_hz=RATE_HZ, seed=4, hopper=Hopper(cadence_hz=2.3))
    framer, contrast = Framer(RATE_HZ), Contrast()
    levels = BandMeter(RATE_HZ, framer.window_frames).measure(framer.add(sound))
    return contrast.add(levels, silent=np.zeros(len(levels), np.bool_)), landings


CELLS, LANDINGS = cells_and_landings()


def heard(cells: Cells, *, portion: int = 400, shift: float = 0.0) -> HearingAgain:
    again = HearingAgain(WEIGHTS, shift)
    for first in range(0, len(cells), portion):
        again.add(cells[first : first + portion])
    return again


def likely(peaks: list[Peak]) -> list[float]:
    return [peak.at for peak in peaks if peak.log_odds > 0.0]


def test_each_hearing_has_every_landing_where_it_fell() -> None:
    hearings = heard(CELLS).sounds(0.0, 22.0)
    assert len(hearings) == CELL_FRAMES - 1
    for peaks in hearings:
        assert likely(peaks) == pytest.approx(LANDINGS, abs=0.03)


def test_hearings_differ_in_what_they_make_of_a_landing() -> None:
    one, other, _ = heard(CELLS).sounds(*SET)
    assert [peak.log_odds for peak in one] != [peak.log_odds for peak in other]


def test_a_set_in_the_middle_sounds_as_it_does_when_all_is_heard_from_the_beginning() -> None:
    from_the_beginning = [[peak for peak in one if peak.at >= SET[0]] for one in heard(CELLS).sounds(0.0, SET[1])]
    for one, whole in zip(heard(CELLS).sounds(*SET), from_the_beginning, strict=True):
        assert [peak.log_odds for peak in one] == [peak.log_odds for peak in whole]
        assert [peak.at for peak in one] == pytest.approx([peak.at for peak in whole], abs=1e-6)


@pytest.mark.parametrize("portion", [1, 7, 5000])
def test_it_makes_no_difference_in_what_portions_cells_came(portion: int) -> None:
    for one, other in zip(heard(CELLS, portion=portion).sounds(*SET), heard(CELLS).sounds(*SET), strict=True):
        assert [(peak.at, peak.log_odds) for peak in one] == [(peak.at, peak.log_odds) for peak in other]


def test_a_shift_is_added_to_what_every_hearing_says() -> None:
    for one, other in zip(heard(CELLS, shift=0.5).sounds(*SET), heard(CELLS).sounds(*SET), strict=True):
        plain = [peak.log_odds for peak in other if peak.log_odds > -6.0]
        shifted = [peak.log_odds for peak in one if peak.log_odds > -5.5]
        assert shifted == pytest.approx([log_odds + 0.5 for log_odds in plain])


@pytest.mark.parametrize("portion", [50, 5000])
def test_a_set_that_began_long_ago_is_not_heard_again(portion: int) -> None:
    seconds = len(CELLS) * CELL_S
    again = heard(np.tile(CELLS, (math.ceil(AGAIN_S / seconds) + 1, 1)), portion=portion)
    assert again.sounds(*SET) == []
    assert len(again.sounds(seconds + SET[0], seconds + AGAIN_S)) == CELL_FRAMES - 1


def test_before_anything_was_heard_no_hearing_has_a_sound() -> None:
    assert HearingAgain(WEIGHTS).sounds(0.0, 5.0) == [[]] * (CELL_FRAMES - 1)
