from __future__ import annotations

import pytest

from voicecoach.listening.rhythm import Rhythm


def rhythm_of(*instants: float) -> Rhythm:
    rhythm = Rhythm()
    for at in instants:
        rhythm.add(at)
    return rhythm


def test_an_even_row_has_its_cadence_and_no_variation() -> None:
    reading = rhythm_of(*(0.5 * n for n in range(10))).summary()
    assert reading is not None
    assert reading.cadence_hz == pytest.approx(2.0)
    assert reading.variation == pytest.approx(0.0, abs=1e-9)
    assert reading.drift == pytest.approx(0.0, abs=1e-9)


def test_too_few_landings_have_no_rhythm() -> None:
    assert rhythm_of(0.0, 0.5, 1.0).reading() is None


def test_a_missed_landing_and_a_pause_do_not_slow_the_cadence() -> None:
    row = [0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 3.5, 8.0, 8.5, 9.0]
    reading = rhythm_of(*row).summary()
    assert reading is not None
    assert reading.cadence_hz == pytest.approx(2.0)


def test_slowing_down_is_a_negative_drift() -> None:
    at, row = 0.0, []
    for n in range(20):
        row.append(at)
        at += 0.4 + 0.01 * n
    reading = rhythm_of(*row).summary()
    assert reading is not None
    assert reading.drift < -0.2
