"""`voicecoach run`: one coached session."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import click
from rich.console import Console

from voicecoach.circuit.model import Level
from voicecoach.coaching.numbers import CountMode
from voicecoach.coaching.summary import INTERRUPTED, Summary
from voicecoach.coaching.wording import Talk
from voicecoach.controls.button import GpioButton
from voicecoach.controls.headset import Headset
from voicecoach.controls.keys import Keys, can_read_keys
from voicecoach.cuefiles import load_circuit
from voicecoach.eventlog import STDOUT
from voicecoach.runtime.performance import Give, Outcome, perform
from voicecoach.runtime.request import Request
from voicecoach.runtime.speech import language_of
from voicecoach.runtime.volumes import read_volumes
from voicecoach.terminal.live import LiveScreen
from voicecoach.terminal.plain import PlainScreen
from voicecoach.terminal.summary import summary_lines

STDIN = 0

EXIT_INTERRUPTED = 130
"""Exit status after Ctrl-C, when everything is said and saved: 128 and the signal's number, as shells do."""


def run_circuit(
    name_or_path: str,
    *,
    level: str,
    count: str,
    talk: str,
    language: str | None,
    volume: Sequence[str],
    **wishes: Any,  # noqa: ANN401 - the rest of the command line, by its options' names
) -> int:
    """Coach one session and print what happened; returns the exit status."""
    request = Request(
        load_circuit(name_or_path),
        level=Level(level),
        count=CountMode(count),
        talk=Talk(talk),
        language=language_of(language),
        volumes=read_volumes(volume),
        **wishes,
    )
    return run_request(request)


def run_request(request: Request) -> int:
    """Coach the session asked for, on the screen there is."""
    outcome = watch(request)
    # Events on standard output stay alone there.
    print_outcome(outcome, [], on_stderr=request.events == STDOUT)
    return exit_status(outcome.summary)


def print_outcome(outcome: Outcome, before: Sequence[str], *, on_stderr: bool = False) -> None:
    """Print some lines, then the summary; raises EventLogError if the event log could not be written."""
    for line in [*before, *summary_lines(outcome.summary)]:
        click.echo(line, err=on_stderr)
    if outcome.trouble is not None:
        raise outcome.trouble


def exit_status(summary: Summary) -> int:
    """Return the exit status of a session that came to its end in good order."""
    return EXIT_INTERRUPTED if summary.reason == INTERRUPTED else 0


def watch(request: Request) -> Outcome:
    """Coach the session with the screen and the controls this terminal offers."""
    console = Console(stderr=request.events == STDOUT)
    if request.fast:
        with PlainScreen(console.file) as plain:
            return perform(request, plain)
    with LiveScreen(console) if console.is_terminal else PlainScreen(console.file) as screen:
        return perform(request, screen, lambda give: _controls(request, give, screen.notice))


@contextmanager
def _controls(request: Request, give: Give, notice: Callable[[str], None]) -> Iterator[None]:
    """Take commands from every source there is, also where there is no terminal."""
    with ExitStack() as opened:
        if can_read_keys(STDIN):
            opened.enter_context(Keys(lambda command: give(command, "keyboard"), STDIN))
        if request.headset:
            opened.enter_context(Headset(lambda command: give(command, "headset"), notice))
        if request.button is not None:
            opened.enter_context(GpioButton(request.button, lambda command: give(command, "button")))
        yield
