"""`voicecoach run`: one coached session."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any

import click
from rich.console import Console

from voicecoach import config
from voicecoach.circuit.model import Level
from voicecoach.coaching.numbers import CountMode
from voicecoach.coaching.summary import INTERRUPTED, Summary
from voicecoach.coaching.wording import Talk
from voicecoach.controls.button import GpioButton
from voicecoach.controls.headset import Headset
from voicecoach.controls.keys import Keys, can_read_keys
from voicecoach.cuefiles import load_circuit
from voicecoach.errors import WebError
from voicecoach.eventlog import STDOUT
from voicecoach.runtime.performance import Give, Outcome, perform
from voicecoach.runtime.request import Request
from voicecoach.runtime.screens import Screens
from voicecoach.runtime.speech import language_of
from voicecoach.runtime.volumes import read_volumes
from voicecoach.terminal.live import LiveScreen
from voicecoach.terminal.plain import PlainScreen
from voicecoach.terminal.summary import summary_lines
from voicecoach.web.invitation import invitation
from voicecoach.web.live_page import LivePage, open_page

STDIN = 0

EXIT_INTERRUPTED = 130
"""Exit status after Ctrl-C, when everything is said and saved: 128 and the signal's number, as shells do."""


def run_circuit(name_or_path: str, *, web: str | None, **wishes: Any) -> int:  # noqa: ANN401
    """Coach one session and print what happened; returns the exit status."""
    return run_request(read_request(name_or_path, **wishes), web)


def read_request(
    name_or_path: str,
    *,
    level: str,
    count: str,
    talk: str,
    language: str | None,
    volume: Sequence[str],
    **wishes: Any,  # noqa: ANN401 - the rest of the command line, by its options' names
) -> Request:
    """Return the session that the command line asks for."""
    return Request(
        load_circuit(name_or_path),
        level=Level(level),
        count=CountMode(count),
        talk=Talk(talk),
        language=language_of(language),
        volumes=read_volumes(volume),
        **wishes,
    )


def run_request(request: Request, web: str | None = None) -> int:
    """Coach the session asked for, on the screen there is and on a live page at the address `web`."""
    # Events on standard output stay alone there.
    on_stderr = request.events == STDOUT
    if web is not None and request.fast:
        raise WebError("--web: a session in simulated time is over before anybody could look; leave out --fast")
    with nullcontext() if web is None else show_page(web, on_stderr=on_stderr) as page:
        outcome = watch(request, page)
        if page is not None:
            page.screen.end(outcome.summary, over=True)
    print_outcome(outcome, [], on_stderr=on_stderr)
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


@contextmanager
def show_page(address: str, *, on_stderr: bool) -> Iterator[LivePage]:
    """Serve a live page and print how to find it."""

    def note(text: str) -> None:
        click.echo(f"note: {text}", err=on_stderr)

    with open_page(address, config.state_dir(), note) as page:
        for line in invitation(page.link, only_here=page.only_here):
            click.echo(line, err=on_stderr)
        yield page


def watch(request: Request, page: LivePage | None = None) -> Outcome:
    """Coach the session with the screen and the controls this terminal offers, and those of a live page."""
    console = Console(stderr=request.events == STDOUT)
    if request.fast:
        with PlainScreen(console.file) as plain:
            return perform(request, plain)
    with LiveScreen(console) if console.is_terminal else PlainScreen(console.file) as screen:
        shown = screen if page is None else Screens(screen, page.screen)
        return perform(request, shown, lambda give: _controls(request, give, shown.notice, page))


@contextmanager
def _controls(request: Request, give: Give, notice: Callable[[str], None], page: LivePage | None) -> Iterator[None]:
    """Take commands from every source there is, also where there is no terminal."""
    with ExitStack() as opened:
        if can_read_keys(STDIN):
            opened.enter_context(Keys(lambda command: give(command, "keyboard"), STDIN))
        if request.headset:
            opened.enter_context(Headset(lambda command: give(command, "headset"), notice))
        if request.button is not None:
            opened.enter_context(GpioButton(request.button, lambda command: give(command, "button")))
        if page is not None:
            opened.enter_context(page.orders.to(give))
        yield
