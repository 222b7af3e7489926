"""What is kept of a sound for the judge of its set."""

from __future__ import annotations

import numpy as np
import pytest

from voicecoach.listening.bands import BANDS
from voicecoach.listening.impressions import Impressions
from voicecoach.listening.likeness import CONTRAST_FRAMES
from voicecoach.listening.network import MOST, Answers
from voicecoach.listening.weights import HEADS, WIDTH

CONTRAST = np.full(BANDS, CONTRAST_FRAMES * 115.0, np.float32)


def answers(cells: int) -> Answers:
    """Return answers in which each cell can be told from the others, and the fast head is most certain in cell 50."""
    log_odds = np.full((cells, HEADS), -9.0, np.float32)
    log_odds[:, 1] = np.arange(cells)
    log_odds[50 : 50 + 1, 0] = 3.0
    inner = np.tile((np.arange(cells, dtype=np.float32) % (MOST + 1.0))[:, None], (1, WIDTH))
    return Answers(log_odds, inner)


@pytest.mark.parametrize("portion", [1, 7, 200])
def test_a_sound_is_remembered_as_both_heads_met_it_however_it_came(portion: int) -> None:
    impressions, given = Impressions(), answers(90)
    for first in range(0, 90, portion):
        impressions.add(Answers(*(rows[first : first + portion] for rows in given)))
    found = impressions.of(79, CONTRAST)
    assert (found.fast[0], found.sure[0]) == (50, 79)
    assert found.log_odds == (79.0, 3.0, -9.0)
    assert found.contrast.tolist() == [115] * BANDS


def test_a_sound_as_the_stream_begins_has_an_impression() -> None:
    impressions = Impressions()
    impressions.add(answers(30))
    assert impressions.of(3, CONTRAST).sure[0] == 3
