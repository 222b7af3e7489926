"""The one door to PortAudio: sounddevice is imported here, and only when a device is really wanted."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from voicecoach.errors import DeviceError

Kind = Literal["microphone", "speaker"]

LIBRARY_MISSING = (
    "The PortAudio library is not installed, so no microphone or speaker can be used; "
    "install it with: sudo apt install libportaudio2"
)


@dataclass(frozen=True, slots=True)
class RawDevices:
    """PortAudio's lists as they are: `devices`, `hosts` and the indices of the default devices (-1: none)."""

    devices: tuple[Mapping[str, Any], ...]
    hosts: tuple[Mapping[str, Any], ...]
    default_input: int
    default_output: int


def library() -> Any:  # noqa: ANN401 - sounddevice ships no types
    """Return sounddevice; raises DeviceError if PortAudio is missing or does not start."""
    try:
        return importlib.import_module("sounddevice")
    except OSError as error:
        raise DeviceError(LIBRARY_MISSING) from error
    except Exception as error:  # sounddevice.PortAudioError, out of reach when the import fails
        raise DeviceError(f"PortAudio does not start ({error}); see whether the sound server runs") from error


def raw_devices() -> RawDevices:
    """Return what PortAudio found when it was started last."""
    sounddevice = library()
    default_input, default_output = sounddevice.default.device
    hosts = tuple(sounddevice.query_hostapis())
    if hosts:
        default_input = hosts[0]["default_input_device"] if default_input < 0 else default_input
        default_output = hosts[0]["default_output_device"] if default_output < 0 else default_output
    return RawDevices(tuple(sounddevice.query_devices()), hosts, default_input, default_output)


def accepts(kind: Kind, index: int, rate_hz: int, channels: int) -> bool:
    """Say whether a device takes this rate and number of channels."""
    sounddevice = library()
    ask = sounddevice.check_input_settings if kind == "microphone" else sounddevice.check_output_settings
    try:
        ask(device=index, channels=channels, dtype="float32", samplerate=rate_hz)
    except (sounddevice.PortAudioError, ValueError):
        return False
    return True


def open_stream(
    kind: Kind,
    index: int,
    *,
    rate_hz: int,
    channels: int,
    block_frames: int,
    latency: float,
    callback: Callable[..., None],
    finished: Callable[[], None],
) -> Any:  # noqa: ANN401
    """Open and start a float32 stream; raises DeviceError if the device does not let us."""
    sounddevice = library()
    make = sounddevice.InputStream if kind == "microphone" else sounddevice.OutputStream
    try:
        stream = make(
            device=index,
            samplerate=rate_hz,
            channels=channels,
            dtype="float32",
            blocksize=block_frames,
            latency=latency,
            callback=callback,
            finished_callback=finished,
        )
        stream.start()
    except (sounddevice.PortAudioError, ValueError) as error:
        reason = str(error.args[0] if error.args else error).rstrip(".")
        raise DeviceError(
            f"The {kind} can't be opened ({reason}); close the program that uses it or choose another one"
        ) from error
    return stream


def look_again() -> None:
    """Stop and restart PortAudio, so that it finds new devices; this ends every open stream.

    PortAudio lists devices only as it starts (its issues 11 and 447), and sounddevice offers no public way.
    """
    sounddevice = library()
    try:
        sounddevice._terminate()  # noqa: SLF001
        sounddevice._initialize()  # noqa: SLF001
    except sounddevice.PortAudioError as error:
        raise DeviceError(f"PortAudio does not start ({error}); see whether the sound server runs") from error
