"""The thread that tells: it takes from the inbox and hands to the broker whatever is due."""

from __future__ import annotations

import queue
import threading
import time
from types import TracebackType
from typing import Final, Protocol

from voicecoach.mqtt.outbox import Message
from voicecoach.mqtt.screen import Inbox
from voicecoach.mqtt.teller import Teller

ANSWER_WITHIN_S: Final = 2.0
"""How long the end waits for a broker that has neither answered nor failed yet."""

CLOSE_S: Final = 4.0
"""The longest that the end waits for the network in all; the thread dies with the process."""


class Wire(Protocol):
    """The way to a broker; of its methods only `close` waits for the network."""

    @property
    def is_ready(self) -> bool:
        """Whether the broker takes messages."""
        ...

    @property
    def is_away(self) -> bool:
        """Whether it was tried in vain."""
        ...

    def publish(self, message: Message) -> None:
        """Hand a message over."""
        ...

    def close(self) -> None:
        """Say goodbye."""
        ...


class Telling:
    """Tells over `wire` what arrives in `inbox` while its context lasts."""

    def __init__(self, inbox: Inbox, teller: Teller, wire: Wire) -> None:
        self._inbox = inbox
        self._teller = teller
        self._wire = wire
        self._thread = threading.Thread(target=self._run, name="mqtt", daemon=True)

    def __enter__(self) -> Telling:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._inbox.put(None)
        self._thread.join(CLOSE_S)

    def _run(self) -> None:
        while self._take(self._wait_s()):
            self._send(time.monotonic())
        ends_at = time.monotonic() + ANSWER_WITHIN_S
        while not self._wire.is_ready and not self._wire.is_away and (left_s := ends_at - time.monotonic()) > 0.0:
            self._take(left_s)
        self._send(float("inf"))
        self._wire.close()

    def _take(self, within_s: float | None) -> bool:
        """Take in what comes within that time, if anything does; says whether more is to follow."""
        try:
            what = self._inbox.get(timeout=within_s)
        except queue.Empty:
            return True
        if what is not None:
            self._teller.take(what)
        return what is not None

    def _wait_s(self) -> float | None:
        due_at = self._teller.outbox.next_at() if self._wire.is_ready else None
        return None if due_at is None else max(due_at - time.monotonic(), 0.0)

    def _send(self, now: float) -> None:
        if self._wire.is_ready:
            for message in self._teller.outbox.take_due(now):
                self._wire.publish(message)
