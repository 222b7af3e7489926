"""A desktop notification, by the desktop's own way: D-Bus, `org.freedesktop.Notifications`.

Spoken in plain Python (jeepney), so that neither `notify-send` nor a toolkit has to be installed.
Source: Desktop Notifications Specification 1.2, https://specifications.freedesktop.org/notification-spec/
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Final

ANSWER_WITHIN_S: Final = 5.0

ADDRESS: Final = "DBUS_SESSION_BUS_ADDRESS"

OBJECT: Final = "/org/freedesktop/Notifications"
NAME: Final = "org.freedesktop.Notifications"

EXPIRES_BY_ITSELF: Final = -1
NEW: Final = 0


def notify(title: str, body: str) -> str | None:
    """Show a notification; returns None, or in some words why there is none to be had here."""
    address = _address()
    if address is None:
        return "no desktop is running here"
    if find_spec("jeepney") is None:
        return "its notifications need jeepney (pip install jeepney)"
    from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call  # noqa: PLC0415 - needs a desktop
    from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415 - needs a desktop

    desktop = DBusAddress(OBJECT, bus_name=NAME, interface=NAME)
    values: tuple[object, ...] = ("voicecoach", NEW, "", title, body, [], {}, EXPIRES_BY_ITSELF)
    call = new_method_call(desktop, "Notify", "susssasa{sv}i", values)
    try:
        with open_dbus_connection(address) as connection:
            header = connection.send_and_get_reply(call, timeout=ANSWER_WITHIN_S).header
    except (OSError, RuntimeError, ValueError) as trouble:  # TimeoutError is an OSError
        return f"the desktop can't be reached ({trouble or type(trouble).__name__})"
    if header.message_type is MessageType.error:
        return f"the desktop shows no notifications ({header.fields[HeaderFields.error_name]})"
    return None


def _address() -> str | None:
    """Return where this user's bus is; a service or a session over ssh may not have been told."""
    told = os.environ.get(ADDRESS)
    if told:
        return told
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    bus = Path(runtime, "bus") if runtime else None
    return f"unix:path={bus}" if bus is not None and bus.is_socket() else None
