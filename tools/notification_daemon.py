"""A desktop for tests: a D-Bus of its own, on which something shows notifications.  Needs ``dbus-daemon``.

with Desktop() as desktop:
... a program with desktop.environ ...
desktop.shown   # what it was asked to show: pairs of a title and a body
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
from pathlib import Path
from types import TracebackType

from jeepney import HeaderFields, MessageType, message_bus, new_method_return
from jeepney.io.blocking import DBusConnection, open_dbus_connection

NAME = "org.freedesktop.Notifications"

_BUS = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
"""


class Desktop:
    """The bus, and unless `shows` is false the program that shows notifications; a context."""

    def __init__(self, *, shows: bool = True) -> None:
        self.shown: list[tuple[str, str]] = []
        self._shows = shows
        self._folder = tempfile.TemporaryDirectory(prefix="desktop-")
        self._socket = Path(self._folder.name) / "bus"
        self.address = f"unix:path={self._socket}"
        self.environ = os.environ | {"XDG_RUNTIME_DIR": self._folder.name}
        """A user's, as systemd sets it: the bus lies where it is by custom."""
        self._bus: subprocess.Popen[str] | None = None
        self._connection: DBusConnection | None = None
        self._showing: threading.Thread | None = None

    def __enter__(self) -> Desktop:
        config = Path(self._folder.name) / "bus.conf"
        config.write_text(_BUS.format(socket=self._socket), encoding="utf-8")
        command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"]
        self._bus = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        if self._bus.stdout is None or not self._bus.stdout.readline():
            raise RuntimeError("dbus-daemon does not start")
        if self._shows:
            self._connection = open_dbus_connection(self.address)
            self._connection.send_and_get_reply(message_bus.RequestName(NAME))
            self._showing = threading.Thread(target=self._show, args=(self._connection,))
            self._showing.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bus is not None:
            self._bus.terminate()  # which ends the connection, and so the thread
            self._bus.communicate()
        if self._showing is not None:
            self._showing.join()
        if self._connection is not None:
            self._connection.close()
        self._folder.cleanup()

    def _show(self, connection: DBusConnection) -> None:
        number = 0
        while True:
            try:
                call = connection.receive()
            except (OSError, ConnectionError):
                return
            fields = call.header.fields
            if call.header.message_type is MessageType.method_call and fields[HeaderFields.member] == "Notify":
                _app, _replaces, _icon, title, body, _actions, _hints, _expires = call.body
                self.shown.append((title, body))
                number += 1
                connection.send(new_method_return(call, "u", (number,)))
