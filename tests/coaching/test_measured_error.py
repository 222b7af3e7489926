from __future__ import annotations

import math
import random

import pytest

from voicecoach.coaching.measured_error import LAST, MeasuredError


def measured(*shares: float) -> MeasuredError:
    error = MeasuredError()
    for share in shares:
        error.add(share)
    return error


def test_without_a_measurement_anything_is_possible() -> None:
    assert MeasuredError().p95_at_most(1.64) == math.inf
    assert MeasuredError().last_p95_at_least(1.64) == 0.0


def test_the_more_is_measured_the_nearer_the_bound() -> None:
    bounds = [measured(*([0.04, -0.04] * pairs)).p95_at_most(1.64) for pairs in (3, 10, 40)]
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] == pytest.approx(1.96 * 0.04, rel=0.2)


@pytest.mark.parametrize("errors", [8, 20, 80])
def test_the_bound_holds_in_nineteen_of_twenty_cases(errors: int) -> None:
    chance = random.Random(5)
    trials = [measured(*(chance.gauss(0.0, 0.04) for _ in range(errors))).p95_at_most(1.64) for _ in range(2000)]
    held = sum(bound >= 1.96 * 0.04 for bound in trials) / len(trials)
    assert 0.93 <= held <= 0.98


def test_one_landing_misheard_is_no_other_hopper() -> None:
    assert measured(*[0.03] * 40, 5.0).p95_at_most(1.0) < 1.96 * 0.06


def test_the_last_errors_can_be_believed_alone() -> None:
    error = measured(*[0.01] * 100, *[0.1] * LAST)
    assert error.last_p95_at_least(1.64) > 0.1
    assert error.p95_at_most(1.64) < 0.1
    error.forget_all_but_last()
    assert error.variance == pytest.approx(0.01)
