"""Whoever else is at a broker: reads every message there, and sends some."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

WITHIN_S = 30.0


@dataclass(frozen=True)
class Heard:
    """A message that arrived."""

    topic: str
    payload: str
    retained: bool
    """Whether it had been there before the subscriber came."""

    @property
    def json(self) -> Mapping[str, Any]:
        """The payload as the JSON object that it is."""
        values: Mapping[str, Any] = json.loads(self.payload)
        return values


class Subscriber:
    """A client of its own at 127.0.0.1; a context.

    Parameters
    ----------
    port
        The broker's.
    user, password
        As whom; nobody in particular if unsaid.
    certificate
        The broker's own, for TLS.
    """

    def __init__(
        self, port: int, *, user: str | None = None, password: str | None = None, certificate: Path | None = None
    ) -> None:
        self._port = port
        self._news = threading.Condition()
        self._heard: list[Heard] = []
        self._subscribed = threading.Event()
        self._client = Client(CallbackAPIVersion.VERSION2)
        if user is not None:
            self._client.username_pw_set(user, password)
        if certificate is not None:
            self._client.tls_set(str(certificate))
        self._client.on_connect = lambda client, *_: client.subscribe("#", qos=1)
        self._client.on_subscribe = lambda *_: self._subscribed.set()
        self._client.on_message = lambda _client, _data, message: self._hear(message)

    def __enter__(self) -> Subscriber:
        self._client.reconnect_delay_set(1, 1)
        self._client.connect("127.0.0.1", self._port)
        self._client.loop_start()
        if not self._subscribed.wait(WITHIN_S):
            raise TimeoutError("the broker does not answer")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def of(self, topic: str) -> list[Heard]:
        """Return what has arrived on a topic."""
        with self._news:
            return [heard for heard in self._heard if heard.topic == topic]

    def wait_for(
        self,
        topic: str,
        is_it: Callable[[Heard], bool] = lambda _: True,
        since: int = 0,
        within_s: float = WITHIN_S,
    ) -> Heard:
        """Return the first message on `topic` that is it, of all after the first `since` that arrived anywhere."""
        with self._news:
            if not self._news.wait_for(lambda: self._find(topic, is_it, since) is not None, within_s):
                raise TimeoutError(f"nothing such on {topic}: {[(one.topic, one.payload[:80]) for one in self._heard]}")
            found = self._find(topic, is_it, since)
            if found is None:
                raise RuntimeError("it was there a moment ago")
            return found

    @property
    def so_far(self) -> int:
        """How many messages have arrived."""
        with self._news:
            return len(self._heard)

    def send(self, topic: str, payload: str | bytes, *, retain: bool = False) -> None:
        """Publish, and wait for the broker to have it."""
        self._client.publish(topic, payload, qos=1, retain=retain).wait_for_publish(WITHIN_S)

    def _find(self, topic: str, is_it: Callable[[Heard], bool], since: int) -> Heard | None:
        return next((one for one in self._heard[since:] if one.topic == topic and is_it(one)), None)

    def _hear(self, message: MQTTMessage) -> None:
        heard = Heard(message.topic, message.payload.decode("utf-8", errors="replace"), message.retain)
        with self._news:
            self._heard.append(heard)
            self._news.notify_all()
