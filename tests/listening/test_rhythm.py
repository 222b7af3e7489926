from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.listening.rhythm import TOLD_WITHIN_S, Rhythm

HOP_S = 0.42


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


def told_late(row: Iterable[float], late: int) -> list[float]:
    """Return the row with one landing after its successor."""
    row = list(row)
    row[late - 1 : late + 1] = reversed(row[late - 1 : late + 1])
    return row


@pytest.mark.parametrize("late", range(1, 12))
def test_a_landing_told_after_its_successor_makes_a_steady_hopper_neither_unsteady_nor_quicker(late: int) -> None:
    rhythm = rhythm_of(*told_late([HOP_S * n for n in range(12)], late))
    for reading in (rhythm.reading(), rhythm.summary()):
        assert reading is not None
        assert reading.cadence_hz == pytest.approx(1.0 / HOP_S)
        assert reading.variation == pytest.approx(0.0, abs=1e-9)
        assert reading.drift == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("missed", range(2, 12))
def test_a_landing_that_was_not_heard_is_no_unsteadiness_wherever_it_was(missed: int) -> None:
    reading = rhythm_of(*(HOP_S * n for n in range(1, 13) if n != missed)).summary()
    assert reading is not None
    assert reading.variation == pytest.approx(0.0, abs=1e-9)
    assert reading.drift == pytest.approx(0.0, abs=1e-9)


@given(
    st.lists(
        st.tuples(st.floats(0.15, 2.5), st.floats(0.0, TOLD_WITHIN_S - 0.001)),
        max_size=60,
    )
)
def test_the_order_in_which_landings_are_told_changes_nothing(told: list[tuple[float, float]]) -> None:
    at = list(accumulate(interval_s for interval_s, _ in told))
    heard_at = [landed_at + delay_s for landed_at, (_, delay_s) in zip(at, told, strict=True)]
    as_told = rhythm_of(*(landed_at for _, landed_at in sorted(zip(heard_at, at, strict=True))))
    in_order = rhythm_of(*at)
    assert as_told.reading() == in_order.reading()
    assert as_told.summary() == in_order.summary()


def test_a_landing_told_twice_is_one() -> None:
    row = [HOP_S * n for n in range(12)]
    twice = [at for at in row for _ in range(2)]
    assert rhythm_of(*twice).summary() == rhythm_of(*row).summary()
