"""A sound device that may be lost and opened again: what the sound card knows of microphone and speaker."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from typing import Any

from voicecoach.audio.devices import DeviceInfo, find_device
from voicecoach.audio.live_stream import LiveStream
from voicecoach.audio.ports import Glitch, What

NOT_OPEN = "it can't be opened"


class LiveDevice(ABC):
    """One device, its stream while there is one, and how to open the next.

    Parameters
    ----------
    wanted
        The device's number, name or a part of it; None for the system's choice.  Looked up anew each time it is
        opened, since numbers change and the default may.
    latency_s
        How long the sound system may hold sound back.
    otherwise
        What can be done where there is no device at all; see :func:`~voicecoach.audio.devices.find_device`.
    """

    kind: What

    def __init__(self, wanted: str | None, latency_s: float, otherwise: str) -> None:
        self.info: DeviceInfo = find_device(self.kind, wanted, otherwise=otherwise)
        self._wanted = wanted
        self._latency_s = latency_s
        self._stream: LiveStream | None = None
        self._told = (0, 0.0)

    @property
    def name(self) -> str:
        """The device's name."""
        return self.info.name

    @property
    def steady(self) -> bool:
        """Whether its stream runs regularly."""
        return self._stream is not None and self._stream.steady

    @property
    def latency_s(self) -> float:
        """How long the system holds sound back, as it says; 0 while there is no stream."""
        return 0.0 if self._stream is None else self._stream.latency_s

    def new_glitch(self) -> Glitch | None:
        """Return what was lost or repeated since the last call: blocks PortAudio flagged, slips found by counting."""
        stream = self._stream
        if stream is None:
            return None
        times, seconds = stream.flagged + stream.clock.slips, stream.clock.slipped_s
        told_times, told_s = self._told
        if times == told_times:
            return None
        self._told = (times, seconds)
        return Glitch(self.kind, self.name, times - told_times, seconds - told_s)

    def failure(self) -> str | None:
        """Return why the device does not work, None while it does."""
        return NOT_OPEN if self._stream is None else self._stream.failure(time.monotonic())

    def open(self) -> None:
        """Find the device and start its stream; raises DeviceError."""
        self.info = find_device(self.kind, self._wanted)
        self._prepare()
        self._told = (0, 0.0)
        self._stream = LiveStream(
            self.kind,
            self.info,
            on_block=self._pass_block,
            latency=self._latency_s,
            rate_hz=self._fixed_rate_hz(),
        )

    def close(self) -> None:
        """Let the stream go."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()
        self._clear()

    def _prepare(self) -> None:  # noqa: B027 - nothing, unless a device needs more
        """Make ready for a stream that begins at frame 0."""

    def _clear(self) -> None:  # noqa: B027 - the same
        """Report what the stream's end cut short."""

    def _fixed_rate_hz(self) -> int | None:
        """Return the rate that a new stream must have, None for whatever the device likes."""
        return None

    @abstractmethod
    def _pass_block(self, stream: LiveStream, buffer: Any, frames: int, now: float, flagged: bool) -> None:  # noqa: ANN401, FBT001
        """Take or fill a block, shape (frames, channels), in the audio callback."""
