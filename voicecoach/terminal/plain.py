"""Plain lines, for pipes, logs and screen readers: a line for each thing that is said or counted."""

from __future__ import annotations

import sys
from typing import IO

from voicecoach.coaching.cue import Cue, Lane
from voicecoach.coaching.facts import AudioNote, CueDropped, Fact, LandingHeard, StepEnded
from voicecoach.coaching.snapshot import Snapshot
from voicecoach.coaching.speaking import AS_MEANT
from voicecoach.units import clock_text


class PlainScreen:
    """Prints what happens as it happens, one line each."""

    def __init__(self, stream: IO[str] | None = None) -> None:
        self._stream = stream or sys.stdout

    def __enter__(self) -> PlainScreen:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.flush()

    def show(self, snapshot: Snapshot, level_db: float) -> None:
        """Show nothing: lines tell what changes, not what is."""

    def said(self, cue: Cue, at: float) -> None:
        """Print words as they begin to sound; numbers are printed with their landings."""
        if cue.lane.is_speech and cue.lane is not Lane.COUNT:
            self._print(at, cue.text)

    def noted(self, fact: Fact) -> None:
        """Print the facts a listener would want to read."""
        match fact:
            case LandingHeard():
                self._print(fact.t, f"landing {fact.count}")
            case StepEnded(count=int(count)):
                self._print(fact.t, f"{fact.step}: {count} landings")
            case CueDropped() if fact.reason not in AS_MEANT:
                self._print(fact.t, f"not said: {fact.id} ({fact.reason})")
            case AudioNote():
                self._print(fact.t, f"{fact.what}: {fact.device}")
            case _:
                pass

    def notice(self, text: str) -> None:
        """Print a sentence about the session as a whole."""
        self._stream.write(f"note: {text}\n")
        self._stream.flush()

    def _print(self, at: float, text: str) -> None:
        self._stream.write(f"{clock_text(max(at, 0.0)):>7}  {text}\n")
        self._stream.flush()
