"""What is to be published and when; knows no broker and no clock.

Of a topic that has a latest value only that is kept; results are kept in order until they are sent.  So a broker that
is away for an hour costs a handful of messages when it is back.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

KEPT: Final = 200
"""Results that wait for a broker: more than any session has sets."""


@dataclass(frozen=True, slots=True)
class Message:
    """A retained message."""

    topic: str
    payload: str
    surely: bool
    """Whether the broker has to confirm it (quality of service 1)."""


@dataclass(slots=True)
class _Latest:
    message: Message
    every_s: float
    due: bool = True
    sent_at: float = float("-inf")

    def due_at(self) -> float | None:
        return self.sent_at + self.every_s if self.due else None


class Outbox:
    """Gathers messages; `now` is any clock's seconds."""

    def __init__(self) -> None:
        self._latest: dict[str, _Latest] = {}
        self._results: deque[Message] = deque(maxlen=KEPT)
        self._last_results: dict[str, Message] = {}

    def put(self, topic: str, payload: str, *, surely: bool = False, every_s: float = 0.0) -> None:
        """Let `topic` say `payload` from now on, but nothing new within `every_s` after its last message."""
        message = Message(topic, payload, surely)
        known = self._latest.get(topic)
        if known is None:
            self._latest[topic] = _Latest(message, every_s)
        elif known.message != message:
            known.message, known.due = message, True

    def add(self, topic: str, payload: str) -> None:
        """Have `payload` published, whatever follows it on the same topic."""
        message = Message(topic, payload, surely=True)
        self._results.append(message)
        self._last_results[topic] = message

    def renew(self, *, with_results: bool) -> None:
        """Have every topic's latest value published once more: somebody may have lost it."""
        for latest in self._latest.values():
            latest.due, latest.sent_at = True, float("-inf")
        if with_results:
            waiting = {message.topic for message in self._results}
            self._results.extendleft(message for topic, message in self._last_results.items() if topic not in waiting)

    def take_due(self, now: float) -> list[Message]:
        """Return what is to be published now, in order, and count it as published."""
        due = [*self._results]
        self._results.clear()
        for latest in self._latest.values():
            at = latest.due_at()
            if at is not None and at <= now:
                latest.due, latest.sent_at = False, now
                due.append(latest.message)
        return due

    def next_at(self) -> float | None:
        """Return when :meth:`take_due` will have something; None if only new messages can help."""
        if self._results:
            return float("-inf")
        return min((at for one in self._latest.values() if (at := one.due_at()) is not None), default=None)
