"""Whether a session is kept in history, and where its facts go then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from voicecoach import config
from voicecoach.coaching.facts import Fact
from voicecoach.eventlog import EventLog, as_values
from voicecoach.history.recorder import Recorder, Whereabouts
from voicecoach.runtime.request import Request


class Record:
    """Takes every fact of a session: to history if it is kept, and to the event log."""

    def __init__(self, log: EventLog, recorder: Recorder | None) -> None:
        self._log = log
        self._recorder = recorder

    def write(self, fact: Fact) -> None:
        """Take in a fact."""
        if self._recorder is not None:
            self._recorder.write(as_values(fact))
        self._log.write(fact)


@contextmanager
def remembering(request: Request, uid: str | None, log: EventLog, notice: Callable[[str], None]) -> Iterator[Record]:
    """Give the record of the session asked for; at the end everything in it has been kept, or told why not.

    `uid` is its name in history, None if it is not kept there.
    """
    if uid is None:
        yield Record(log, None)
        return
    where = Whereabouts(
        url=config.database_url(),
        folder=config.aside_dir(),
        uid=uid,
        person=config.person(),
        machine=config.machine(),
        real_time=not request.fast,
    )
    recorder = Recorder(where, notice)
    try:
        yield Record(log, recorder)
    finally:
        recorder.close()
