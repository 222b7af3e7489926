from __future__ import annotations

import pytest

from voicecoach.listening.fitting import MOST_SHIFT, PLAIN_LOG_ODDS, STILL_LOG_ODDS, fitted


def test_plain_landings_in_a_quiet_room_need_no_shift() -> None:
    fitting = fitted([-3.5], [5.0, 6.0, 4.0, 5.5, 7.0], 5)
    assert fitting.heard == 5
    assert fitting.fit is not None
    assert fitting.fit.shift == 0.0


def test_faint_landings_in_a_quiet_room_are_lifted_until_they_are_plain() -> None:
    fitting = fitted([], [0.4, 1.0, 0.2, 0.6, 0.5], 5)
    assert fitting.fit is not None
    assert fitting.fit.shift == pytest.approx(PLAIN_LOG_ODDS - 0.2)


def test_a_tempting_room_is_pushed_down_as_far_as_the_landings_allow() -> None:
    fitting = fitted([-1.0], [6.0, 6.0, 6.0, 6.0, 6.0], 5)
    assert fitting.fit is not None
    assert fitting.fit.shift == pytest.approx(STILL_LOG_ODDS + 1.0)


def test_no_shift_is_larger_than_a_few_hops_can_justify() -> None:
    fitting = fitted([3.0], [9.0] * 5, 5)
    assert fitting.fit is not None
    assert fitting.fit.shift == -MOST_SHIFT


@pytest.mark.parametrize("hopped", [[], [4.0, 4.0], [0.5] * 5])
def test_landings_that_the_room_drowns_or_that_are_missing_give_no_fit(hopped: list[float]) -> None:
    assert fitted([0.0], hopped, 5).fit is None


@pytest.mark.parametrize(
    ("still", "hopped", "plain", "quiet"),
    [
        ([-3.5], [5.0, 6.0, 4.0, 5.5, 7.0], True, True),
        ([], [0.4, 1.0, 0.2, 0.6, 0.5], True, True),  # lifted as far as it needs
        ([-1.5], [-0.3, 4.0, 5.0, 5.0, 6.0], False, False),  # one not heard, and no room to lift it
        ([-1.2], [0.1, 0.2, 0.3, 0.2, 0.4], False, False),
        ([-2.4], [0.5] * 5, False, True),  # lifted as far as the room allows
        ([0.4], [1.5] * 5, True, False),
        ([3.0], [9.0] * 5, True, False),  # pushed down as far as five hops justify
    ],
)
def test_a_fitting_tells_what_is_left_to_wish_for(
    still: list[float], hopped: list[float], *, plain: bool, quiet: bool
) -> None:
    fitting = fitted(still, hopped, 5)
    assert fitting.fit is not None
    assert (fitting.is_plain, fitting.is_still) == (plain, quiet)
