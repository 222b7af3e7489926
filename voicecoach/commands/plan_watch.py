"""`voicecoach plan watch` and `plan remind`: what waits for the plan, and what is heard when it is time."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime

import click

from voicecoach import config
from voicecoach.commands.plan import next_line, opened_plan
from voicecoach.commands.run import EXIT_INTERRUPTED
from voicecoach.commands.spoken import Spoken, phrases_with
from voicecoach.cuefiles import load_circuit
from voicecoach.errors import PlanError, SessionRunningError, UserError
from voicecoach.planning.bell import Bell
from voicecoach.planning.calendar import Calendar
from voicecoach.planning.cron import local_zone
from voicecoach.planning.desktop import notify
from voicecoach.planning.entry import Entry
from voicecoach.planning.programs import Programs
from voicecoach.planning.ringing import hung
from voicecoach.planning.watcher import only_watcher
from voicecoach.runtime.alone import alone
from voicecoach.runtime.speech import language_of

REMINDER = "plan_reminder"


def watch(session_options: Sequence[str], reminder_options: Sequence[str], language: str | None) -> int:
    """Wait for one occasion after another until Ctrl-C or SIGTERM; returns the exit status."""
    phrases_with([REMINDER], language_of(language))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    programs = Programs(session_options, reminder_options)
    with only_watcher(config.state_dir()), opened_plan() as store:
        click.echo(next_line(store.entries(), local_zone(), datetime.now(UTC)))
        calendar = Calendar(store, click.echo)
        try:
            with hung(Bell(store, programs, click.echo).ring):
                calendar.watch()
        except KeyboardInterrupt:
            programs.stop()
            calendar.shutdown()
    return EXIT_INTERRUPTED


def remind(number: int, speaker: str | None, voice: str | None, language: str | None) -> int:
    """Show and say an entry's reminder now; PlanError, in a sentence, if neither is possible here."""
    with opened_plan() as store:
        entry = store.find(number)
    if entry is None:
        raise PlanError(f"the plan has no entry {number}; `voicecoach plan` lists them")
    language = language_of(language)
    # Another wording another day.
    phrases = phrases_with([REMINDER], language, seed=datetime.now(local_zone()).toordinal())
    line = phrases.line(REMINDER, name=phrases.text(load_circuit(entry.circuit).name))
    if _trains_already():
        click.echo("a session is running; nobody needs to be reminded")
        return 0
    unseen = notify(line, f"voicecoach run {_words(entry)}")
    unheard = _say(line, speaker, voice, language)
    if unseen and unheard:
        raise PlanError(f"nobody can be reminded here: {unseen}, and {unheard}")
    return 0


def _words(entry: Entry) -> str:
    return f"{entry.circuit} --level {entry.level}"


def _trains_already() -> bool:
    try:
        with alone(config.state_dir(), lambda _trouble: None):
            return False
    except SessionRunningError:
        return True


def _say(line: str, speaker: str | None, voice: str | None, language: str) -> str | None:
    """Say a line; returns None, or why it was not heard."""
    try:
        with closing(Spoken(speaker, voice, language)) as say:
            return None if say(line) else "nothing can speak (see `voicecoach doctor`)"
    except UserError as trouble:
        return str(trouble)
