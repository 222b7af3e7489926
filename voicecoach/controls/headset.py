"""The media keys of a headset (or of a keyboard or remote control): play, pause, next, previous, stop.

A Bluetooth headset shows up as an input device when it connects, which may be in mid-session, so devices are looked
for every few seconds.  Nothing is grabbed: a music player that hears the same keys still does.
"""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from voicecoach.coaching.events import Command
from voicecoach.controls.input_devices import InputDevice, commands_in, device_ids, media_device

SYSFS, DEVICES = Path("/sys/class/input"), Path("/dev/input")

LOOK_EVERY_S = 3.0
"""How soon a device that connects in mid-session is heard."""

REFUSED_BEFORE_TOLD = 2
"""The system grants access to a new device a moment after it appears."""

NOT_PERMITTED = 'the keys of "{name}" can\'t be read; to use them: sudo usermod -aG input $USER, then log in again'

_CHUNK = 4096

Open = Callable[[Path], int]


def _open(path: Path) -> int:
    return os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)


class Headset:
    """Reads media keys while a session runs.

    Parameters
    ----------
    give
        Told each command.
    notice
        Told once, in a sentence, of a headset whose keys may not be read.
    sysfs, devices
        The kernel's two folders of input devices.
    look_every_s
        How often they are looked through.
    open_device
        Opens a device for reading; raises OSError.
    """

    def __init__(
        self,
        give: Callable[[Command], None],
        notice: Callable[[str], None],
        *,
        sysfs: Path = SYSFS,
        devices: Path = DEVICES,
        look_every_s: float = LOOK_EVERY_S,
        open_device: Open = _open,
    ) -> None:
        self._give = give
        self._notice = notice
        self._sysfs = sysfs
        self._devices = devices
        self._look_every_s = look_every_s
        self._open = open_device
        self._open_ids: dict[int, str] = {}  # by file descriptor
        self._without_keys: set[str] = set()
        self._refused: dict[str, int] = {}
        self._told = False
        self._wake, self._waker = os.pipe()
        self._thread = threading.Thread(target=self._run, name="headset", daemon=True)

    def __enter__(self) -> Headset:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.write(self._waker, b"!")
        self._thread.join(timeout=1.0)
        for descriptor in (self._wake, self._waker, *self._open_ids):
            os.close(descriptor)

    def _run(self) -> None:
        while True:
            self._look()
            ready, _, _ = select.select([self._wake, *self._open_ids], [], [], self._look_every_s)
            if self._wake in ready:
                return
            for descriptor in ready:
                self._read(descriptor)

    def _look(self) -> None:
        """Open whatever has media keys and is not open yet; forget what is gone."""
        present = device_ids(self._sysfs)
        self._without_keys &= present
        self._refused = {known: times for known, times in self._refused.items() if known in present}
        for device_id in sorted(present - self._without_keys - set(self._open_ids.values())):
            device = media_device(self._sysfs, device_id)
            if device is None:
                self._without_keys.add(device_id)
            else:
                self._begin(device)

    def _begin(self, device: InputDevice) -> None:
        try:
            self._open_ids[self._open(self._devices / device.id)] = device.id
        except PermissionError:
            self._refuse(device)
        except OSError:
            pass  # it has just gone, or is being made: the next look tells

    def _refuse(self, device: InputDevice) -> None:
        times = self._refused[device.id] = self._refused.get(device.id, 0) + 1
        if device.is_headset and times == REFUSED_BEFORE_TOLD and not self._told:
            self._told = True
            self._notice(NOT_PERMITTED.format(name=device.name))

    def _read(self, descriptor: int) -> None:
        try:
            data = os.read(descriptor, _CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            del self._open_ids[descriptor]
            os.close(descriptor)
        for command in commands_in(data):
            self._give(command)
