from __future__ import annotations

from statistics import median

import numpy as np
import pytest
from render_hops import Hopper, render_hops

from voicecoach.listening.landing import Landing
from voicecoach.listening.listener import Listener
from voicecoach.units import Samples

RATE_HZ = 16_000


def landings_in(sound: Samples, block_s: float = 0.02) -> list[Landing]:
    listener = Listener(RATE_HZ)
    listener.expect(expecting=True, from_at=0.0)
    block = round(block_s * RATE_HZ)
    heard = [one for first in range(0, len(sound), block) for one in listener.hear(sound[first : first + block])]
    return [*heard, *listener.finish()]


def levels_of(landings: list[Landing]) -> list[float]:
    return [landing.level_db for landing in landings if landing.level_db is not None]


def test_every_landing_has_a_level_and_half_the_sound_is_six_decibels_less() -> None:
    sound, truth = render_hops([(1.0, 8.0)], 10.0, rate_hz=RATE_HZ, seed=3)
    whole, half = levels_of(landings_in(sound)), levels_of(landings_in(sound * np.float32(0.5)))
    assert len(whole) == len(half) == len(truth)
    assert median(whole) - median(half) == pytest.approx(6.02, abs=0.1)
    assert -60.0 < median(whole) < 0.0


def test_landings_that_grow_louder_have_levels_that_grow() -> None:
    hopper = Hopper(loudness_db=-24.0, louder_db=16.0)
    sound, _ = render_hops([(1.0, 12.0)], 14.0, rate_hz=RATE_HZ, seed=4, hopper=hopper)
    levels = levels_of(landings_in(sound))
    assert 7.0 < median(levels[-8:]) - median(levels[:8]) < 16.0


def test_a_level_does_not_depend_on_how_the_sound_is_cut() -> None:
    sound, _ = render_hops([(1.0, 5.0)], 7.0, rate_hz=RATE_HZ, seed=5)
    assert landings_in(sound, 0.003) == landings_in(sound, 0.5)
