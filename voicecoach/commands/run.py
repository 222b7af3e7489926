"""`voicecoach run`: one coached session."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import datetime
from typing import Any

import click
from rich.console import Console

from voicecoach import config
from voicecoach.coaching.numbers import CountMode
from voicecoach.coaching.summary import INTERRUPTED, Summary
from voicecoach.coaching.wording import Talk
from voicecoach.commands.waiting import wanted_broker
from voicecoach.controls.button import GpioButton
from voicecoach.controls.headset import Headset
from voicecoach.controls.keys import Keys, can_read_keys
from voicecoach.cuefiles import circuit_path, load_circuit
from voicecoach.errors import EXIT_INTERRUPTED, WebError
from voicecoach.eventlog import STDOUT
from voicecoach.mqtt.address import has_password
from voicecoach.mqtt.home import Home, open_home
from voicecoach.runtime.performance import Give, Outcome, perform
from voicecoach.runtime.request import Request
from voicecoach.runtime.results import Results
from voicecoach.runtime.screens import Screens
from voicecoach.runtime.speech import language_of
from voicecoach.runtime.volumes import read_volumes
from voicecoach.runtime.wishes import read_level, read_wanted
from voicecoach.terminal.live import LiveScreen
from voicecoach.terminal.output import lasting
from voicecoach.terminal.plain import PlainScreen
from voicecoach.terminal.summary import summary_lines
from voicecoach.web.invitation import invitation
from voicecoach.web.live_page import LivePage, open_page

STDIN = 0


def run_circuit(name_or_path: str, *, web: str | None, mqtt: str | None, **wishes: Any) -> int:  # noqa: ANN401
    """Coach one session and print what happened; returns the exit status."""
    return run_request(read_request(name_or_path, **wishes), web, mqtt)


def read_request(
    name_or_path: str,
    *,
    level: str,
    count: str,
    talk: str,
    language: str | None,
    volume: Sequence[str],
    budget: str | None,
    no_budget: bool,
    target: str | None,
    **wishes: Any,  # noqa: ANN401 - the rest of the command line, by its options' names
) -> Request:
    """Return the session that the command line asks for."""
    path = circuit_path(name_or_path)
    return Request(
        load_circuit(path),
        circuit_file=path,
        level=read_level(level),
        count=CountMode(count),
        talk=Talk(talk),
        language=language_of(language),
        volumes=read_volumes(volume),
        wanted=read_wanted(budget, target, no_budget=no_budget),
        **wishes,
    )


def run_request(request: Request, web: str | None = None, mqtt: str | None = None) -> int:
    """Coach the session asked for on the screen there is, on a live page at `web` and with a broker at `mqtt`."""
    # Events on standard output stay alone there.
    on_stderr = request.events == STDOUT
    if web is not None and request.fast:
        raise WebError("--web: a session in simulated time is over before anybody could look; leave out --fast")
    with lasting(on_stderr=on_stderr):
        with (
            nullcontext() if mqtt is None else find_home(mqtt, fast=request.fast, on_stderr=on_stderr) as home,
            nullcontext() if web is None else show_page(web, on_stderr=on_stderr) as page,
        ):
            outcome = watch(request, page, home)
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


@contextmanager
def find_home(url: str, *, fast: bool, on_stderr: bool) -> Iterator[Home]:
    """Connect to a broker (`url` empty: the one that the environment names), and print what there is to know."""

    def note(text: str) -> None:
        click.echo(f"note: {text}", err=on_stderr)

    if url and has_password(url):
        note("whoever lists this machine's processes reads that password; better put it in VOICECOACH_MQTT_PASSWORD")
    broker = wanted_broker(url)
    results = Results(config.person(), _wall_clock)
    with open_home(broker, config.machine(), results, note, None if fast else _wall_clock) as home:
        yield home


def watch(request: Request, page: LivePage | None = None, home: Home | None = None) -> Outcome:
    """Coach the session with the screen and the controls that this terminal, a live page and a broker offer."""
    console = Console(stderr=request.events == STDOUT)
    live = console.is_terminal and not request.fast
    with LiveScreen(console) if live else PlainScreen(console.file) as screen:
        shown = Screens(screen, *(one.screen for one in (page, home) if one is not None))
        return perform(request, shown, lambda give: _controls(request, give, shown.notice, page, home))


@contextmanager
def _controls(
    request: Request, give: Give, notice: Callable[[str], None], page: LivePage | None, home: Home | None
) -> Iterator[None]:
    """Take commands from every source there is, also where there is no terminal."""
    with ExitStack() as opened:
        if home is not None:
            opened.enter_context(home.during(give, notice))
        if request.fast:
            yield  # nobody could press a key in time
            return
        if can_read_keys(STDIN):
            opened.enter_context(Keys(lambda command: give(command, "keyboard"), STDIN))
        if request.headset:
            opened.enter_context(Headset(lambda command: give(command, "headset"), notice))
        if request.button is not None:
            opened.enter_context(GpioButton(request.button, lambda command: give(command, "button")))
        if page is not None:
            opened.enter_context(page.orders.to(give))
        yield


def _wall_clock() -> datetime:
    return datetime.now().astimezone()
