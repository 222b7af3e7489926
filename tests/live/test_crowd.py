"""Two hundred browsers follow a session, and it is heard and hears: `tools/bench_crowd.py` prints every underrun."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from bench_crowd import BROWSERS, HOLE_S, followed, holes_s, print_followed
from virtual_audio import RATE_HZ, VirtualAudio

pytestmark = pytest.mark.live

FEWEST_EVENTS = 12
SILENT_S = 0.1
"""All holes together last less on a machine whose two cores the browsers work on too; the bench tells each of them."""


def test_two_hundred_browsers_cost_the_session_no_word_and_no_landing(
    audio: VirtualAudio, circuit: Path, tmp_path: Path
) -> None:
    found = followed(audio, circuit, tmp_path, BROWSERS)
    print_followed(found)
    assert found.got[0] > FEWEST_EVENTS, "each was served to the end"
    assert sum(found.holes_s) < SILENT_S
    assert not found.heard.missing
    assert abs(found.landings - found.hopped) <= 1


def test_a_block_that_is_missing_in_a_murmur_is_a_hole() -> None:
    murmur = np.random.default_rng(1).normal(0.0, 1e-4, RATE_HZ).astype(np.float32)
    assert holes_s(murmur) == []
    murmur[20_000 : 20_000 + RATE_HZ // 100] = 0.0
    assert holes_s(murmur) == [pytest.approx(0.01, abs=HOLE_S / 5.0)]
