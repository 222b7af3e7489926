from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.listening.looking_back import FASTEST_S, RowSearch, best_row
from voicecoach.listening.peaks import Peak


def peaks(*pairs: tuple[float, float]) -> list[Peak]:
    return [Peak(round(at / 0.02), log_odds, at) for at, log_odds in sorted(pairs)]


def instants(row: list[Peak]) -> list[float]:
    return [peak.at for peak in row]


STEADY = [(0.45 * n, 3.0) for n in range(10)]


def test_a_steady_row_is_counted_whole() -> None:
    assert instants(best_row(peaks(*STEADY))) == [at for at, _ in STEADY]


def test_a_faint_landing_on_the_beat_counts() -> None:
    faint = [(at, -1.0 if n == 5 else odds) for n, (at, odds) in enumerate(STEADY)]
    assert len(best_row(peaks(*faint))) == len(STEADY)


def test_a_faint_sound_off_the_beat_does_not() -> None:
    assert len(best_row(peaks(*STEADY, (2.03, 0.5)))) == len(STEADY)


def test_nothing_is_invented_after_the_last_landing() -> None:
    after = [(STEADY[-1][0] + 0.45 * n, -3.0) for n in (1, 2, 3)]
    assert len(best_row(peaks(*STEADY, *after))) == len(STEADY)


def test_two_runs_with_a_pause_between_are_both_counted() -> None:
    later = [(at + 8.0, odds) for at, odds in STEADY]
    assert len(best_row(peaks(*STEADY, *later))) == 2 * len(STEADY)


def test_a_word_now_and_then_is_no_row() -> None:
    assert best_row(peaks((1.0, 0.3), (3.1, 0.8), (3.9, 0.2), (7.0, 1.0))) == []


def test_silence_has_no_row() -> None:
    assert best_row([]) == []


@given(st.lists(st.tuples(st.floats(0.0, 30.0), st.floats(-4.0, 8.0)), max_size=60))
def test_a_row_is_in_order_and_never_too_fast(pairs: list[tuple[float, float]]) -> None:
    row = instants(best_row(peaks(*pairs)))
    assert row == sorted(row)
    assert all(later - earlier >= FASTEST_S for earlier, later in itertools.pairwise(row))


@pytest.mark.parametrize("cadence_hz", [1.4, 2.2, 3.0, 4.0])
def test_every_cadence_that_people_hop_is_a_row(cadence_hz: float) -> None:
    row = [(n / cadence_hz, 2.0) for n in range(20)]
    assert len(best_row(peaks(*row))) == 20


@given(st.lists(st.tuples(st.floats(0.15, 2.0), st.floats(-4.0, 8.0)), min_size=1, max_size=150))
def test_a_search_that_forgets_finds_the_same_latest_landings(steps: list[tuple[float, float]]) -> None:
    instants_s = itertools.accumulate(interval_s for interval_s, _ in steps)
    forgetful, all_of_it = RowSearch(remembers=40), RowSearch()
    for peak in peaks(*zip(instants_s, (odds for _, odds in steps), strict=True)):
        forgetful.add(peak)
        all_of_it.add(peak)
        assert forgetful.row(peak.at - 1.0) == all_of_it.row(peak.at - 1.0)
