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


@pytest.mark.parametrize("pause_s", [0.03, 0.053, 0.09, 0.3, 1.7])
def test_the_burst_that_fills_a_fresh_buffer_is_forgotten_before_the_stream_is_called_steady(pause_s: float) -> None:
    clock = StreamClock(RATE_HZ)
    for block in range(6):
        clock.saw(block * BLOCK, 7.0 + block * 1e-4)
    offset_s = 7.0 + pause_s - 5 * BLOCK / RATE_HZ
    frame = 6 * BLOCK
    while not clock.steady:
        frame = run(clock, 0.1, first=frame, offset_s=offset_s)
        assert frame < 2 * RATE_HZ
    assert clock.at_of(frame) == pytest.approx(offset_s + frame / RATE_HZ, abs=0.005)
    frame = run(clock, 5.0, first=frame, offset_s=offset_s)
    assert clock.slips == 0


def test_a_stream_that_never_agrees_with_itself_is_steady_in_the_end() -> None:
    clock = StreamClock(RATE_HZ)
    for block in range(300):
        late_s = 0.02 * (block // 10 % 2)
        clock.saw(block * BLOCK, 7.0 + block * BLOCK / RATE_HZ + late_s)
    assert clock.steady
    assert clock.at_of(0) == pytest.approx(7.0, abs=0.001)
