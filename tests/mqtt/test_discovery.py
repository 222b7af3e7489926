"""What Home Assistant is told: only keys that it knows, only topics and fields that are published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from voicecoach.coaching.events import Command
from voicecoach.cuefiles import load_circuit
from voicecoach.mqtt.discovery import announcement
from voicecoach.mqtt.orders import START, read_command
from voicecoach.mqtt.state import count_values, idle_values
from voicecoach.mqtt.topics import Topics
from voicecoach.runtime.results import Results
from voicecoach.testing import SessionRig

TOPICS = Topics("voicecoach/pi")

ROOT = {"device", "origin", "components", "availability_topic"}
"""Of what its schema knows beside these nothing is used; it refuses the whole message for a key that it does not."""

COMPONENT = {
    "sensor": {"state_topic", "value_template", "json_attributes_topic", "suggested_display_precision"}
    | {"device_class", "unit_of_measurement", "options"},
    "binary_sensor": {"state_topic", "value_template", "device_class"},
    "button": {"command_topic", "payload_press"},
}
"""Keys of each platform that are used, from its documentation; all have platform, name, icon and unique_id too."""


@pytest.fixture
def payload() -> Mapping[str, Any]:
    return announcement(TOPICS, "homeassistant", "pi", "1.2.3")[1]


@pytest.fixture
def published() -> Mapping[str, Mapping[str, Any]]:
    """Everything that is published as JSON, by topic."""
    rig, results = SessionRig(load_circuit("demo")), Results("ada", lambda: datetime(2026, 3, 2, tzinfo=UTC))
    rig.run(landings=[0.45 * n for n in range(300)])
    found: dict[str, Mapping[str, Any]] = {TOPICS.state: idle_values(), TOPICS.count: count_values(None)}
    for fact in rig.recorded:
        result = results.take(fact)
        if result is not None:
            found[TOPICS.set if result["event"] == "step_ended" else TOPICS.session] = result
    return found


def test_the_topic_is_one_that_home_assistant_reads() -> None:
    topic, _ = announcement(Topics("Tom's Gym/Pi #2"), "homeassistant", "pi", "1")
    assert topic == "homeassistant/device/voicecoach_tom_s_gym_pi_2/config"
    assert re.fullmatch(r"homeassistant/device/[a-zA-Z0-9_-]+/config", topic)


def test_there_are_only_keys_that_home_assistant_knows(payload: Mapping[str, Any]) -> None:
    assert payload.keys() == ROOT
    assert payload["device"].keys() == {"identifiers", "name", "manufacturer", "model", "sw_version"}
    assert payload["origin"] == {"name": "voicecoach", "sw_version": "1.2.3"}
    for component in payload["components"].values():
        own = component.keys() - {"platform", "name", "icon", "unique_id"}
        assert own <= COMPONENT[component["platform"]]
        assert component["name"]


def test_every_entity_is_the_same_one_at_every_session(payload: Mapping[str, Any]) -> None:
    ids = [component["unique_id"] for component in payload["components"].values()]
    assert len(set(ids)) == len(ids)
    assert payload == announcement(TOPICS, "homeassistant", "pi", "1.2.3")[1]
    other: Mapping[str, Any] = announcement(Topics("voicecoach/attic"), "homeassistant", "attic", "1.2.3")[1]
    assert payload["device"]["identifiers"] != other["device"]["identifiers"]


def test_what_is_shown_is_published(payload: Mapping[str, Any], published: Mapping[str, Mapping[str, Any]]) -> None:
    for component in payload["components"].values():
        if component["platform"] == "button":
            assert component["command_topic"] == TOPICS.command
            continue
        (field,) = re.findall(r"value_json\.(\w+)", component["value_template"])
        assert field in published[component["state_topic"]], component["name"]
        assert component.get("json_attributes_topic", TOPICS.set) in published


def test_every_button_is_a_command(payload: Mapping[str, Any]) -> None:
    assert payload["components"]["start"]["payload_press"] == START
    pressed = {
        name: read_command(component["payload_press"].encode())
        for name, component in payload["components"].items()
        if component["platform"] == "button" and name != START
    }
    assert {"toggle", "next", "back", "stop"} <= pressed.keys()
    assert all(isinstance(command, Command) for command in pressed.values())
