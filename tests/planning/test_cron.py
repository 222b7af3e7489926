"""When an entry comes up, on the clocks of any zone and in the nights that these are changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voicecoach.errors import PlanError
from voicecoach.planning.cron import local_zone, next_at, passed, trigger_of
from voicecoach.planning.entry import Does, Entry, closest
from voicecoach.planning.week import DAYS

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (
    "UTC",
    "Europe/Berlin",
    "Europe/Dublin",
    "America/Santiago",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
)


def entry(days: tuple[str, ...], hour: int, minute: int) -> Entry:
    return Entry(1, days, hour, minute, "demo", "start", Does.REMIND, datetime(2026, 1, 1, tzinfo=UTC))


def test_the_plan_keeps_to_the_clock_on_the_wall_in_summer_and_in_winter() -> None:
    morning = entry(DAYS, 7, 30)
    saturday = datetime(2026, 3, 28, 12, 0, tzinfo=BERLIN)
    assert next_at(morning, BERLIN, saturday).isoformat() == "2026-03-29T07:30:00+02:00"
    assert next_at(morning, BERLIN, saturday - timedelta(days=1)).isoformat() == "2026-03-28T07:30:00+01:00"


def test_an_hour_that_comes_twice_has_it_once_and_the_next_is_another_day() -> None:
    night = trigger_of(entry(DAYS, 2, 30), BERLIN)
    first = night.get_next_fire_time(None, datetime(2026, 10, 24, 12, 0, tzinfo=BERLIN))
    assert first is not None
    assert first.astimezone(BERLIN).isoformat() == "2026-10-25T02:30:00+02:00"
    again = night.get_next_fire_time(first, first)
    assert again is not None
    assert again.astimezone(BERLIN).isoformat() == "2026-10-26T02:30:00+01:00"


def test_an_hour_that_is_skipped_has_it_an_hour_later() -> None:
    (only,) = passed(
        entry(("sun",), 2, 30), BERLIN, datetime(2026, 3, 28, tzinfo=BERLIN), datetime(2026, 4, 1, tzinfo=BERLIN)
    )
    assert only.isoformat() == "2026-03-29T03:30:00+02:00"


@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    days=st.sets(st.sampled_from(DAYS), min_size=1).map(lambda some: tuple(day for day in DAYS if day in some)),
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    since=st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
)
@example(ZoneInfo("Europe/Dublin"), DAYS, 1, 0, datetime(2026, 3, 28, 12, 0, tzinfo=UTC))
@example(ZoneInfo("Africa/Cairo"), DAYS, 0, 15, datetime(2026, 4, 23, 12, 0, tzinfo=UTC))
@example(ZoneInfo("America/Santiago"), DAYS, 23, 30, datetime(2026, 4, 4, 12, 0, tzinfo=UTC))
@example(BERLIN, DAYS, 2, 30, datetime(2026, 10, 25, 1, 45, tzinfo=UTC))
def test_in_any_zone_it_comes_up_once_a_planned_day_and_never_before_it_was_asked_about(
    zone: ZoneInfo, days: tuple[str, ...], hour: int, minute: int, since: datetime
) -> None:
    found = passed(entry(days, hour, minute), zone, since, since + timedelta(days=21))
    instants = [at.astimezone(UTC) for at in found]
    assert all(at >= since for at in instants)
    assert all(earlier < later for earlier, later in pairwise(instants))
    assert len({at.date() for at in found}) == len(found)
    assert 3 * len(days) - 1 <= len(found) <= 3 * len(days) + 1
    for at in found:
        assert DAYS[at.weekday()] in days
        exists = at.replace(hour=hour, minute=minute).astimezone(UTC).astimezone(zone).hour == hour
        assert not exists or (at.hour, at.minute) == (hour, minute)


def test_hop_sessions_closer_than_two_days_are_noticed_also_over_the_weekend() -> None:
    assert closest([entry(("mon", "wed", "fri"), 7, 30)]) == timedelta(hours=48)
    assert closest([entry(("mon", "thu", "sun"), 7, 30)]) == timedelta(hours=24)
    assert closest([entry(("mon",), 7, 30), entry(("tue",), 18, 0)]) == timedelta(hours=34, minutes=30)
    assert closest([entry(("mon",), 7, 30)]) == timedelta(days=7)
    assert closest([]) == timedelta(days=7)


def test_a_zone_that_the_system_has_wrong_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Nowhere/Atlantis")
    with pytest.raises(PlanError, match=r"time zone can't be told .*timedatectl set-timezone"):
        local_zone()
