"""Which of the kernel's input devices have media keys, and what their bytes say.

The kernel's evdev interface is read as it is (linux/input.h, Documentation/input/input.rst): an event is a struct of a
few numbers, and what a device can do is a line in sysfs that everybody may read.  So there is nothing to install; the
Python package of that name has to be compiled wherever it is wanted.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from voicecoach.coaching.events import Command

MEDIA_KEYS = {
    163: Command.SKIP,  # KEY_NEXTSONG
    164: Command.PAUSE_OR_RESUME,  # KEY_PLAYPAUSE
    165: Command.BACK,  # KEY_PREVIOUSSONG
    166: Command.STOP,  # KEY_STOPCD
    200: Command.PAUSE_OR_RESUME,  # KEY_PLAYCD
    201: Command.PAUSE_OR_RESUME,  # KEY_PAUSECD: some headsets send only the one or the other
}

_EVENT = struct.Struct("@LLHHi")  # seconds, microseconds, type, code, value
_EV_KEY = 1
_PRESSED = 1  # 0 is let go, 2 is repeated while held
_WORD_BITS = 8 * struct.calcsize("@L")
_HEADSET_NAME = re.compile(r"AVRCP|head-?(set|phone)|ear-?(bud|phone)|\bbuds\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class InputDevice:
    """A device with media keys."""

    id: str
    """The kernel's name, e.g. ``event7``."""
    name: str
    """The one for people, e.g. ``WH-1000XM4 (AVRCP)``."""

    @property
    def is_headset(self) -> bool:
        """Whether its name says that it is worn on the head; keyboards have media keys as well."""
        return _HEADSET_NAME.search(self.name) is not None


def device_ids(sysfs: Path) -> set[str]:
    """Return the ids of all input devices there are now; none where there is no such folder."""
    return {path.name for path in sysfs.glob("event*")}


def media_device(sysfs: Path, device_id: str) -> InputDevice | None:
    """Return a device if it has media keys, None if it has not or is gone."""
    folder = sysfs / device_id / "device"
    try:
        keys = _key_codes((folder / "capabilities" / "key").read_text("ascii"))
        name = (folder / "name").read_text("utf-8", errors="replace").strip()
    except OSError:
        return None
    return InputDevice(device_id, name) if keys & MEDIA_KEYS.keys() else None


def commands_in(data: bytes) -> Iterator[Command]:
    """Yield what the events read from a device ask for."""
    whole = len(data) - len(data) % _EVENT.size
    for _, _, kind, code, value in _EVENT.iter_unpack(data[:whole]):
        if kind == _EV_KEY and value == _PRESSED and code in MEDIA_KEYS:
            yield MEDIA_KEYS[code]


def _key_codes(bitmap: str) -> set[int]:
    """Return the set bits of sysfs's words in hexadecimal, of which the last has the lowest bits."""
    words = [int(word, 16) for word in reversed(bitmap.split())]
    return {
        index * _WORD_BITS + bit for index, word in enumerate(words) for bit in range(_WORD_BITS) if word >> bit & 1
    }
