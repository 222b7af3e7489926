"""`voicecoach config`: what is in force by default, and where each of it comes from."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping

import click

from voicecoach import config
from voicecoach.commands.tables import show_table, table_of
from voicecoach.defaults import IN_THE_ENVIRONMENT, KEYS, Default, Value, read_defaults
from voicecoach.runtime.speech import language_of

_PASSWORD = re.compile(r"(://[^:/@]*):[^@]*@")


UNSAID = {
    "voice": "the best for the language",
    "engine": "the best for the language",
    "mic": "the system's default",
    "speaker": "the system's default",
    "volume": "0",
    "budget": "what is left for today and this week",
    "keep": "training, and no rehearsal",
}
"""What holds where an option's own default is no word."""


def print_settings(unsaid: Mapping[str, object]) -> None:
    """Print each setting, its value and its origin; `unsaid` are the options' own defaults."""
    path = config.defaults_file()
    defaults = read_defaults(path)
    click.echo(f"{path}{'' if path.exists() else '  (not there; what you write into it holds from then on)'}")
    table = table_of("setting", "value", "from")
    for key in KEYS:
        table.add_row(key, *_in_force(key, defaults.get(key), unsaid))
    show_table(table)


def _in_force(key: str, default: Default | None, unsaid: Mapping[str, object]) -> tuple[str, str]:
    variable = config.variable(key)
    if key in IN_THE_ENVIRONMENT and os.environ.get(variable):
        return _shown(os.environ[variable]), variable
    if default is not None:
        return _shown(default.value), f"{config.defaults_file().name}, line {default.line}"
    return _unsaid(key, unsaid.get(key))


def _unsaid(key: str, option: object) -> tuple[str, str]:
    """Return what holds if nobody says anything, and who says so."""
    own: Mapping[str, Callable[[], str]] = {
        "language": lambda: language_of(None),
        "person": config.person,
        "machine": config.machine,
    }
    if key in own:
        return own[key](), "the system"
    return _shown(config.database_url()) if key == "database" else UNSAID.get(key, str(option)), "voicecoach"


def _shown(value: Value) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    return _PASSWORD.sub(r"\1:***@", value) if isinstance(value, str) else str(value).lower()
