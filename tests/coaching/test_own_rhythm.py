"""The rhythm to aim for follows a person's own steady rhythm, slowly, and never leaves the safe band."""

from __future__ import annotations

import pytest
from any_past import TARGET_HZ, hop_set, past, pasts, rhythm, session, sessions
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.coaching.own_rhythm import (
    HALF_BAND_HZ,
    MOST_MOVED_HZ,
    SESSIONS_NEEDED,
    own_rhythm_hz,
    own_target_hz,
)
from voicecoach.coaching.past import Past


def hopped(*rates_hz: float) -> Past:
    """Return a past of one session a rate, the last one the newest."""
    days = range(2 * len(rates_hz), 0, -2)
    return past(*(session(day, sets=(hop_set(found=rhythm(hz)),) * 3) for day, hz in zip(days, rates_hz, strict=True)))


def test_too_few_steady_sessions_tell_nothing() -> None:
    assert own_rhythm_hz(hopped(*[2.3] * (SESSIONS_NEEDED - 1)), "ankle-hops") is None
    assert own_target_hz(hopped(*[2.3] * (SESSIONS_NEEDED - 1)), "ankle-hops", TARGET_HZ) is None


@pytest.mark.parametrize(("own_hz", "slowest_hz"), [(2.3, 2.1), (2.5, 2.3), (1.7, 2.0), (3.3, 2.4)])
def test_the_aim_is_about_ones_own_rhythm_where_that_is_safe(own_hz: float, slowest_hz: float) -> None:
    assert own_rhythm_hz(hopped(*[own_hz] * 6), "ankle-hops") == pytest.approx(own_hz)
    aim_hz = own_target_hz(hopped(*[own_hz] * 6), "ankle-hops", TARGET_HZ)
    assert aim_hz == pytest.approx((slowest_hz, slowest_hz + 2.0 * HALF_BAND_HZ))


def test_one_odd_day_hardly_moves_it() -> None:
    usual, odd = hopped(*[2.3] * 6), hopped(*[2.3] * 6, 3.0)
    assert own_rhythm_hz(odd, "ankle-hops") == own_rhythm_hz(usual, "ankle-hops")
    before_hz, after_hz = (own_target_hz(one, "ankle-hops", TARGET_HZ) for one in (usual, odd))
    assert before_hz is not None
    assert after_hz is not None
    assert after_hz[0] - before_hz[0] == pytest.approx(MOST_MOVED_HZ)


def test_uneven_doubtful_and_short_sets_and_other_exercises_tell_nothing() -> None:
    uneven = hop_set(found=rhythm(2.7, variation=0.2))
    doubtful, short = hop_set(found=rhythm(2.7), confidence=0.3), hop_set(6, rhythm(2.7))
    rope = hop_set(found=rhythm(2.7), exercise="jump-rope")
    days = [session(day, sets=(hop_set(found=rhythm(2.2)), uneven, doubtful, short, rope)) for day in (2, 4, 6)]
    assert own_rhythm_hz(past(*days), "ankle-hops") == pytest.approx(2.2)


def test_a_band_too_narrow_for_a_choice_stays_as_it_is() -> None:
    assert own_target_hz(hopped(2.3, 2.3, 2.3), "ankle-hops", (2.2, 2.4)) is None


@given(pasts(), st.tuples(st.floats(0.5, 3.0), st.floats(0.1, 3.0)))
def test_whatever_the_past_the_aim_is_in_the_safe_band(any_past: Past, lowest_and_width: tuple[float, float]) -> None:
    lowest_hz, width_hz = lowest_and_width
    aim_hz = own_target_hz(any_past, "ankle-hops", (lowest_hz, lowest_hz + width_hz))
    if aim_hz is not None:
        slowest_hz, quickest_hz = aim_hz
        assert lowest_hz <= slowest_hz < quickest_hz <= lowest_hz + width_hz


@given(pasts(), sessions())
def test_whatever_the_past_one_session_more_moves_the_aim_a_little(any_past: Past, newest: object) -> None:
    later = Past((*any_past.sessions, newest), any_past.weekday)  # type: ignore[arg-type]
    before_hz, after_hz = (own_target_hz(one, "ankle-hops", TARGET_HZ) for one in (any_past, later))
    if before_hz is not None and after_hz is not None:
        assert abs(after_hz[0] - before_hz[0]) <= MOST_MOVED_HZ + 1e-9
