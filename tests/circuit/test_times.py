from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.circuit.model import CueTime, CueTimeKind
from voicecoach.circuit.times import LONGEST_S, cue_time, length_s


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        (30, 30.0),
        (7.5, 7.5),
        ("30s", 30.0),
        ("0.25s", 0.25),
        ("1m30", 90.0),
        ("1m30s", 90.0),
        ("1m 30s", 90.0),
        ("1:30", 90.0),
        ("2m", 120.0),
        (" 5s ", 5.0),
        ("0s", 0.0),
        ("60m", LONGEST_S),
    ],
)
def test_a_length_of_time_is_understood_however_people_write_it(written: object, seconds: float) -> None:
    assert length_s(written) == seconds


@pytest.mark.parametrize("written", [True, None, [], {}, "", "30", "s", "1:3", "1m75", "1h", "٣s", math.nan])
def test_what_is_no_length_of_time_is_told_how_to_write_one(written: object) -> None:
    with pytest.raises(ValueError, match=r'not a length of time; write seconds \(30\) or "30s", "1m30"'):
        length_s(written)


@pytest.mark.parametrize("written", [3601, "61m", "999:00", math.inf, 10**400])
def test_more_than_an_hour_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="too long; a time is at most 60 minutes"):
        length_s(written)


@pytest.mark.parametrize("written", [-1, "-5s", -math.inf])
def test_less_than_nothing_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="negative"):
        length_s(written)


def test_no_time_at_all_is_refused_where_some_is_needed() -> None:
    with pytest.raises(ValueError, match="too short; at least 1 s"):
        length_s("0s", least_s=1.0)


@given(st.integers(0, int(LONGEST_S) - 1))
def test_every_way_to_write_a_time_means_the_same(seconds: int) -> None:
    minutes, left = divmod(seconds, 60)
    ways = [seconds, f"{seconds}s", f"{minutes}m{left}", f"{minutes}m{left}s", f"{minutes}:{left:02d}"]
    assert {length_s(way) for way in ways} == {float(seconds)}


@pytest.mark.parametrize(
    ("written", "offset_s"),
    [
        ("start", 0.0),
        ("+6s", 6.0),
        ("-10s", 20.0),
        ("50%", 15.0),
        ("0%", 0.0),
        ("33.3%", 9.99),
        ("+0:05", 5.0),
    ],
)
def test_a_cue_instant_counts_from_the_start_the_end_or_the_share(written: str, offset_s: float) -> None:
    assert cue_time(written).offset_s(30.0) == offset_s


@pytest.mark.parametrize("written", [6, None, True, "", "6s", "+", "+-6s", "--6s", "half", "50 percent", "-50%", "end"])
def test_what_is_no_instant_is_told_how_to_write_one(written: object) -> None:
    with pytest.raises(ValueError, match=r'write "\+6s" after the start, "-10s" before the end'):
        cue_time(written)


@given(st.floats(0.0, 1.0), st.floats(1.0, LONGEST_S))
def test_cue_instants_are_whole_milliseconds(share: float, work_s: float) -> None:
    offset_ms = CueTime(CueTimeKind.SHARE, share).offset_s(work_s) * 1000.0
    assert offset_ms == pytest.approx(round(offset_ms), abs=1e-6)
