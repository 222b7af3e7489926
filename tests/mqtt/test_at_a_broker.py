"""At a real broker: who comes, goes, is refused, falls over and forgets."""

from __future__ import annotations

import queue
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from scratch_mosquitto import PASSWORD, USER, ScratchMosquitto
from subscriber import WITHIN_S, Heard, Subscriber

from voicecoach.coaching.events import Command, NoCommand
from voicecoach.mqtt.address import read_broker
from voicecoach.mqtt.home import Home, open_home
from voicecoach.mqtt.topics import Topics
from voicecoach.runtime.results import Results
from voicecoach.testing import SessionRig

TOPICS = Topics("voicecoach/pi")
DEVICE = "homeassistant/device/voicecoach_pi/config"


def wall_clock() -> datetime:
    return datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@contextmanager
def at_home(url: str, told: queue.SimpleQueue[str] | None = None, password: str | None = None) -> Iterator[Home]:
    notice = pytest.fail if told is None else told.put
    broker = read_broker(url, "pi", password)
    with open_home(broker, "pi", Results("ada", wall_clock), notice, wall_clock) as home:
        yield home


def show(home: Home, rig: SessionRig) -> None:
    """Show everything of the session so far."""
    for fact in rig.recorded:
        home.screen.noted(fact)
    home.screen.show(rig.session.snapshot(rig.now), -30.0)


def received(broker: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        data += broker.recv(count - len(data))
    return data


def accept_all_but_subscriptions(broker: socket.socket) -> None:
    """Answer as MQTT 3.1.1 has it (sections 3.2 and 3.9); mosquitto grants every subscription and is silent then."""
    _, length = received(broker, 2)
    received(broker, length)
    broker.sendall(b"\x20\x02\x00\x00")
    _, length = received(broker, 2)
    packet_id = received(broker, length)[:2]
    broker.sendall(b"\x90\x04" + packet_id + b"\x80\x80")


def is_running(heard: Heard) -> bool:
    return bool(heard.json["state"] == "running")


def test_whoever_comes_later_finds_everything_there(broker: ScratchMosquitto, hopping: SessionRig) -> None:
    with Subscriber(broker.port) as first, at_home(broker.url) as home:
        show(home, hopping)
        first.wait_for(TOPICS.count, lambda heard: heard.json["count"] == 4)
        with Subscriber(broker.port) as later:
            state = later.wait_for(TOPICS.state, is_running)
            assert state.retained
            assert (state.json["phase"], state.json["exercise"], state.json["circuit"]) == (
                "work",
                "Ankle hops",
                "demo",
            )
            assert later.wait_for(TOPICS.availability).payload == "online"
            assert later.wait_for(DEVICE).json["availability_topic"] == TOPICS.availability


def test_the_end_is_told_and_what_was_done_stays(
    broker: ScratchMosquitto, subscriber: Subscriber, hopping: SessionRig
) -> None:
    hopping.run()
    with at_home(broker.url) as home:
        show(home, hopping)
    subscriber.wait_for(TOPICS.availability, lambda heard: heard.payload == "offline")
    with Subscriber(broker.port) as later:
        assert later.wait_for(TOPICS.state).json["state"] == "idle"
        assert later.wait_for(TOPICS.session).json["reason"] == "finished"
        assert later.wait_for(TOPICS.set).json["step"] == "ankle-hops"
        assert later.wait_for(TOPICS.availability).payload == "offline"


def test_a_broker_that_falls_over_and_forgets_is_told_everything_when_it_is_back(
    broker: ScratchMosquitto, subscriber: Subscriber, hopping: SessionRig
) -> None:
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    hopping.run()
    facts = hopping.recorded
    first_set = next(n for n, fact in enumerate(facts) if fact.event == "step_ended" and getattr(fact, "count", None))
    with at_home(broker.url, told) as home:
        for fact in facts[: first_set + 1]:
            home.screen.noted(fact)
        subscriber.wait_for(TOPICS.set)
        broker.kill()
        assert "can't be reached" in told.get(timeout=WITHIN_S)
        for fact in facts[first_set + 1 :]:
            home.screen.noted(fact)
        broker.start()
        assert "is back" in told.get(timeout=WITHIN_S)
        with Subscriber(broker.port) as later:
            assert later.wait_for(TOPICS.session).json["reason"] == "finished"
            assert later.wait_for(TOPICS.set, lambda heard: heard.json["set"] == 4)
            assert later.wait_for(TOPICS.state).json["state"] == "idle"
            assert later.wait_for(TOPICS.availability).payload == "online"
            assert "components" in later.wait_for(DEVICE).json
            with home.orders.to(lambda command, _: told.put(str(command))):
                later.send(TOPICS.command, "pause")
                assert told.get(timeout=WITHIN_S) == "pause"


def test_home_assistant_that_starts_is_told_everything(
    broker: ScratchMosquitto, subscriber: Subscriber, hopping: SessionRig
) -> None:
    with at_home(broker.url) as home:
        show(home, hopping)
        subscriber.wait_for(TOPICS.state, is_running)
        before = subscriber.so_far
        subscriber.send("homeassistant/status", "online")
        for topic in (DEVICE, TOPICS.availability, TOPICS.state, TOPICS.count):
            subscriber.wait_for(topic, since=before)


def test_commands_come_back_and_nothing_else_does(broker: ScratchMosquitto, subscriber: Subscriber) -> None:
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    given: queue.SimpleQueue[Command | NoCommand] = queue.SimpleQueue()
    subscriber.send(TOPICS.command, "stop", retain=True)
    with at_home(broker.url, told) as home, home.during(lambda command, _: given.put(command), told.put):
        assert "publish commands without retain" in told.get(timeout=WITHIN_S)
        for payload in (b"toggle", b"\xff\x00" * 40_000, b"next"):
            subscriber.send(TOPICS.command, payload)
        assert given.get(timeout=WITHIN_S) is Command.PAUSE_OR_RESUME
        assert isinstance(given.get(timeout=WITHIN_S), NoCommand)
        assert given.get(timeout=WITHIN_S) is Command.SKIP


def test_a_broker_that_is_not_there_costs_one_sentence_and_the_end_does_not_wait_for_it(hopping: SessionRig) -> None:
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with at_home(f"mqtt://127.0.0.1:{port}", told) as home:
        sentence = told.get(timeout=WITHIN_S)
        assert sentence == (
            f"the MQTT broker at 127.0.0.1:{port} can't be reached (connection refused); "
            "voicecoach goes on without it and keeps trying"
        )
        show(home, hopping)
    assert told.empty()


def test_a_broker_that_comes_late_is_found(hopping: SessionRig) -> None:
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    with ScratchMosquitto() as broker:
        broker.kill()
        with at_home(broker.url, told) as home:
            told.get(timeout=WITHIN_S)
            show(home, hopping)
            broker.start()
            assert "is back" in told.get(timeout=WITHIN_S)
            with Subscriber(broker.port) as subscriber:
                subscriber.wait_for(TOPICS.state, is_running)


def test_user_and_password_let_us_in_and_a_wrong_one_is_told() -> None:
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    with ScratchMosquitto(password=True) as broker:
        url = broker.url.replace("//", f"//{USER}@")
        with at_home(url, told, "wrong"):
            sentence = told.get(timeout=WITHIN_S)
        assert "refuses us (Not authorized); check the user" in sentence
        assert "wrong" not in sentence
        with Subscriber(broker.port, user=USER, password=PASSWORD) as subscriber, at_home(url, None, PASSWORD):
            subscriber.wait_for(TOPICS.availability, lambda heard: heard.payload == "online")


def test_a_broker_that_lets_us_read_nothing_is_told_of_the_session_and_we_say_so() -> None:
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(WITHIN_S)
        port = listening.getsockname()[1]
        with at_home(f"mqtt://127.0.0.1:{port}", told):
            broker, _ = listening.accept()
            with broker:
                accept_all_but_subscriptions(broker)
                assert "does not let us read voicecoach/pi/command" in told.get(timeout=WITHIN_S)
                assert b"voicecoach/pi/state" in received(broker, 4000)


def test_tls_with_a_certificate_that_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScratchMosquitto(tls=True) as broker:
        monkeypatch.setenv("SSL_CERT_FILE", str(broker.certificate))
        url = broker.url.replace("mqtt:", "mqtts:")
        with Subscriber(broker.port, certificate=broker.certificate) as subscriber, at_home(url):
            subscriber.wait_for(TOPICS.availability, lambda heard: heard.payload == "online")
