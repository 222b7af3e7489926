"""Media keys as the kernel tells them.

The kernel's files are made here: sysfs as text, and a device as a named pipe that is sent the kernel's own structs.
Opening, waiting, reading and unplugging are the real code; the real thing would need /dev/uinput, which a container
has not.
"""

from __future__ import annotations

import os
import queue
import struct
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.coaching.events import Command
from voicecoach.controls.headset import Headset
from voicecoach.controls.input_devices import MEDIA_KEYS, commands_in, media_device

PLAY_PAUSE, NEXT, PREVIOUS, STOP, PLAY, PAUSE = 164, 163, 165, 166, 200, 201
LETTER_A, VOLUME_UP = 30, 115
WITHIN_S = 30.0


def event(code: int, value: int, kind: int = 1) -> bytes:
    return struct.pack("@LLHHi", 1_700_000_000, 5, kind, code, value)


def key(code: int) -> bytes:
    """Return what a key sends: pressed, a report's end, let go, a report's end."""
    return event(code, 1) + event(0, 0, kind=0) + event(code, 0) + event(0, 0, kind=0)


class Kernel:
    """A folder of input devices and sysfs's folder about them."""

    def __init__(self, folder: Path) -> None:
        self.sysfs, self.devices, self._to_be = folder / "sys", folder / "dev", folder / "to-be"
        for one in (self.sysfs, self.devices, self._to_be):
            one.mkdir()

    def connect(self, device_id: str, name: str, *codes: int) -> Plugged:
        """Plug a device in: all that sysfs tells of it is there at once."""
        os.mkfifo(self.devices / device_id)
        plugged = Plugged(self.devices / device_id)
        about = self._to_be / device_id / "device"
        (about / "capabilities").mkdir(parents=True)
        (about / "name").write_text(f"{name}\n", encoding="utf-8")
        (about / "capabilities" / "key").write_text(bitmap(codes), encoding="ascii")
        (self._to_be / device_id).rename(self.sysfs / device_id)
        return plugged


def bitmap(codes: tuple[int, ...]) -> str:
    """Return key codes as sysfs writes them: machine words in hexadecimal, the highest first."""
    bits, word_bits = sum(1 << code for code in set(codes)), 8 * struct.calcsize("@L")
    words = [f"{bits >> shift & ((1 << word_bits) - 1):x}" for shift in range(0, max(bits.bit_length(), 1), word_bits)]
    return " ".join(reversed(words)) + "\n"


class Plugged:
    """A connected device; a context that ends with its unplugging."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR)

    def __enter__(self) -> Plugged:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)

    def press(self, code: int) -> None:
        os.write(self._file, key(code))


@pytest.fixture
def kernel(tmp_path: Path) -> Kernel:
    return Kernel(tmp_path)


class Told:
    """Commands and notices as they come."""

    def __init__(self) -> None:
        self.commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self.notices: queue.SimpleQueue[str] = queue.SimpleQueue()

    def command(self) -> Command:
        return self.commands.get(timeout=WITHIN_S)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def headset(kernel: Kernel, told: Told) -> Iterator[Headset]:
    with Headset(
        told.commands.put, told.notices.put, sysfs=kernel.sysfs, devices=kernel.devices, look_every_s=0.01
    ) as headset:
        yield headset


@pytest.mark.usefixtures("headset")
def test_each_key_is_its_command_and_other_keys_are_none(kernel: Kernel, told: Told) -> None:
    with kernel.connect("event4", "WH-1000XM4 (AVRCP)", VOLUME_UP, *MEDIA_KEYS) as device:
        for code in (PLAY_PAUSE, VOLUME_UP, NEXT, PREVIOUS, PLAY, PAUSE, STOP):
            device.press(code)
        pauses = [Command.PAUSE_OR_RESUME] * 2
        expected = [Command.PAUSE_OR_RESUME, Command.SKIP, Command.BACK, *pauses, Command.STOP]
        assert [told.command() for _ in expected] == expected
    assert told.commands.empty()


@pytest.mark.usefixtures("headset")
def test_a_headset_that_goes_and_comes_back_is_heard_again(kernel: Kernel, told: Told) -> None:
    with kernel.connect("event4", "Headset", PLAY_PAUSE) as first:
        first.press(PLAY_PAUSE)
        assert told.command() is Command.PAUSE_OR_RESUME
    with kernel.connect("event5", "Headset", NEXT) as second:
        second.press(NEXT)
        assert told.command() is Command.SKIP


def test_a_device_without_media_keys_is_left_alone(kernel: Kernel) -> None:
    with kernel.connect("event0", "AT keyboard", LETTER_A, 57), kernel.connect("event1", "Consumer keys", PLAY_PAUSE):
        assert media_device(kernel.sysfs, "event0") is None
        found = media_device(kernel.sysfs, "event1")
        assert found is not None
        assert not found.is_headset
    assert media_device(kernel.sysfs, "event9") is None


def forbidden(path: Path) -> int:
    raise PermissionError(13, "Permission denied", str(path))


def test_a_headset_that_may_not_be_read_is_told_once_with_the_remedy(kernel: Kernel, told: Told) -> None:
    folders = {"sysfs": kernel.sysfs, "devices": kernel.devices}
    with (
        kernel.connect("event3", "Keyboard", PLAY_PAUSE),
        kernel.connect("event4", "WH-1000XM4 (AVRCP)", PLAY_PAUSE),
        Headset(told.commands.put, told.notices.put, **folders, look_every_s=0.01, open_device=forbidden),
    ):
        note = told.notices.get(timeout=WITHIN_S)
    assert "WH-1000XM4 (AVRCP)" in note
    assert "usermod -aG input" in note
    assert told.notices.empty()


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_complaint(data: bytes) -> None:
    assert set(commands_in(data)) <= set(MEDIA_KEYS.values())
