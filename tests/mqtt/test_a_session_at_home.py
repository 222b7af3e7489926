"""Whole sessions with a real broker: the program as it is started, and somebody else who reads and commands."""

from __future__ import annotations

import csv
import io
import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from measuring import of_kind, read_events
from page_session import PageSession
from scratch_mosquitto import PASSWORD, USER, ScratchMosquitto
from subscriber import WITHIN_S, Heard, Subscriber

from voicecoach.cli import main
from voicecoach.cuefiles import cue_sound
from voicecoach.mqtt.topics import Topics

TOPICS = Topics("home/gym")
DEVICE = "homeassistant/device/voicecoach_home_gym/config"

HOLDS = """\
schema = 1
name = "Holds"
rounds = 2

[defaults]
welcome = "3s"
get_ready = "3s"

[[step]]
exercise = "calf-hold"
kind = "hold"
work = "600s"
sides = "none"
"""


IN_CSV = (
    *("person", "circuit", "level", "set", "side", "round", "seconds"),
    *("count", "cadence_hz", "interval_s", "variation", "drift"),
)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user of their own, with no voice: nobody listens here."""
    for kind in ("data", "state"):
        monkeypatch.setenv(f"XDG_{kind.upper()}_HOME", str(tmp_path / kind))
    monkeypatch.setenv("VOICECOACH_ENGINE", "none")
    monkeypatch.setenv("VOICECOACH_PERSON", "ada")
    return tmp_path


def said(*words: str) -> str:
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    return done.stdout


def state_is(state: str) -> Any:  # noqa: ANN401 - a condition of the subscriber's
    return lambda heard: heard.json["state"] == state


def is_offline(heard: Heard) -> bool:
    return heard.payload == "offline"


def started(subscriber: Subscriber, command: str) -> Heard:
    """Start a session; a machine that has just come may not be ready for it, as somebody at a dashboard would see."""
    for _ in range(60):
        subscriber.send(TOPICS.command, command)
        with suppress(TimeoutError):
            return subscriber.wait_for(TOPICS.state, state_is("running"), within_s=1.0)
    raise TimeoutError(f"{command}: nothing starts")


def test_what_each_set_came_to_is_what_the_event_log_and_history_say(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = own / "events.jsonl"
    monkeypatch.setenv("VOICECOACH_MQTT_PASSWORD", PASSWORD)
    with ScratchMosquitto(password=True) as broker, Subscriber(broker.port, user=USER, password=PASSWORD) as subscriber:
        url = broker.url.replace("//", f"//{USER}@") + "/home/gym"
        words = ("run", "demo", "--fast", "--keep", "--mic", str(cue_sound("demo-hops.flac")), "--speaker", "none")
        assert "MQTT broker" not in said(*words, "--events", str(log), "--mqtt", url)
        session = subscriber.wait_for(TOPICS.session).json
        subscriber.wait_for(TOPICS.availability, is_offline)
        sets = [heard.json for heard in subscriber.of(TOPICS.set)]
    events = read_events(log)
    assert [one["count"] for one in sets] == [21, 21]
    for told, line in zip(
        sets, [one for one in of_kind(events, "step_ended") if one["count"] is not None], strict=True
    ):
        assert line.items() <= told.items()
    (ended,) = of_kind(events, "session_ended")
    assert ended.items() <= session.items()
    rows = list(csv.DictReader(io.StringIO(said("export", "last", "--format", "csv"))))
    for told, row in zip(sets, [row for row in rows if row["count"]], strict=True):
        assert {name: row[name] for name in IN_CSV} == {name: str(told[name] or "") for name in IN_CSV}
        assert row["exercise"] == told["step"]


def test_a_session_is_commanded_and_outlives_its_broker(own: Path) -> None:
    circuit, log = own / "holds.toml", own / "events.jsonl"
    circuit.write_text(HOLDS, "utf-8")
    with ScratchMosquitto() as broker, Subscriber(broker.port) as subscriber:
        devices = ("--mic", "none", "--speaker", "none", "--no-headset")
        arguments = ("run", str(circuit), *devices, "--events", str(log), "--mqtt", f"{broker.url}/home/gym")
        with PageSession(arguments) as session:
            subscriber.wait_for(TOPICS.state, state_is("running"))
            subscriber.send(TOPICS.command, "jump")
            subscriber.send(TOPICS.command, "jump")
            subscriber.send(TOPICS.command, "pause")
            subscriber.wait_for(TOPICS.state, state_is("paused"))
            before = subscriber.so_far
            broker.kill()
            broker.start()
            subscriber.wait_for(DEVICE, since=before)
            paused = subscriber.wait_for(TOPICS.state, since=before)
            assert (paused.json["state"], paused.json["phase"]) == ("paused", "welcome")
            subscriber.send(TOPICS.command, "next")
            ready = subscriber.wait_for(TOPICS.state, state_is("running"), since=before)
            assert (ready.json["phase"], ready.json["exercise"]) == ("get_ready", "Calf hold")
            subscriber.send(TOPICS.command, "stop")
            assert subscriber.wait_for(TOPICS.session).json["reason"] == "stopped"
            subscriber.wait_for(TOPICS.availability, is_offline, since=before)
            assert session.process.wait(30.0) == 0
    events = read_events(log)
    taken = [(line["name"], line["source"]) for line in of_kind(events, "command")]
    assert taken == [("pause", "mqtt"), ("skip", "mqtt"), ("stop", "mqtt")]
    assert [(line["text"], line["source"]) for line in of_kind(events, "command_unknown")] == [("jump", "mqtt")]


@pytest.mark.usefixtures("own")
def test_a_machine_that_waits_is_started_stopped_and_when_it_is_killed_offline() -> None:
    with ScratchMosquitto() as broker, Subscriber(broker.port) as subscriber:
        devices = ("--mic", "none", "--speaker", "none", "--no-headset")
        with PageSession(("serve", "--web=127.0.0.1:0", *devices, "--mqtt", f"{broker.url}/home/gym")) as session:
            assert subscriber.wait_for(TOPICS.state).json["state"] == "idle"
            assert session.link
            subscriber.send(TOPICS.command, "start no-such-circuit")
            session.find(re.compile("starts nothing: a session runs already, or there is no such circuit"), WITHIN_S)
            running = started(subscriber, "start hop-test build").json
            assert (running["circuit"], running["level"]) == ("hop-test", "build")
            subscriber.send(TOPICS.command, "stop")
            assert subscriber.wait_for(TOPICS.session).json["reason"] == "stopped"
            assert not [heard for heard in subscriber.of(TOPICS.availability) if is_offline(heard)]
            os.kill(session.process.pid, signal.SIGKILL)
            subscriber.wait_for(TOPICS.availability, is_offline)


@pytest.mark.parametrize("command", ["run", "serve"])
def test_a_circuit_after_mqtt_is_told_where_it_goes(command: str) -> None:
    done = CliRunner().invoke(main, (command, "--mic", "none", "--mqtt", "ankle-hops"))
    assert done.exit_code == 2
    assert "a circuit's name goes before --mqtt" in done.stderr


@pytest.mark.usefixtures("own")
def test_a_password_that_everybody_can_read_is_pointed_out() -> None:
    words = ("run", "demo", "--fast", "--mic", "none", "--speaker", "none")
    output = said(*words, "--mqtt", "mqtt://coach:secret@127.0.0.1:1/gym")
    assert "better put it in VOICECOACH_MQTT_PASSWORD" in output
    assert "can't be reached" in output
    assert "secret" not in output


@pytest.mark.usefixtures("own")
def test_a_certificate_that_is_not_known_is_not_trusted() -> None:
    with ScratchMosquitto(tls=True) as broker:
        url = broker.url.replace("mqtt:", "mqtts:")
        words = ("run", "demo", "--fast", "--mic", "none", "--speaker", "none", "--mqtt", url)
        # A program of its own: paho leaves the socket of a failed handshake to the garbage collector.
        done = subprocess.run([sys.executable, "-m", "voicecoach", *words], capture_output=True, text=True, check=True)
    assert "its certificate is not trusted: self-signed certificate" in done.stdout


def test_address_and_password_can_be_left_to_the_environment(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = own / "secret"
    secret.write_text(PASSWORD + "\n", "utf-8")
    monkeypatch.setenv("VOICECOACH_MQTT_PASSWORD_FILE", str(secret))
    with ScratchMosquitto(password=True) as broker, Subscriber(broker.port, user=USER, password=PASSWORD) as subscriber:
        monkeypatch.setenv("VOICECOACH_MQTT", broker.url.replace("//", f"//{USER}@") + "/home/gym")
        said("run", "demo", "--fast", "--mic", "none", "--speaker", "none", "--mqtt")
        assert subscriber.wait_for(TOPICS.session).json["reason"] == "finished"


def test_a_password_file_that_can_not_be_read_is_told(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICECOACH_MQTT_PASSWORD_FILE", str(own / "nowhere"))
    done = CliRunner().invoke(main, ("run", "demo", "--fast", "--mqtt", "mqtt://127.0.0.1:1"))
    assert done.exit_code == 2
    assert "nowhere: this file can't be read (No such file or directory)" in done.stderr
