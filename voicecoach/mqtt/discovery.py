"""How Home Assistant finds all of it: one retained message that describes a device and its entities.

This is its device discovery (https://www.home-assistant.io/integrations/mqtt/#device-discovery-payload, since Home
Assistant 2024.11).  Its schema refuses the whole message for one unknown key beside the components, so there are none
but the required ones and the availability that all components share.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.events import Command
from voicecoach.coaching.states import State
from voicecoach.mqtt.orders import START
from voicecoach.mqtt.state import IDLE
from voicecoach.mqtt.topics import Topics

Component = Mapping[str, object]

_LANDINGS: Final[Component] = {"unit_of_measurement": "landings", "icon": "mdi:counter"}
_HZ: Final[Component] = {
    "device_class": "frequency",
    "unit_of_measurement": "Hz",
    "suggested_display_precision": 2,
}

_BUTTONS: Final = {
    "start": ("Start", "mdi:play", START),
    "toggle": ("Pause or resume", "mdi:play-pause", Command.PAUSE_OR_RESUME),
    "next": ("Next", "mdi:skip-next", Command.SKIP),
    "back": ("Back", "mdi:skip-previous", Command.BACK),
    "repeat": ("Repeat", "mdi:repeat", Command.REPEAT),
    "stop": ("Stop", "mdi:stop", Command.STOP),
    "mute": ("Mute or unmute", "mdi:volume-mute", Command.MUTE_OR_UNMUTE),
    "louder": ("Louder", "mdi:volume-plus", Command.LOUDER),
    "softer": ("Softer", "mdi:volume-minus", Command.SOFTER),
}


def announcement(topics: Topics, prefix: str, machine: str, version: str) -> tuple[str, Mapping[str, object]]:
    """Return the topic and the payload that describe this machine under Home Assistant's discovery `prefix`."""
    components = _of_state(topics) | _of_count(topics) | _of_results(topics) | _buttons(topics)
    return f"{prefix}/device/{topics.device}/config", {
        "device": {
            "identifiers": [topics.device],
            "name": f"Voicecoach {machine}",
            "manufacturer": "voicecoach",
            "model": "Spoken coach",
            "sw_version": version,
        },
        "origin": {"name": "voicecoach", "sw_version": version},
        "availability_topic": topics.availability,
        "components": {
            name: {**component, "unique_id": f"{topics.device}_{name}"} for name, component in components.items()
        },
    }


def _of_state(topics: Topics) -> dict[str, Component]:
    states = [IDLE, *(str(one) for one in State if one is not State.ENDED)]
    phases = [str(one) for one in PhaseKind]
    return {
        "state": _sensor("Session", topics.state, "state", icon="mdi:run", device_class="enum", options=states),
        "phase": _sensor("Phase", topics.state, "phase", icon="mdi:clock", device_class="enum", options=phases),
        "phase_ends": _sensor("Phase ends", topics.state, "ends_at", device_class="timestamp"),
        "circuit": _sensor("Circuit", topics.state, "circuit", icon="mdi:format-list-numbered"),
        "exercise": _sensor("Exercise", topics.state, "exercise", icon="mdi:jump-rope"),
        "side": _sensor("Side", topics.state, "side", icon="mdi:shoe-print"),
        "round": _sensor("Round", topics.state, "round", icon="mdi:repeat-variant"),
        "training": _binary("Training", topics.state, f"value_json.state != '{IDLE}'", device_class="running"),
        "paused": _binary("Paused", topics.state, "'paused' in value_json.state", icon="mdi:pause"),
    }


def _of_count(topics: Topics) -> dict[str, Component]:
    return {
        "count": _sensor("Count", topics.count, "count", **_LANDINGS),
        "cadence": _sensor("Cadence", topics.count, "cadence_hz", **_HZ),
        "landings": _sensor("Landings", topics.count, "landings", **_LANDINGS),
    }


def _of_results(topics: Topics) -> dict[str, Component]:
    last_set = _sensor("Last set", topics.set, "count", **_LANDINGS, json_attributes_topic=topics.set)
    session = _sensor("Last session", topics.session, "landings", **_LANDINGS, json_attributes_topic=topics.session)
    return {
        "last_set": last_set,
        "last_set_exercise": _sensor("Last set exercise", topics.set, "step", icon="mdi:jump-rope"),
        "last_set_cadence": _sensor("Last set cadence", topics.set, "cadence_hz", **_HZ),
        "last_session": session,
    }


def _buttons(topics: Topics) -> dict[str, Component]:
    shared = {"platform": "button", "command_topic": topics.command}
    return {
        name: {**shared, "name": label, "icon": icon, "payload_press": str(command)}
        for name, (label, icon, command) in _BUTTONS.items()
    }


def _sensor(name: str, topic: str, field: str, **more: object) -> Component:
    """Return a sensor that shows a field of the JSON on `topic`; null is unknown to Home Assistant."""
    template = f"{{{{ value_json.{field} }}}}"
    return {"platform": "sensor", "name": name, "state_topic": topic, "value_template": template, **more}


def _binary(name: str, topic: str, condition: str, **more: object) -> Component:
    template = f"{{{{ 'ON' if {condition} else 'OFF' }}}}"
    return {"platform": "binary_sensor", "name": name, "state_topic": topic, "value_template": template, **more}
