"""Two hundred browsers follow a session, and its sound does not notice: `tools/bench_crowd.py` prints the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from bench_crowd import BROWSERS, HOLE_S, followed, holes_s, print_followed
from virtual_audio import RATE_HZ, VirtualAudio

pytestmark = pytest.mark.live

FEWEST_EVENTS = 12


def test_two_hundred_browsers_cost_the_session_no_sound(audio: VirtualAudio, circuit: Path, tmp_path: Path) -> None:
    found = followed(audio, circuit, tmp_path, BROWSERS)
    print_followed(found)
    assert found.got[0] > FEWEST_EVENTS, "each was served to the end"
    assert not found.glitches
    assert not found.holes_s
    assert not found.heard.missing
    assert found.landings == found.hopped


def test_a_block_that_is_missing_in_a_murmur_is_a_hole() -> None:
    murmur = np.random.default_rng(1).normal(0.0, 1e-4, RATE_HZ).astype(np.float32)
    assert holes_s(murmur) == []
    murmur[20_000 : 20_000 + RATE_HZ // 100] = 0.0
    assert holes_s(murmur) == [pytest.approx(0.01, abs=HOLE_S / 5.0)]
