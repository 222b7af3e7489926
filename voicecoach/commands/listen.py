"""`voicecoach listen`: the listener alone, on a file or live."""

from __future__ import annotations

import dataclasses
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from voicecoach.audio.microphone_file import FileMicrophone
from voicecoach.audio.ports import MicBlock
from voicecoach.coaching.facts import Fact, LandingHeard, ListenSummary
from voicecoach.errors import UserError
from voicecoach.eventlog import as_line
from voicecoach.listening.landing import Landing
from voicecoach.listening.rhythm import Rhythm
from voicecoach.runtime.ears import Ears

FILE_BLOCK_S = 0.1
"""Blocks of a file: long enough to be quick, short enough that the landing's own delay can be read."""

STEP = "listen"
"""The `step` of landings that belong to no session."""


class _Printer:
    """Prints landings as they come, then the summary."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._rhythm = Rhythm()
        self._count = 0
        self.seconds = 0.0

    def landing(self, landing: Landing) -> None:
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
        self._print(
            fact, f"{landing.at:9.3f} s  landing {self._count:<4} sure {landing.confidence:4.0%}{cadence}"
        )

    def summary(self) -> None:
        reading = self._rhythm.summary()
        cadence_hz = reading.cadence_hz if reading else None
        variation = reading.variation if reading else None
        rhythm = "" if reading is None else f", {reading.cadence_hz:.2f} a second, varying by {reading.variation:.0%}"
        fact = ListenSummary(
            t=self.seconds,
            count=self._count,
            seconds=self.seconds,
            cadence_hz=cadence_hz,
            variation=variation,
        )
        landings = "landing" if self._count == 1 else "landings"
        self._print(fact, f"{self._count} {landings} in {self.seconds:.1f} s{rhythm}")

    def _print(self, fact: Fact, text: str) -> None:
        click.echo(as_line(fact) if self._as_json else text)


def listen_to(file: str | None, mic: str | None, *, as_json: bool) -> int:
    """Listen to a file to its end, or to a microphone until Ctrl-C."""
    if file is not None and mic is not None:
        raise UserError("listen takes a FILE or --mic DEVICE, not both")
    printer = _Printer(as_json=as_json)
    if file is not None:
        _listen_to_file(file, printer)
        printer.summary()
        return 0
    with _until_interrupted() as interrupted:
        _listen_live(mic, printer, interrupted)
    printer.summary()
    return 0


def _listen_to_file(file: str, printer: _Printer) -> None:
    ears = Ears(printer.landing, lambda at: at)
    microphone = FileMicrophone(file, on_block=ears.hear, block_s=FILE_BLOCK_S)
    try:
        microphone.advance(microphone.seconds + FILE_BLOCK_S)
        ears.finish()
    finally:
        microphone.close()
    printer.seconds = microphone.seconds


@contextmanager
def _until_interrupted() -> Iterator[Callable[[], bool]]:
    stopped = False

    def stop(*_: object) -> None:
        nonlocal stopped
        stopped = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


__all__ = ["dataclasses", "listen_to"]
