"""Which microphones and speakers there are, and which of them a name means.

Everything but :func:`list_devices` and :func:`open_device`'s questions is a function of plain lists, so every
refusal can be shown without hardware.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voicecoach.audio import portaudio
from voicecoach.audio.portaudio import Kind, RawDevices
from voicecoach.errors import DeviceError

RATES_HZ = (48000, 44100, 16000)
"""Tried in this order, then the device's own: USB microphones often know only one of the first two."""

BLUETOOTH_HEADSET = re.compile(r"bluez|bluetooth|headset|hands-?free|\bhfp\b|\bhsp\b|airpods", re.IGNORECASE)
"""Names under which systems list the microphone of a Bluetooth headset."""

WIRED = re.compile(r"usb|jack|built-?in|analog", re.IGNORECASE)
"""A headset that is one of these is no Bluetooth headset."""


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """One sound device.

    Attributes
    ----------
    index
        PortAudio's number for it; changes whenever PortAudio looks again.
    host
        The sound system it belongs to (ALSA, Core Audio ...).
    inputs, outputs
        Channels each way; 0 for none.
    bluetooth_headset_mic
        Whether its name says that using it as microphone forces a headset down to telephone quality.
    """

    index: int
    name: str
    host: str
    inputs: int
    outputs: int
    default_rate_hz: int
    is_default_input: bool
    is_default_output: bool
    bluetooth_headset_mic: bool

    def channels(self, kind: Kind) -> int:
        """Return how many channels it has as a `kind`."""
        return self.inputs if kind == "microphone" else self.outputs

    def is_default(self, kind: Kind) -> bool:
        """Say whether it is the system's choice as a `kind`."""
        return self.is_default_input if kind == "microphone" else self.is_default_output


def list_devices() -> list[DeviceInfo]:
    """Return every sound device; raises DeviceError if PortAudio is missing."""
    return read_devices(portaudio.raw_devices())


def read_devices(raw: RawDevices) -> list[DeviceInfo]:
    """Return PortAudio's lists as DeviceInfo."""
    devices = []
    for index, device in enumerate(raw.devices):
        name, inputs = str(device["name"]), int(device["max_input_channels"])
        info = DeviceInfo(
            index=index,
            name=name,
            host=str(raw.hosts[int(device["hostapi"])]["name"]),
            inputs=inputs,
            outputs=int(device["max_output_channels"]),
            default_rate_hz=round(float(device["default_samplerate"])),
            is_default_input=index == raw.default_input,
            is_default_output=index == raw.default_output,
            bluetooth_headset_mic=inputs > 0 and is_bluetooth_headset(name),
        )
        devices.append(info)
    return devices


def is_bluetooth_headset(name: str) -> bool:
    """Say whether a device's name is that of a Bluetooth headset."""
    return BLUETOOTH_HEADSET.search(name) is not None and WIRED.search(name) is None


def find_device(
    kind: Kind, wanted: str | None, devices: Sequence[DeviceInfo] | None = None, *, otherwise: str = ""
) -> DeviceInfo:
    """Return the device that `wanted` means: a number, an exact name or a part of one; None: the default.

    `otherwise` is what can be done where there is no device at all, besides plugging one in: ``give --mic a file``.

    Raises
    ------
    DeviceError
        If there is no such device at all, none of this name, or several.
    """
    known = list_devices() if devices is None else devices
    usable = [device for device in known if device.channels(kind) > 0]
    if not usable:
        raise DeviceError(_none_at_all(kind, otherwise))
    if wanted is None:
        return next((device for device in usable if device.is_default(kind)), usable[0])
    if wanted.strip().isdecimal():
        return _numbered(kind, int(wanted), usable)
    return _named(kind, wanted.strip(), usable)


def _none_at_all(kind: Kind, otherwise: str) -> str:
    found = "No microphone was found" if kind == "microphone" else "No sound output was found"
    return f"{found}; plug one in{f', or {otherwise}' if otherwise else ''}"


def _numbered(kind: Kind, index: int, usable: Sequence[DeviceInfo]) -> DeviceInfo:
    for device in usable:
        if device.index == index:
            return device
    raise DeviceError(f"{_option(kind)} {index}: no {kind} has this number; there are {_names(usable)}")


def _named(kind: Kind, wanted: str, usable: Sequence[DeviceInfo]) -> DeviceInfo:
    folded = wanted.casefold()
    exact = [device for device in usable if device.name == wanted]
    exact = exact or [device for device in usable if device.name.casefold() == folded]
    fitting = exact or [device for device in usable if folded and folded in device.name.casefold()]
    if len(fitting) == 1:
        return fitting[0]
    option = _option(kind)
    if fitting:
        raise DeviceError(
            f'{option} "{wanted}" fits {len(fitting)} devices: {_names(fitting)}; '
            f"give the whole name, or the number as in {option} {fitting[0].index}"
        )
    near = difflib.get_close_matches(wanted, [device.name for device in usable], n=1, cutoff=0.5)
    hint = f'did you mean "{near[0]}"? T' if near else "t"
    raise DeviceError(f'{option} "{wanted}": no {kind} has this name; {hint}here are {_names(usable)}')


def _option(kind: Kind) -> str:
    return "--mic" if kind == "microphone" else "--speaker"


def _names(devices: Sequence[DeviceInfo]) -> str:
    return ", ".join(f'{device.index} "{device.name}" ({device.host})' for device in devices)


def choose_format(
    kind: Kind,
    device: DeviceInfo,
    accepts: Callable[[Kind, int, int, int], bool] = portaudio.accepts,
) -> tuple[int, int]:
    """Return the first (rate_hz, channels) that the device takes: mono at a good rate rather than stereo.

    Raises DeviceError if it refuses them all.
    """
    rates_hz = list(dict.fromkeys((*RATES_HZ, device.default_rate_hz)))
    for channels in (1, 2):
        if channels <= device.channels(kind):
            for rate_hz in rates_hz:
                if accepts(kind, device.index, rate_hz, channels):
                    return rate_hz, channels
    tried = ", ".join(str(rate_hz) for rate_hz in rates_hz)
    raise DeviceError(
        f'The {kind} "{device.name}" refuses every sample rate tried ({tried} Hz); '
        f"close other programs that use it, or choose another one with {_option(kind)}"
    )
