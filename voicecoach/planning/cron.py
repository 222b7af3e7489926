"""When an entry comes up: APScheduler's cron trigger, kept to once a local day.

Its own trigger names 02:30 twice in the night when clocks go back, and then that same instant for ever
(APScheduler 3.11.3, its issue 1021): a scheduler that catches up never comes out of it.  Where clocks go forward it may
name an instant before the one it was asked about (issue 370).  Asking anew from the next midnight avoids both.  A time
that a night skips comes after the gap, as long after it as it lies in it.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any

import tzlocal
from apscheduler.triggers.cron import CronTrigger

from voicecoach.errors import PlanError
from voicecoach.planning.entry import Entry


class OnceADay(CronTrigger):  # type: ignore[misc]  # APScheduler has no types
    """A cron trigger that comes up once a local day at the most, on the clocks of wherever this machine is.

    Its instants are in UTC, and it is kept without its zone: a zone that the system has as a file without a name can't
    be pickled, and a machine may have travelled when it is read again.
    """

    __slots__ = ()

    def __getstate__(self) -> dict[str, Any]:
        return {**super().__getstate__(), "timezone": UTC}

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__({**state, "timezone": local_zone()})

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """Return the first instant after the day of `previous_fire_time`, or from `now` on if there was none."""
        after = now if previous_fire_time is None else self._midnight_after(previous_fire_time)
        found: datetime | None = super().get_next_fire_time(None, after.astimezone(self.timezone))
        if found is not None and found.astimezone(UTC) < after.astimezone(UTC):
            found = super().get_next_fire_time(None, self._midnight_after(after))
        return None if found is None else found.astimezone(UTC)

    def _midnight_after(self, instant: datetime) -> datetime:
        day = instant.astimezone(self.timezone).date() + timedelta(days=1)
        midnight = datetime.combine(day, time(), self.timezone)
        # There and back: some zones skip midnight itself.
        return midnight.astimezone(UTC).astimezone(self.timezone)


def local_zone() -> tzinfo:
    """Return this machine's time zone as it is now; PlanError if what the system says is no zone."""
    try:
        return tzlocal.reload_localzone()
    except (LookupError, ValueError, OSError) as reason:
        raise PlanError(
            f"This machine's time zone can't be told ({' '.join(str(reason).split())}); "
            "set it: sudo timedatectl set-timezone Europe/Berlin, or the variable TZ"
        ) from reason


def trigger_of(entry: Entry, zone: tzinfo) -> OnceADay:
    """Return what names the instants of `entry` on the clocks of `zone`."""
    return OnceADay(day_of_week=",".join(entry.days), hour=entry.hour, minute=entry.minute, timezone=zone)


def next_at(entry: Entry, zone: tzinfo, now: datetime) -> datetime:
    """Return when `entry` comes up next, `now` included, in `zone`."""
    found = trigger_of(entry, zone).get_next_fire_time(None, now.astimezone(zone))
    assert found is not None, "a weekly trigger has no end"  # noqa: S101 - holds by the trigger's fields
    return found.astimezone(zone)


def passed(entry: Entry, zone: tzinfo, since: datetime, until: datetime) -> list[datetime]:
    """Return every instant, in `zone`, at which `entry` came up from `since` to just before `until`."""
    trigger, found = trigger_of(entry, zone), []
    at = trigger.get_next_fire_time(None, since.astimezone(zone))
    while at is not None and at < until:
        found.append(at.astimezone(zone))
        at = trigger.get_next_fire_time(at, at)
    return found
