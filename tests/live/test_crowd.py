"""Two hundred browsers follow a session, and its sound has no hole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from bench_crowd import BROWSERS, HOLE_S, followed, holes_s, print_followed
from virtual_audio import RATE_HZ, VirtualAudio

pytestmark = pytest.mark.live

FEWEST_EVENTS = 12
SESSIONS = 3
"""A machine that is uneven spoils one now and then, browsers or none; what browsers cost, they cost each time."""


def test_two_hundred_browsers_cost_the_session_no_word_no_landing_and_no_underrun(
    audio: VirtualAudio, circuit: Path, tmp_path: Path
) -> None:
    for number in range(1, SESSIONS + 1):
        (folder := tmp_path / str(number)).mkdir()
        found = followed(audio, circuit, folder, BROWSERS)
        print_followed(found)
        assert found.got[0] > FEWEST_EVENTS, "each was served to the end"
        assert not found.heard.missing
        assert abs(found.landings - found.hopped) <= 1
        if not found.glitches and not found.holes_s:
            return
    pytest.fail(f"no session of {SESSIONS} was without an underrun")


def test_a_block_that_is_missing_in_a_murmur_is_a_hole() -> None:
    murmur = np.random.default_rng(1).normal(0.0, 1e-4, RATE_HZ).astype(np.float32)
    assert holes_s(murmur) == []
    murmur[20_000 : 20_000 + RATE_HZ // 100] = 0.0
    assert holes_s(murmur) == [pytest.approx(0.01, abs=HOLE_S / 5.0)]
