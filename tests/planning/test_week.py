"""Days and times as people write them."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voicecoach.errors import PlanError
from voicecoach.planning.week import DAYS, days_text, read_days, read_time


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("mon,wed,fri", ("mon", "wed", "fri")),
        ("Fri, Monday,fri", ("mon", "fri")),
        ("mon-fri", DAYS[:5]),
        ("fri-mon", ("mon", "fri", "sat", "sun")),
        ("sun-sun", ("sun",)),
        ("weekdays", DAYS[:5]),
        ("weekend,wed", ("wed", "sat", "sun")),
        ("daily", DAYS),
    ],
)
def test_days_are_listed_as_a_stretch_or_by_a_name(written: str, days: tuple[str, ...]) -> None:
    assert read_days(written) == days


@pytest.mark.parametrize("written", ["", "someday", "mon,", "t", "mon-", "-", "daily-fri", "mon wed", "8"])
def test_what_is_no_day_is_told_with_those_that_are(written: str) -> None:
    with pytest.raises(PlanError, match=r'^".*" is no day; write mon, tue, .*, like mon,wed,fri'):
        read_days(written)


@pytest.mark.parametrize(
    ("written", "time"), [("07:30", (7, 30)), ("7:30", (7, 30)), ("00:00", (0, 0)), ("23:59", (23, 59))]
)
def test_a_time_of_day_is_hours_and_minutes(written: str, time: tuple[int, int]) -> None:
    assert read_time(written) == time


@pytest.mark.parametrize(
    "written", ["", "7", "730", "24:00", "07:60", "7:5", "7.30", "07:30:00", "7:30pm", "-1:30", "\u0667:30"]
)
def test_what_is_no_time_is_told_with_one_that_is(written: str) -> None:
    with pytest.raises(PlanError, match=f'^"{re.escape(written)}" is no time of day; .* like 07:30'):
        read_time(written)


@given(st.text())
@example("mon--fri")
def test_whatever_is_written_gives_days_of_the_week_or_a_sentence(written: str) -> None:
    try:
        days = read_days(written)
    except PlanError:
        return
    assert days
    assert [day for day in DAYS if day in days] == list(days)
    assert read_days(days_text(days)) == days
