from __future__ import annotations

import numpy as np
import pytest

from voicecoach.audio.stream_clock import StreamClock

RATE_HZ = 48_000
BLOCK = 480


def run(clock: StreamClock, seconds: float, *, first: int = 0, offset_s: float = 7.0, rate_hz: float = RATE_HZ) -> int:
    chance = np.random.default_rng(1)
    frame = first
    for _ in range(round(seconds * 100)):
        late_s = float(chance.exponential(0.002)) + (0.03 if chance.random() < 0.02 else 0.0)
        clock.saw(frame, offset_s + frame / rate_hz + late_s)
        frame += BLOCK
    return frame


def test_late_callbacks_do_not_move_the_clock() -> None:
    clock = StreamClock(RATE_HZ)
    frame = run(clock, 10.0)
    assert clock.at_of(frame) == pytest.approx(7.0 + frame / RATE_HZ, abs=0.001)
    assert clock.slips == 0


def test_a_crystal_that_drifts_is_followed() -> None:
    clock = StreamClock(RATE_HZ)
    frame = run(clock, 60.0, rate_hz=RATE_HZ * (1.0 - 100e-6))
    assert clock.at_of(frame) == pytest.approx(7.0 + frame / (RATE_HZ * (1.0 - 100e-6)), abs=0.002)
    assert clock.slips == 0


def test_lost_frames_are_a_slip_and_are_caught_up_with() -> None:
    clock = StreamClock(RATE_HZ)
    frame = run(clock, 5.0)
    frame = run(clock, 5.0, first=frame, offset_s=7.05)
    assert clock.slips == 1
    assert clock.slipped_s == pytest.approx(0.05, abs=0.005)
    assert clock.at_of(frame) == pytest.approx(7.05 + frame / RATE_HZ, abs=0.001)
