from __future__ import annotations

import pytest

from voicecoach.audio.devices import DeviceInfo, choose_format, find_device, is_bluetooth_headset
from voicecoach.errors import DeviceError


def device(index: int, name: str, inputs: int = 2, outputs: int = 2, *, default: bool = False) -> DeviceInfo:
    return DeviceInfo(
        index,
        name,
        "ALSA",
        inputs,
        outputs,
        48_000,
        is_default_input=default and inputs > 0,
        is_default_output=default and outputs > 0,
        bluetooth_headset_mic=False,
    )


DEVICES = [
    device(0, "HDA Intel: Analog", default=True),
    device(1, "USB Microphone", outputs=0),
    device(2, "USB Audio", inputs=0),
    device(3, "USB Audio 2", inputs=0),
]


def test_no_wish_means_the_default_device() -> None:
    assert find_device("microphone", None, DEVICES).index == 0


@pytest.mark.parametrize(("wanted", "index"), [("1", 1), ("USB Microphone", 1), ("microph", 1)])
def test_a_device_is_found_by_number_name_or_part_of_it(wanted: str, index: int) -> None:
    assert find_device("microphone", wanted, DEVICES).index == index


def test_an_exact_name_wins_over_a_longer_one() -> None:
    assert find_device("speaker", "USB Audio", DEVICES).index == 2


@pytest.mark.parametrize(
    ("kind", "wanted", "told"),
    [
        ("speaker", "usb", 'fits 2 devices: 2 "USB Audio" (ALSA), 3 "USB Audio 2" (ALSA)'),
        ("speaker", "USB Microphone", "no speaker has this name"),
        ("microphone", "USB Microfone", 'did you mean "USB Microphone"?'),
        ("microphone", "7", "no microphone has this number"),
    ],
)
def test_a_wish_that_fits_no_device_or_several_is_told_which_there_are(kind: str, wanted: str, told: str) -> None:
    with pytest.raises(DeviceError) as caught:
        find_device(kind, wanted, DEVICES)  # type: ignore[arg-type]
    assert told in str(caught.value)


@pytest.mark.parametrize("kind", ["microphone", "speaker"])
def test_a_machine_without_devices_says_what_to_do(kind: str) -> None:
    with pytest.raises(DeviceError, match="plug one in"):
        find_device(kind, None, [])  # type: ignore[arg-type]


def test_a_machine_without_devices_says_what_else_this_command_can_do() -> None:
    with pytest.raises(DeviceError) as refusal:
        find_device("microphone", None, [], otherwise="name a file")
    assert str(refusal.value) == "No microphone was found; plug one in, or name a file"


@pytest.mark.parametrize(
    ("name", "bluetooth"),
    [
        ("bluez_input.AC_12", True),
        ("Jabra Headset", True),
        ("AirPods Pro", True),
        ("USB Headset", False),
        ("Built-in", False),
    ],
)
def test_bluetooth_headsets_are_known_by_name(name: str, bluetooth: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_bluetooth_headset(name) is bluetooth


def test_the_first_rate_that_the_device_takes_is_used() -> None:
    assert choose_format("microphone", DEVICES[1], lambda _k, _i, rate, channels: (rate, channels) == (44_100, 2)) == (
        44_100,
        2,
    )


def test_a_device_that_refuses_every_rate_is_told_with_the_rates() -> None:
    with pytest.raises(DeviceError, match="48000, 44100, 16000 Hz"):
        choose_format("microphone", DEVICES[1], lambda *_: False)
