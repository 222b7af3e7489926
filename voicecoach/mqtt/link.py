"""The connection to a broker: paho does the network in a thread of its own and never stops trying."""

from __future__ import annotations

import secrets
import ssl
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.reasoncodes import ReasonCode

from voicecoach.mqtt.address import Broker
from voicecoach.mqtt.outbox import KEPT, Message
from voicecoach.mqtt.topics import BIRTH, OFFLINE, ONLINE, Topics

FIRST_RETRY_S, LAST_RETRY_S = 1, 30
"""Between two attempts: twice as long after each that fails."""

KEEP_ALIVE_S: Final = 20
"""A broker that is silent for twice this is gone; and it calls us offline after one and a half of it."""

GOODBYE_S: Final = 1.0

_LOST = "the MQTT broker at {name} can't be reached ({reason}); voicecoach goes on without it and keeps trying"
_REFUSED = (
    "the MQTT broker at {name} refuses us ({reason}); check the user in --mqtt and the password in "
    "VOICECOACH_MQTT_PASSWORD; voicecoach goes on without it and keeps trying"
)
_BACK = "the MQTT broker at {name} is back, and has been told everything"
_DEAF = "the MQTT broker at {name} does not let us read {topic}; it is told of the session and can't command it"


class Link:
    """A connection that is made again by itself, at once ready to be asked for anything.

    Parameters
    ----------
    broker, topics
        Where to, and what for.
    on_ready
        Told each time that a connection takes messages, and whether it is the first.
    on_birth
        Told that Home Assistant has started.
    on_command
        Given (topic, payload, whether it was retained) of whatever arrives for us.
    notice
        Told in a sentence when the broker is lost, and when it is back.
    """

    def __init__(
        self,
        broker: Broker,
        topics: Topics,
        *,
        on_ready: Callable[[bool], None],
        on_birth: Callable[[], None],
        on_command: Callable[[str, bytes, bool], None],
        notice: Callable[[str], None],
    ) -> None:
        self._broker = broker
        self._topics = topics
        self._on_ready = on_ready
        self._on_birth = on_birth
        self._on_command = on_command
        self._notice = notice
        self._closing = False
        self._is_first = True
        self.is_ready = False
        """Whether the broker takes messages."""
        self.is_away = False
        """Whether it was tried in vain, and we said so."""
        # A name that nobody else has: of two clients with the same one a broker throws out the first.
        self._client = Client(CallbackAPIVersion.VERSION2, client_id=f"voicecoach-{secrets.token_hex(6)}")
        self._configure(self._client)

    def start(self) -> None:
        """Begin to connect; returns at once."""
        self._client.connect_async(self._broker.host, self._broker.port, keepalive=KEEP_ALIVE_S)
        self._client.loop_start()

    def publish(self, message: Message) -> None:
        """Hand a message to paho; one that is to arrive surely outlives a connection that breaks."""
        self._client.publish(message.topic, message.payload, qos=int(message.surely), retain=True)

    def close(self) -> None:
        """Say that we leave, and leave."""
        self._closing = True
        if not self.is_ready:
            self._client.disconnect()  # paho's thread may be waiting to try again: it ends by itself
            return
        goodbye = self._client.publish(self._topics.availability, OFFLINE, qos=1, retain=True)
        with suppress(RuntimeError, ValueError):  # the connection has just broken
            goodbye.wait_for_publish(GOODBYE_S)
        self._client.disconnect()
        self._client.loop_stop()

    def _configure(self, client: Client) -> None:
        broker = self._broker
        if broker.user is not None:
            client.username_pw_set(broker.user, broker.password)
        if broker.tls:
            client.tls_set_context(ssl.create_default_context())
        client.will_set(self._topics.availability, OFFLINE, qos=1, retain=True)
        client.reconnect_delay_set(FIRST_RETRY_S, LAST_RETRY_S)
        client.max_queued_messages_set(KEPT)
        client.on_connect = self._connected
        client.on_subscribe = self._subscribed
        client.on_message = self._heard
        client.on_disconnect = self._disconnected
        client.on_connect_fail = self._failed

    def _connected(self, client: Client, _data: Any, _flags: Any, reason: ReasonCode, _more: Any) -> None:  # noqa: ANN401 - paho's signatures
        if self._closing:
            client.disconnect()
        elif reason.is_failure:
            self._lose(_REFUSED, str(reason))
        else:
            client.subscribe([(self._topics.command, 1), (BIRTH, 0)])

    def _subscribed(self, _client: Client, _data: Any, _mid: int, codes: list[ReasonCode], _more: Any) -> None:  # noqa: ANN401
        # Only now: what paho sends once more of an earlier connection is on its way, and what we send comes after it.
        self.is_ready = True
        self._on_ready(self._is_first)
        self._is_first = False
        if self.is_away:
            self.is_away = False
            self._notice(_BACK.format(name=self._broker.name))
        if codes[0].is_failure:
            self._notice(_DEAF.format(name=self._broker.name, topic=self._topics.command))

    def _heard(self, _client: Client, _data: Any, message: MQTTMessage) -> None:  # noqa: ANN401
        if message.topic != BIRTH:
            self._on_command(message.topic, bytes(message.payload), message.retain)
        elif message.payload == ONLINE.encode() and not message.retain:
            self._on_birth()

    def _disconnected(self, *_: object) -> None:
        self.is_ready = False
        self._lose(_LOST, "the connection broke")

    def _failed(self, _client: Client, _data: Any) -> None:  # noqa: ANN401
        self._lose(_LOST, _why(sys.exception()))  # paho calls this while it handles what went wrong

    def _lose(self, sentence: str, reason: str) -> None:
        if not self.is_away and not self._closing:
            self.is_away = True
            self._notice(sentence.format(name=self._broker.name, reason=reason))


def _why(error: BaseException | None) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    return str(getattr(error, "strerror", None) or error or "no reason given").lower()
