"""`voicecoach listen`: the listener alone, on a file or live."""

from __future__ import annotations

import queue
import sys
import threading
import time
from contextlib import ExitStack, closing
from pathlib import Path

import click
from rich.console import Console

from voicecoach.audio.microphone_file import FileMicrophone
from voicecoach.audio.ports import Change, Glitch, Lost
from voicecoach.coaching.facts import Fact, LandingHeard, ListenSummary
from voicecoach.errors import EXIT_INTERRUPTED, UserError
from voicecoach.eventlog import as_line
from voicecoach.listening.landing import Landing
from voicecoach.listening.rhythm import Rhythm
from voicecoach.runtime.ears import Ears
from voicecoach.runtime.overhear import Overhearing
from voicecoach.runtime.stopping import stopping
from voicecoach.terminal.listening import ListenScreen
from voicecoach.terminal.output import lasting

FILE_BLOCK_S = 8.0
"""Blocks of a file: as much as the listener takes at a time; a pipe's reader waits some hundredths of a second."""

SHOW_EVERY_S = 0.2

OTHERWISE = "name a sound file: voicecoach listen FILE"

STEP = "listen"
"""The `step` of landings that belong to no session."""


class _Printer:
    """Prints landings as they come, then the summary."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.screen: ListenScreen | None = None
        self._rhythm = Rhythm()
        self._count = 0
        self._told_at = 0.0

    def landing(self, landing: Landing) -> None:
        """Print one landing."""
        self._count += 1
        self._rhythm.add(landing.at)
        self._told_at = max(self._told_at, landing.heard_at)
        fact = LandingHeard(
            t=self._told_at,
            at=landing.at,
            heard_at=landing.heard_at,
            confidence=landing.confidence,
            step=STEP,
            count=self._count,
        )
        reading = self._rhythm.reading()
        cadence = f"  {reading.cadence_hz:.2f} a second" if reading else ""
        sure = f"sure {landing.confidence:4.0%}"
        line = f"{landing.at:9.3f} s  landing {self._count:<4} {sure}{cadence}"
        if self.screen is None:
            self._print(fact, line)
        else:
            self.screen.heard(landing, line)

    def show(self, level_db: float) -> None:
        """Draw the live view, if there is one."""
        if self.screen is not None:
            self.screen.show(self._rhythm.reading(), level_db)

    def summary(self, seconds: float) -> None:
        """Print what `seconds` of sound came to."""
        reading = self._rhythm.summary()
        rhythm = f", {reading.cadence_hz:.2f} a second, varying by {reading.variation:.0%}" if reading else ""
        fact = ListenSummary(
            t=max(self._told_at, seconds),
            count=self._count,
            seconds=seconds,
            cadence_hz=reading.cadence_hz if reading else None,
            variation=reading.variation if reading else None,
        )
        landings = "landing" if self._count == 1 else "landings"
        self._print(fact, f"{self._count} {landings} in {seconds:.1f} s{rhythm}")

    def _print(self, fact: Fact, text: str) -> None:
        click.echo(as_line(fact) if self.as_json else text)


def listen_to(file: str | None, mic: str | None, *, as_json: bool) -> int:
    """Listen to a file to its end, or to a microphone, until Ctrl-C; returns the exit status."""
    if file is not None and mic is not None:
        raise UserError("listen takes a FILE or --mic DEVICE, not both")
    printer = _Printer(as_json=as_json)
    stop = threading.Event()
    # Notes are by the way, and the one about a lost device comes from another thread.
    with lasting(on_stderr=True), stopping(stop.set):
        seconds = _listen_live(mic, printer, stop) if file is None else _listen_to_file(Path(file), printer, stop)
        printer.summary(seconds)
    return EXIT_INTERRUPTED if stop.is_set() else 0


def _listen_to_file(path: Path, printer: _Printer, stop: threading.Event) -> float:
    ears = Ears(printer.landing, lambda at: at)
    microphone = FileMicrophone(path, on_block=ears.hear, block_s=FILE_BLOCK_S, on_trouble=_note)
    heard_s = 0.0
    with closing(microphone):
        while not (microphone.ended or stop.is_set()):
            heard_s += FILE_BLOCK_S
            microphone.advance(heard_s)
        ears.finish()
    return min(heard_s, microphone.seconds)


def _listen_live(mic: str | None, printer: _Printer, stop: threading.Event) -> float:
    begun_at = time.monotonic()
    landings: queue.SimpleQueue[Landing] = queue.SimpleQueue()
    with ExitStack() as stack:
        heard = stack.enter_context(closing(Overhearing(mic, landings.put, _note_change, otherwise=OTHERWISE)))
        _note(f"listening to {heard.microphone.name}; hop, and stop with Ctrl-C")
        if sys.stdout.isatty() and not printer.as_json:
            printer.screen = stack.enter_context(ListenScreen(Console()))
        while not stop.is_set():
            _print_some(landings, printer, SHOW_EVERY_S)
            heard.check()
            printer.show(heard.level_db)
        heard.close()
        heard.check()
        _print_some(landings, printer, 0.0)
    printer.screen = None
    return time.monotonic() - begun_at


def _print_some(landings: queue.SimpleQueue[Landing], printer: _Printer, wait_s: float) -> None:
    """Print the next landing, if one comes in time, and those that are there already.

    Here and not in the thread that hears them: a reader that is gone must end the program, not the listening.
    """
    try:
        printer.landing(landings.get(timeout=wait_s))
        while True:
            printer.landing(landings.get_nowait())
    except queue.Empty:
        return


def _note(text: str) -> None:
    click.echo(f"note: {text}", err=True)


def _note_change(change: Change) -> None:
    happened = "lost" if isinstance(change, Lost) else "back"
    if isinstance(change, Glitch):
        happened = "cut short for a moment"
    _note(f"the {change.what} {change.device} is {happened}")
