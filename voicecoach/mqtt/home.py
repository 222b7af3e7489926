"""MQTT as the commands use it: connect, give its screen to a session, take its orders, say goodbye."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from voicecoach import __version__
from voicecoach.errors import MqttError
from voicecoach.extras import what_is_missing
from voicecoach.mqtt.address import Broker
from voicecoach.mqtt.discovery import announcement
from voicecoach.mqtt.orders import Give, Orders
from voicecoach.mqtt.screen import Inbox, MqttScreen
from voicecoach.mqtt.teller import Renew, Results, Teller
from voicecoach.mqtt.telling import Telling
from voicecoach.mqtt.topics import Topics

Notice = Callable[[str], None]


class Home:
    """Whoever follows and commands by MQTT."""

    def __init__(self, screen: MqttScreen, notice: Notice) -> None:
        self.screen = screen
        self.orders = Orders(self.tell)
        self._notice = notice

    def tell(self, text: str) -> None:
        """Tell a sentence about the connection, where it can be seen at the moment."""
        self._notice(text)

    @contextmanager
    def during(self, give: Give, notice: Notice) -> Iterator[None]:
        """Send commands to the session that runs, and sentences to its screens."""
        before, self._notice = self._notice, notice
        try:
            with self.orders.to(give):
                yield
        finally:
            self._notice = before


def require_mqtt() -> None:
    """Raise MqttError if what it needs is not installed."""
    if missing := what_is_missing("--mqtt", ("paho",), ("paho-mqtt",)):
        raise MqttError(missing)


@contextmanager
def open_home(
    broker: Broker,
    machine: str,
    results: Results,
    notice: Notice,
    wall_clock: Callable[[], datetime] | None,
) -> Iterator[Home]:
    """Be at home on `broker` while the context lasts; one that is away is tried again and again.

    Parameters
    ----------
    broker
        Where, as :func:`~voicecoach.mqtt.address.read_broker` gives it.
    machine
        This machine's name.
    results
        Where the results of sets and sessions come from.
    notice
        Told in a sentence what happens to the connection.
    wall_clock
        Tells the time of day, with its zone; None if session seconds are not seconds.

    Raises
    ------
    MqttError
        What it needs is not installed.
    """
    require_mqtt()
    from voicecoach.mqtt.link import Link  # noqa: PLC0415 - what it needs is an extra

    topics, inbox = Topics(broker.prefix), Inbox()
    announced = announcement(topics, broker.discovery, machine, __version__) if broker.discovery else None
    home = Home(MqttScreen(inbox), notice)
    link = Link(
        broker,
        topics,
        on_ready=lambda first: inbox.put(Renew(with_results=not first)),
        on_birth=lambda: inbox.put(Renew(with_results=False)),
        on_command=lambda topic, payload, retained: home.orders.receive(topic, payload, retained=retained),
        notice=home.tell,
    )
    link.start()
    with Telling(inbox, Teller(topics, results, announced, wall_clock), link):
        yield home
