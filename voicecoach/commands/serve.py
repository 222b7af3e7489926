"""`voicecoach serve`: sessions one after another, each started from the live page or by MQTT."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import click

from voicecoach.circuit.model import Circuit, Level
from voicecoach.coaching.levels import offered_level
from voicecoach.coaching.summary import INTERRUPTED, Summary
from voicecoach.commands.lists import typical_length_s
from voicecoach.commands.run import find_home, print_outcome, read_request, show_page, watch
from voicecoach.commands.waiting import refuse_fast
from voicecoach.cuefiles import list_circuits, load_circuit
from voicecoach.errors import EXIT_INTERRUPTED, EventLogError, UserError
from voicecoach.eventlog import STDOUT
from voicecoach.mqtt.home import Home
from voicecoach.mqtt.orders import Begin
from voicecoach.runtime.looking_back import LookingBack
from voicecoach.runtime.wishes import read_level
from voicecoach.terminal.output import lasting
from voicecoach.web.live_page import LivePage
from voicecoach.web.orders import Start
from voicecoach.web.view import Offer

SUGGESTED = "ankle-stiffness"
"""The circuit that the page offers first, as `run` does."""


def serve_sessions(*, web: str, mqtt: str | None, level: str, **wishes: Any) -> int:  # noqa: ANN401 - by the options' names
    """Serve the page until Ctrl-C, SIGTERM or SIGHUP; what keeps one session from starting is told on the page."""
    refuse_fast(fast=wishes["fast"])
    on_stderr = wishes["events"] == STDOUT
    with (
        lasting(on_stderr=on_stderr),
        nullcontext() if mqtt is None else find_home(mqtt, fast=False, on_stderr=on_stderr) as home,
        show_page(web, on_stderr=on_stderr) as page,
        nullcontext() if home is None else home.orders.starting(_starter(page, level)),
    ):
        # Between sessions as Ctrl-C; a running session says goodbye first.
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, signal.default_int_handler)
        summary, coached = None, False
        while summary is None or summary.reason != INTERRUPTED:
            offers = offers_at(level)
            page.screen.offer(offers)
            wanted = page.orders.wait_for_start(frozenset(offer.id for offer in offers))
            # One event log of all its sessions.
            summary = _coach(page, home, wanted, wishes | {"events_go_on": coached})
            coached = coached or summary is not None
    return EXIT_INTERRUPTED


def _starter(page: LivePage, usual_level: str) -> Begin:
    """Return how a session is started by somebody who need not say which."""

    def begin(circuit: str | None, level: str | None) -> bool:
        try:
            name = circuit or SUGGESTED
            wanted = Start(name, Level(level) if level else _suggesting(usual_level)(load_circuit(name)))
        except (ValueError, UserError):
            return False
        return page.orders.start(wanted)

    return begin


def _coach(page: LivePage, home: Home | None, wanted: Start, wishes: dict[str, Any]) -> Summary | None:
    """Coach a session; returns None if it could not begin."""
    page.screen.get_ready()
    try:
        request = read_request(wanted.circuit, level=str(wanted.level), **wishes)
        outcome = watch(request, page, home)
    except UserError as reason:
        _tell(page, reason)
        return None
    page.screen.end(outcome.summary, over=outcome.summary.reason == INTERRUPTED)
    try:
        print_outcome(outcome, [], on_stderr=request.events == STDOUT)
    except EventLogError as trouble:
        _tell(page, trouble)
    return outcome.summary


def _suggesting(wish: str) -> Callable[[Circuit], Level]:
    """Return what tells the level to begin a circuit with where nobody says one."""
    level = read_level(wish)
    if level is not None:
        return lambda _: level
    past = LookingBack(_note).past()
    return lambda circuit: offered_level(past, circuit).level


def _note(text: str) -> None:
    click.echo(f"note: {text}", err=True)


def _tell(page: LivePage, reason: UserError) -> None:
    page.screen.notice(str(reason))
    click.echo(f"voicecoach: {reason}", err=True)


def offers_at(usual_level: str) -> tuple[Offer, ...]:
    """Return every circuit that can be started, each with the level that ``--level`` means for it."""
    level_of = _suggesting(usual_level)
    offers = []
    for name in sorted(list_circuits(), key=lambda name: (name != SUGGESTED, name)):
        try:
            circuit = load_circuit(name)
        except UserError as broken:
            _note(str(broken))
            continue
        seconds = {str(level): typical_length_s(circuit, level) for level in Level}
        offers.append(Offer(name, circuit.name, seconds, str(level_of(circuit))))
    return tuple(offers)
