"""What a session shows, as messages: the state when it changes, the count now and then, every result."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from voicecoach.coaching.facts import Fact, SessionEnded, SessionStarted
from voicecoach.coaching.snapshot import Snapshot
from voicecoach.coaching.states import State
from voicecoach.mqtt.outbox import Outbox
from voicecoach.mqtt.state import Standing, count_values, idle_values
from voicecoach.mqtt.topics import ONLINE, Topics

COUNT_EVERY_S: Final = 1.0
"""Nobody reads a count on a dashboard more often, and a database that keeps every value is spared the rest."""


@dataclass(frozen=True, slots=True)
class Renew:
    """Somebody may have lost what was told: a broker that forgets (then results too), or who has just come."""

    with_results: bool


class Results(Protocol):
    """What sets and sessions come to."""

    def take(self, fact: Fact) -> Mapping[str, object] | None:
        """Take in a fact; returns the result that it completes: an event line with more in it."""
        ...


class Teller:
    """Makes messages of what it is shown.

    Parameters
    ----------
    topics
        Where they go.
    results
        Where the results of sets and sessions come from.
    announcement
        Of the device: (topic, payload); None if nobody is to discover it.
    wall_clock
        Tells the time of day, with its zone; None if session seconds are not seconds.
    """

    def __init__(
        self,
        topics: Topics,
        results: Results,
        announcement: tuple[str, Mapping[str, object]] | None,
        wall_clock: Callable[[], datetime] | None,
    ) -> None:
        self.outbox = Outbox()
        self._topics = topics
        self._results = results
        self._result_topics = {"step_ended": topics.set, "session_ended": topics.session}
        self._standing = Standing(wall_clock)
        self._about: Mapping[str, object] = {}
        if announcement is not None:
            topic, payload = announcement
            self.outbox.put(topic, _as_json(payload), surely=True)
        self.outbox.put(topics.availability, ONLINE, surely=True)
        self._rest()

    def take(self, what: Snapshot | Fact | Renew) -> None:
        """Put what follows from it into the outbox."""
        match what:
            case Snapshot():
                self._show(what)
            case Renew():
                self.outbox.renew(with_results=what.with_results)
            case _:
                self._note(what)

    def _show(self, snapshot: Snapshot) -> None:
        if snapshot.state is State.ENDED:
            return
        news = self._standing.news(snapshot, self._about)
        if news is not None:
            self.outbox.put(self._topics.state, _as_json(news))
        self.outbox.put(self._topics.count, _as_json(count_values(snapshot)), every_s=COUNT_EVERY_S)

    def _note(self, fact: Fact) -> None:
        result = self._results.take(fact)
        if result is not None:
            self.outbox.add(self._result_topics[str(result["event"])], _as_json(result))
        if isinstance(fact, SessionStarted):
            self._about = {"circuit": fact.circuit, "level": fact.level}
            self._standing.forget()
        elif isinstance(fact, SessionEnded):
            self._rest()

    def _rest(self) -> None:
        """Tell that no session runs."""
        self.outbox.put(self._topics.state, _as_json(idle_values()))
        self.outbox.put(self._topics.count, _as_json(count_values(None)), every_s=COUNT_EVERY_S)


def _as_json(values: Mapping[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False, allow_nan=False)
