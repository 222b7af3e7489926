"""`voicecoach listen`: the listener alone, on a file or live."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from voicecoach.audio.microphone_file import FileMicrophone
from voicecoach.audio.ports import Change, Glitch, Lost
from voicecoach.coaching.facts import Fact, LandingHeard, ListenSummary
from voicecoach.errors import UserError
from voicecoach.eventlog import as_line
from voicecoach.listening.landing import Landing
from voicecoach.listening.rhythm import Rhythm
from voicecoach.runtime.ears import Ears
from voicecoach.runtime.overhear import Overhearing

FILE_BLOCK_S = 0.1
"""Blocks of a file: long enough to be quick, short enough that a pipe's reader sees lines come."""

STEP = "listen"
"""The `step` of landings that belong to no session."""


class _Printer:
    """Prints landings as they come, then the summary."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._rhythm = Rhythm()
        self._count = 0

    def landing(self, landing: Landing) -> None:
        """Print one landing."""
        self._count += 1
        self._rhythm.add(landing.at)
        fact = LandingHeard(
            t=landing.heard_at,
            at=landing.at,
            heard_at=landing.heard_at,
            confidence=landing.confidence,
            step=STEP,
            count=self._count,
        )
        reading = self._rhythm.reading()
        cadence = f"  {reading.cadence_hz:.2f} a second" if reading else ""
        sure = f"sure {landing.confidence:4.0%}"
        self._print(fact, f"{landing.at:9.3f} s  landing {self._count:<4} {sure}{cadence}")

    def summary(self, seconds: float) -> None:
        """Print what `seconds` of sound came to."""
        reading = self._rhythm.summary()
        rhythm = f", {reading.cadence_hz:.2f} a second, varying by {reading.variation:.0%}" if reading else ""
        fact = ListenSummary(
            t=seconds,
            count=self._count,
            seconds=seconds,
            cadence_hz=reading.cadence_hz if reading else None,
            variation=reading.variation if reading else None,
        )
        landings = "landing" if self._count == 1 else "landings"
        self._print(fact, f"{self._count} {landings} in {seconds:.1f} s{rhythm}")

    def _print(self, fact: Fact, text: str) -> None:
        click.echo(as_line(fact) if self._as_json else text)


def listen_to(file: str | None, mic: str | None, *, as_json: bool) -> int:
    """Listen to a file to its end, or to a microphone until Ctrl-C; returns the exit status."""
    if file is not None and mic is not None:
        raise UserError("listen takes a FILE or --mic DEVICE, not both")
    printer = _Printer(as_json=as_json)
    seconds = _listen_live(mic, printer) if file is None else _listen_to_file(Path(file), printer)
    printer.summary(seconds)
    return 0


def _listen_to_file(path: Path, printer: _Printer) -> float:
    ears = Ears(printer.landing, lambda at: at)
    microphone = FileMicrophone(path, on_block=ears.hear, block_s=FILE_BLOCK_S, on_trouble=_note)
    with closing(microphone):
        microphone.advance(microphone.seconds + FILE_BLOCK_S)
        ears.finish()
    return microphone.seconds


def _listen_live(mic: str | None, printer: _Printer) -> float:
    begun_at = time.monotonic()
    with _until_interrupted() as stop, closing(Overhearing(mic, printer.landing, _note_change)) as heard:
        _note(f"listening to {heard.microphone.name}; hop, and stop with Ctrl-C")
        heard.wait(stop)
    return time.monotonic() - begun_at


def _note(text: str) -> None:
    click.echo(f"note: {text}", err=True)


def _note_change(change: Change) -> None:
    happened = "lost" if isinstance(change, Lost) else "back"
    if isinstance(change, Glitch):
        happened = "cut short for a moment"
    _note(f"the {change.what} {change.device} is {happened}")


@contextmanager
def _until_interrupted() -> Iterator[threading.Event]:
    """Give an event that Ctrl-C or SIGTERM sets."""
    stop = threading.Event()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
