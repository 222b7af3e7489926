"""Days of the plan on a stepped wall clock: the real APScheduler, its real store of jobs, and nothing waited for."""

from __future__ import annotations

from pathlib import Path

import pytest
from stepped_days import SteppedDays

REMINDED = ["now: mon,wed,fri 07:30 demo (remind)", "reminded of 1", "reminded: mon,wed,fri 07:30 demo (remind)"]
ADDED = ("2026-11-23T07:00", "add mon,wed,fri 07:30 remind", "look")
"""A Monday."""


@pytest.fixture
def days(stepped_clock: Path, tmp_path: Path) -> SteppedDays:
    return SteppedDays(stepped_clock, tmp_path, "Europe/Berlin")


def test_it_is_time_on_each_planned_day_and_on_no_other(days: SteppedDays) -> None:
    week = [f"2026-11-{day}T07:30:05" for day in range(23, 30)]
    _, _, _, *each = days.lived(*ADDED, *week)
    assert each == [REMINDED, [], REMINDED, [], REMINDED, [], []]


def test_nothing_comes_early_and_nothing_twice(days: SteppedDays) -> None:
    _, _, _, *each = days.lived(*ADDED, "2026-11-23T07:29:55", "2026-11-23T07:30:05", "2026-11-23T07:31:05")
    assert each == [[], REMINDED, []]
    assert days.lived("2026-11-23T07:32:00") == [[]]


def test_a_plan_survives_a_restart_and_comes_late_within_an_hour(days: SteppedDays) -> None:
    days.lived(*ADDED, "restart", "look")
    # Another process; the machine was off at 07:30.
    assert days.lived("2026-11-23T08:15") == [REMINDED]


def test_what_was_missed_is_told_once_and_not_done_however_long_it_was_off(days: SteppedDays) -> None:
    days.lived(*ADDED)
    afterwards, later, next_time = days.lived("2026-12-09T09:00", "2026-12-09T12:00", "2026-12-11T07:30:05")
    assert afterwards == ["missed: mon,wed,fri 07:30 demo (remind), due 2026-12-09 07:30: it is too late now"]
    assert later == []
    assert next_time == REMINDED


def test_yesterdays_reminder_is_not_given_today(days: SteppedDays) -> None:
    *_, after_midnight = days.lived("2026-11-23T20:00", "add mon 23:50 remind", "2026-11-24T00:20")
    assert after_midnight == ["missed: mon 23:50 demo (remind): its day is over"]


def test_a_session_starts_on_time_and_not_out_of_the_blue_half_an_hour_later(days: SteppedDays) -> None:
    add = "add mon,tue 18:00 start"
    *_, on_time, late = days.lived("2026-11-23T12:00", add, "2026-11-23T18:00:30", "2026-11-24T18:30")
    assert "started 1" in on_time
    assert late == ["missed: mon,tue 18:00 demo (start), due 2026-11-24 18:00: it is too late now"]


def test_a_clock_set_back_by_an_hour_brings_nothing_twice(days: SteppedDays) -> None:
    steps = ("2026-11-23T07:30:05", "2026-11-23T06:30:30", "2026-11-23T07:30:05", "2026-11-25T07:30:05")
    _, _, _, *each = days.lived(*ADDED, *steps)
    assert each == [REMINDED, [], [], REMINDED]


def test_a_clock_set_forward_over_the_time_brings_it_late(days: SteppedDays) -> None:
    _, _, _, *each = days.lived(*ADDED, "2026-11-23T07:10", "2026-11-23T07:45", "2026-11-25T07:30:05")
    assert each == [[], REMINDED, REMINDED]


def test_a_clock_that_was_years_ahead_for_a_while_puts_nothing_off(days: SteppedDays) -> None:
    _, _, _, ahead, right_again, in_time = days.lived(
        *ADDED, "2030-11-27T12:00", "2026-11-23T07:29:00", "2026-11-23T07:30:05"
    )
    assert [line.split(",")[0] for line in ahead] == ["missed: mon"]
    assert right_again == []
    assert in_time == REMINDED


def test_a_clock_that_starts_in_the_past_as_a_pis_does_misses_nothing(days: SteppedDays) -> None:
    days.lived(*ADDED)
    booted, network_time = days.lived("2026-11-22T18:00", "2026-11-23T07:31")
    assert booted == []
    assert network_time == REMINDED


def test_the_night_of_the_changed_clocks_has_no_second_half_past_two(days: SteppedDays) -> None:
    add = "add daily 02:30 remind"
    first, again = "2026-10-25T02:30:05+02:00", "2026-10-25T02:30:05+01:00"
    *_, at_first, at_second, next_night = days.lived("2026-10-24T12:00", add, first, again, "2026-10-26T02:30:05")
    assert "reminded of 1" in at_first
    assert at_second == []
    assert "reminded of 1" in next_night


def test_what_is_added_a_moment_before_its_time_is_not_a_week_late(days: SteppedDays) -> None:
    *_, a_look_later = days.lived("2026-11-23T07:29:50", "add mon,wed,fri 07:30 remind", "2026-11-23T07:30:45")
    assert a_look_later == REMINDED


def test_what_was_added_after_its_time_waits_for_the_next(days: SteppedDays) -> None:
    *_, same_day = days.lived("2026-11-23T07:30:30", "add mon 07:30 remind", "2026-11-23T07:31:00")
    assert same_day == []


def test_what_is_removed_meanwhile_does_not_come(days: SteppedDays) -> None:
    *_, at_its_time = days.lived(*ADDED, "remove 1", "2026-11-23T07:30:05")
    assert at_its_time == []


def test_a_machine_that_travels_goes_by_the_clocks_there(days: SteppedDays) -> None:
    steps = ("zone America/New_York", "2026-11-23T07:30:05+01:00", "2026-11-23T07:30:05-05:00")
    _, _, _, _, at_home, there = days.lived(*ADDED, *steps)
    assert at_home == []
    assert there == REMINDED


def test_a_machine_that_travels_back_west_while_it_is_off_has_its_day_there(days: SteppedDays) -> None:
    days.lived(*ADDED)
    _, too_early, there = days.lived("zone America/New_York", "2026-11-23T01:30:05-05:00", "2026-11-23T07:30:05-05:00")
    assert too_early == []
    assert there == REMINDED


def test_a_zone_that_the_system_has_as_a_nameless_file_will_do(stepped_clock: Path, tmp_path: Path) -> None:
    zone = tmp_path / "localtime"
    zone.write_bytes(Path("/usr/share/zoneinfo/Europe/Berlin").read_bytes())
    days = SteppedDays(stepped_clock, tmp_path, str(zone))
    assert days.lived(*ADDED, "2026-11-23T07:30:05")[-1] == REMINDED


def test_a_store_of_jobs_that_another_version_wrote_is_made_anew(days: SteppedDays, tmp_path: Path) -> None:
    import sqlite3  # noqa: PLC0415 - only here

    days.lived(*ADDED)
    with sqlite3.connect(tmp_path / "plan.db") as jobs:
        assert jobs.execute("SELECT count(*) FROM apscheduler_jobs").fetchone() == (1,)
        jobs.execute("UPDATE apscheduler_jobs SET job_state = x'00'")
    jobs.close()
    assert days.lived("2026-11-23T07:29:00", "2026-11-23T07:30:05")[-1] == REMINDED
