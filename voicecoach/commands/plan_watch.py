"""`voicecoach plan watch`: what waits for the plan.  It may wait for weeks, so it loads no sound, voice or numbers."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from voicecoach import config
from voicecoach.commands.plan_opened import next_line, opened_plan
from voicecoach.planning.bell import Bell
from voicecoach.planning.calendar import Calendar
from voicecoach.planning.cron import local_zone
from voicecoach.planning.programs import Programs
from voicecoach.planning.ringing import hung
from voicecoach.planning.watcher import only_watcher


def watch(session_options: Sequence[str], reminder_options: Sequence[str]) -> None:
    """Wait for one occasion after another; ends by KeyboardInterrupt, on Ctrl-C or SIGTERM, with what lasts ended."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    programs = Programs(session_options, reminder_options)
    with only_watcher(config.state_dir()), opened_plan() as store:
        store.give_up_begun()
        click.echo(next_line(store.entries(), local_zone(), datetime.now(UTC)))
        calendar = Calendar(store, click.echo)
        try:
            with hung(Bell(store, programs, click.echo).ring):
                calendar.watch()
        finally:
            programs.stop()
            calendar.shutdown()
