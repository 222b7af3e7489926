from __future__ import annotations

import random

import pytest

from voicecoach.coaching.next_landing import NEEDED_INTERVALS, NextLanding


def errors_s(limb_share: float, hz: float = 2.2, sets: int = 150, seconds: float = 10.0) -> list[float]:
    """Return the prediction's errors for intervals that vary by 4 %; `limb_share` is made up for by the next."""
    chance, errors = random.Random(4), []
    interval_s = 1.0 / hz
    timekeeper_s = 0.04 * interval_s * (1.0 - limb_share) ** 0.5
    limb_s = 0.04 * interval_s * (limb_share / 2.0) ** 0.5
    for _ in range(sets):
        following, beat_at = NextLanding(), 0.0
        while beat_at < seconds:
            landing_at = beat_at + chance.gauss(0.0, limb_s)
            predicted_at = following.predicted_at()
            if predicted_at is not None:
                errors.append(abs(predicted_at - landing_at))
            following.add(landing_at)
            beat_at += chance.gauss(interval_s, timekeeper_s)
    return sorted(errors)


def p95(values: list[float]) -> float:
    return values[int(0.95 * len(values))]


@pytest.mark.parametrize("limb_share", [0.0, 0.5, 1.0])
def test_at_four_percent_jitter_the_landing_is_foretold_as_well_as_chance_allows(limb_share: float) -> None:
    # Intervals that vary by themselves can't be foretold better than 1.96 times 4 % of the interval.
    allowed_s = 1.96 * 0.04 / 2.2
    assert p95(errors_s(limb_share)) <= 1.08 * allowed_s


@pytest.mark.parametrize("limb_share", [0.0, 0.5, 1.0])
def test_above_2_8_hops_a_second_that_is_within_30_ms(limb_share: float) -> None:
    assert p95(errors_s(limb_share, hz=2.9)) <= 0.03


def test_nothing_is_foretold_before_the_rhythm_has_shown_itself() -> None:
    following = NextLanding()
    for number in range(NEEDED_INTERVALS):
        following.add(0.45 * number)
        assert following.predicted_at() is None
    following.add(0.45 * NEEDED_INTERVALS)
    assert following.predicted_at() == pytest.approx(0.45 * (NEEDED_INTERVALS + 1))


def test_an_unsteady_rhythm_is_not_foretold() -> None:
    following = NextLanding()
    for number in range(20):
        following.add(0.45 * number + (0.06 if number % 2 else 0.0))
    assert following.predicted_at() is None


@pytest.mark.parametrize("gap_s", [0.9, 3.0, 0.2])
def test_after_a_missed_hop_or_a_stop_the_rhythm_must_show_itself_anew(gap_s: float) -> None:
    following = NextLanding()
    for number in range(10):
        following.add(0.45 * number)
    following.add(9 * 0.45 + gap_s)
    assert following.predicted_at() is None


def test_a_landing_told_late_changes_nothing() -> None:
    following = NextLanding()
    for number in range(10):
        following.add(0.45 * number)
    before = following.predicted_at()
    following.add(3.3)
    assert following.predicted_at() == before


def test_a_rhythm_that_slows_is_followed() -> None:
    following, at, interval_s = NextLanding(), 0.0, 0.4
    for _ in range(30):
        following.add(at)
        interval_s *= 1.005
        at += interval_s
    predicted_at = following.predicted_at()
    assert predicted_at is not None
    assert abs(predicted_at - at) < 0.03
