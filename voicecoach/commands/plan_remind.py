"""`voicecoach plan remind`: what is seen and heard when it is time."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime

import click

from voicecoach import config
from voicecoach.commands.plan_history import trained
from voicecoach.commands.plan_opened import opened_plan
from voicecoach.commands.spoken import Spoken, phrases_with
from voicecoach.cuefiles import load_circuit
from voicecoach.errors import PlanError, SessionRunningError, UserError
from voicecoach.planning.cron import local_zone
from voicecoach.planning.desktop import notify
from voicecoach.runtime.alone import alone
from voicecoach.runtime.speech import language_of

REMINDER = "plan_reminder"


def remind(number: int, speaker: str | None, voice: str | None, language: str | None, *, unless_trained: bool) -> None:
    """Show and say an entry's reminder now; PlanError, in a sentence, if neither is possible here."""
    with opened_plan() as store:
        entry = store.find(number)
    if entry is None:
        raise PlanError(f"the plan has no entry {number}; `voicecoach plan` lists them")
    today = datetime.now(local_zone()).date()
    if unless_trained and trained(today).on(entry, today):
        click.echo(f"{entry.circuit} was trained today; nobody needs to be reminded")
        return
    language = language_of(language)
    # Another wording another day.
    phrases = phrases_with([REMINDER], language, seed=today.toordinal())
    line = phrases.line(REMINDER, name=phrases.text(load_circuit(entry.circuit).name))
    if _trains_already():
        click.echo("a session is running; nobody needs to be reminded")
        return
    unseen = notify(line, f"voicecoach run {entry.circuit} --level {entry.level}")
    unheard = _say(line, speaker, voice, language)
    if unseen and unheard:
        raise PlanError(f"nobody can be reminded here: {unseen}, and {unheard}")


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
