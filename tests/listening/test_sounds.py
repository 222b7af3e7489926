"""The sure head's peaks, with what is known of each."""

from __future__ import annotations

import numpy as np
import pytest

from voicecoach.listening.bands import BANDS
from voicecoach.listening.contrast import CELL_FRAMES, CELL_S
from voicecoach.listening.network import SURE_LOOKS_BACK_S, Answers
from voicecoach.listening.peaks import Peak
from voicecoach.listening.sounds import FAINTEST_LOG_ODDS, Sounds
from voicecoach.listening.weights import HEADS, WIDTH

CELLS = 150
INSTANTS = (0.4, 0.95, 1.6)


def sounds_in(portion: int, *, keeps_impressions: bool = True, least: float = FAINTEST_LOG_ODDS) -> list[Peak]:
    """Return what is found where three sounds fell, each fainter than the one before; all rise with the bands."""
    log_odds = np.full((CELLS, HEADS), -9.0, np.float32)
    cells = np.zeros((CELLS, CELL_FRAMES * BANDS), np.float32)
    for number, at in enumerate(INSTANTS):
        log_odds[round((at + SURE_LOOKS_BACK_S) / CELL_S), 1] = 2.0 - 4.0 * number
        cells[round(at / CELL_S) : round(at / CELL_S) + 3] = np.tile(np.arange(BANDS), CELL_FRAMES)
    inner = np.full((CELLS, WIDTH), 7.0, np.float32)
    sounds = Sounds(least, keeps_impressions=keeps_impressions)
    found: list[Peak] = []
    for first in range(0, CELLS, portion):
        now = slice(first, first + portion)
        found += sounds.add(Answers(log_odds[now], inner[now]), cells[now]).values()
    return found


@pytest.mark.parametrize("portion", [1, 7, CELLS])
def test_each_sound_is_known_by_its_colour_and_by_what_the_network_held(portion: int) -> None:
    found = sounds_in(portion)
    assert [peak.at for peak in found] == pytest.approx(INSTANTS, abs=0.02)
    for peak in found:
        assert np.all(np.diff(peak.colour) > 0.0)
        assert peak.impression is not None
        assert set(peak.impression.sure.tolist()) == {7}
        assert peak.impression.log_odds[0] == peak.log_odds


def test_what_is_fainter_than_the_least_is_no_sound() -> None:
    assert [peak.log_odds for peak in sounds_in(CELLS, least=-4.0)] == [2.0, -2.0]


def test_without_a_judge_no_impressions_are_kept() -> None:
    assert all(peak.impression is None for peak in sounds_in(CELLS, keeps_impressions=False))
