"""An entry's time has come: once a day, on its own day, somebody is reminded or a session starts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, Protocol

from voicecoach.errors import PlanError
from voicecoach.planning.cron import local_zone
from voicecoach.planning.entry import Does, Entry
from voicecoach.planning.store import FAILED, PlanStore

CAME: Final = {Does.REMIND: "reminded", Does.START: "started"}
"""What came of an occasion if all went well."""


class Acts(Protocol):
    """What can be done about an entry; each says whether it worked."""

    def remind(self, entry: Entry) -> bool:
        """Tell somebody that it is time."""
        ...

    def start(self, entry: Entry) -> bool:
        """Coach the session, and return when it is over."""
        ...


class Bell:
    """Does what an entry says and keeps what came of it.

    Parameters
    ----------
    store
        The plan.
    acts
        What is done.
    note
        Told each thing that happens, in a line.
    """

    def __init__(self, store: PlanStore, acts: Acts, note: Callable[[str], None]) -> None:
        self._store = store
        self._acts = acts
        self._note = note

    def ring(self, number: int) -> None:
        """Do what the entry of that number says, unless it was removed, or was done today, or its day is over."""
        try:
            self._ring(number)
        except PlanError as trouble:
            # Nobody waits for an answer; the next occasion may have a better one.
            self._note(str(trouble))

    def _ring(self, number: int) -> None:
        entry = self._store.find(number)
        if entry is None:
            return
        day = entry.day_of(datetime.now(local_zone()))
        if day is None:
            self._note(f"missed: {entry}: its day is over")
            return
        if not self._store.take(number, day):
            return
        self._note(f"now: {entry}")
        act = self._acts.start if entry.does is Does.START else self._acts.remind
        came = CAME[entry.does] if self._tried(act, entry) else FAILED
        self._store.conclude(number, day, came)
        self._note(f"{came}: {entry}")

    def _tried(self, act: Callable[[Entry], bool], entry: Entry) -> bool:
        try:
            return act(entry)
        except OSError as trouble:
            self._note(f"voicecoach itself can't be started ({trouble.strerror}); install the service again")
            return False
