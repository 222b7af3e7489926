"""What waits for the plan's next occasion: APScheduler, looked after each minute.

APScheduler sleeps until the next job by the wall clock as it was when it went to sleep, and plans a job's next time by
the wall clock as it was when the job ran.  On a Raspberry Pi without a battery clock, and on a laptop that sleeps, both
may be wrong.  So it never sleeps longer than :data:`LOOK_EVERY_S`, and each look compares its jobs with the plan: a job
that a clock running ahead, or another time zone, has put off is brought back, and what was edited meanwhile is taken
over.  A clock set back brings nothing twice, since an occasion is taken once a day.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED
from apscheduler.executors.base import BaseExecutor
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.base import BaseScheduler
from sqlalchemy.exc import SQLAlchemyError

from voicecoach.errors import PlanError
from voicecoach.planning.cron import OnceADay, local_zone, next_at, trigger_of
from voicecoach.planning.entry import WEEK, Does, Entry
from voicecoach.planning.ringing import RING
from voicecoach.planning.store import PlanStore

LOOK_EVERY_S: Final = 60.0
"""How soon a stepped clock, an end of sleep and an edited plan are noticed; on the monotonic clock."""

GRACE: Final = {Does.REMIND: timedelta(hours=1), Does.START: timedelta(minutes=10)}
"""How late is not too late: a laptop opened at breakfast still reminds, but no session starts out of the blue."""

AT_ONCE: Final = 4
"""Occasions that may last at the same time."""


class Calendar(BaseScheduler):  # type: ignore[misc]  # APScheduler has no types
    """APScheduler over the plan, in the caller's thread, as its guide has schedulers of one's own made.

    Parameters
    ----------
    store
        The plan; APScheduler's jobs lie in the same file.
    note
        Told what was missed, or went wrong, in a line.
    executor
        Where :mod:`~voicecoach.planning.ringing` rings; None for threads.
    """

    def __init__(
        self,
        store: PlanStore,
        note: Callable[[str], None],
        executor: BaseExecutor | None = None,
    ) -> None:
        # What it would warn of is noted here in words; unheard, it would write to standard error.
        logging.getLogger("apscheduler").addHandler(logging.NullHandler())
        super().__init__(
            jobstores={"default": SQLAlchemyJobStore(engine=store.engine)},
            executors={"default": executor or ThreadPoolExecutor(AT_ONCE)},
            job_defaults={"coalesce": True, "max_instances": 1},
            timezone=UTC,
        )
        self._store = store
        self._note = note
        self._turn = threading.Event()
        self.add_listener(self._was_missed, EVENT_JOB_MISSED)
        self.add_listener(self._went_wrong, EVENT_JOB_ERROR)

    def wakeup(self) -> None:
        """See APScheduler: there may be something due."""
        self._turn.set()

    def shutdown(self, wait: bool = True) -> None:  # noqa: FBT001, FBT002 - APScheduler's own signature
        """See APScheduler: end, after what lasts."""
        super().shutdown(wait)

    def watch(self) -> None:
        """Wait for one occasion after another until something like Ctrl-C; :meth:`shutdown` then ends what lasts."""
        self.start()
        while True:
            self._turn.clear()
            self._turn.wait(self.look())

    def look(self) -> float:
        """Bring the jobs in line with the plan and let what is due happen; return how long to wait, in seconds."""
        try:
            self._compare()
            wait_s: float | None = self._process_jobs()
            return LOOK_EVERY_S if wait_s is None else min(LOOK_EVERY_S, wait_s)
        except (SQLAlchemyError, PlanError) as trouble:
            self._note(f"{trouble}; tried again in a minute")
            return LOOK_EVERY_S

    def _compare(self) -> None:
        zone, now = local_zone(), datetime.now(UTC)
        jobs = {job.id: job for job in self.get_jobs()}
        taken = {(occasion.entry, occasion.day) for occasion in self._store.occasions((now - 2 * WEEK).date())}
        for entry in self._store.entries():
            job = jobs.pop(str(entry.no), None)
            if job is None:
                # From when it was added, which may be some seconds before its time; what is too late is then missed.
                since = min(now, max(entry.added_at, now - WEEK))
                self._plan(entry, trigger_of(entry, zone), _first_free(entry, zone, since, taken))
                continue
            # What is due already stays so, if it is an occasion at all on the clocks here.
            due = _first_free(entry, zone, min(now, job.next_run_time), taken)
            if job.next_run_time != due:
                job.modify(next_run_time=due)
        for left_over in jobs.values():
            left_over.remove()

    def _plan(self, entry: Entry, trigger: OnceADay, due: datetime) -> None:
        self.add_job(
            RING,
            trigger,
            args=[entry.no],
            id=str(entry.no),
            name=str(entry),
            next_run_time=due,
            misfire_grace_time=int(GRACE[entry.does].total_seconds()),
        )

    def _was_missed(self, event: Any) -> None:  # noqa: ANN401 - APScheduler's event
        entry = self._store.find(int(event.job_id))
        if entry is not None:
            when = event.scheduled_run_time.astimezone(local_zone())
            self._note(f"missed: {entry}, due {when:%Y-%m-%d %H:%M}: it is too late now")

    def _went_wrong(self, event: Any) -> None:  # noqa: ANN401 - APScheduler's event
        self._note(f"entry {event.job_id}: {type(event.exception).__name__}: {event.exception}")


def _first_free(entry: Entry, zone: tzinfo, since: datetime, taken: set[tuple[int, str]]) -> datetime:
    """Return when `entry` comes up from `since` on, on a day that it has not been taken on; in UTC."""
    trigger, due = trigger_of(entry, zone), next_at(entry, zone, since).astimezone(UTC)
    while (entry.no, due.astimezone(zone).date().isoformat()) in taken:
        following = trigger.get_next_fire_time(due, due)
        assert following is not None, "a weekly trigger has no end"  # noqa: S101 - holds by the trigger's fields
        due = following
    return due
