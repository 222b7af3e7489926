"""What the live microphone and the live speaker have in common: one PortAudio stream, its clock, its health."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from voicecoach.audio import portaudio
from voicecoach.audio.devices import DeviceInfo, choose_format
from voicecoach.audio.portaudio import Kind
from voicecoach.audio.stream_clock import StreamClock

BLOCK_S = 0.01
"""Blocks of 10 ms: smaller ones cost CPU time, larger ones delay a spoken number; left to PortAudio,
PulseAudio's plug-in delivers blocks of single frames (own measurement)."""

SILENT_FOR_S = 0.4
"""A steady stream without a callback for this long is lost; a busy machine delays callbacks by 0.03 s."""

START_WITHIN_S = 5.0
"""A stream that is not steady by then is lost; a fresh one may pause for 1.7 s, then takes up to 2 s to settle."""

CLOSE_WITHIN_S = 3.0
"""Closing a stream whose server died takes 2 s (own measurement); nobody waits longer than this."""

SANE_LATENCY_S = 0.5
"""PortAudio reports nonsense for some devices; a latency beyond this is not believed."""


class LiveStream:
    """One PortAudio stream, from opening to its loss or close.

    Parameters
    ----------
    on_block
        Called in the audio callback with this stream, the sound buffer (shape (frames, channels)), its frames,
        the instant, and whether sound was lost just before.
    rate_hz
        A rate it must have, or None for the device's own liking.
    """

    def __init__(
        self,
        kind: Kind,
        device: DeviceInfo,
        *,
        on_block: Callable[[LiveStream, Any, int, float, bool], None],
        latency: float,
        rate_hz: int | None = None,
    ) -> None:
        chosen_hz, self.channels = choose_format(kind, device)
        self.device = device
        self.rate_hz = chosen_hz if rate_hz is None else rate_hz
        self.clock = StreamClock(self.rate_hz)
        self.flagged = 0
        """Blocks that PortAudio marked as after an over- or underrun."""
        self.finished = threading.Event()
        self._opened_at = time.monotonic()
        self._on_block = on_block
        self.latency_s = 0.0
        """How far the callback is from the air: ahead of the ear for a speaker, behind the sound for a microphone."""
        self._stream = portaudio.open_stream(
            kind,
            device.index,
            rate_hz=self.rate_hz,
            channels=self.channels,
            block_frames=round(self.rate_hz * BLOCK_S),
            latency=latency,
            callback=self._called_back,
            finished=self.finished.set,
        )
        self.latency_s = _sane(self._stream.latency)

    @property
    def steady(self) -> bool:
        """Whether its callbacks come regularly."""
        return self.clock.steady and not self.finished.is_set()

    def failure(self, now: float) -> str | None:
        """Return why the stream is lost, or None while it is well."""
        if self.finished.is_set():
            return "the sound system ended the stream"
        if self.clock.steady and self.clock.last_at is not None:
            return "it fell silent" if now - self.clock.last_at > SILENT_FOR_S else None
        return "it did not start" if now - self._opened_at > START_WITHIN_S else None

    def close(self) -> None:
        """Close the stream, or leave it to a thread if the sound system hangs."""
        closer = threading.Thread(target=self._close, name="closes a stream", daemon=True)
        closer.start()
        closer.join(CLOSE_WITHIN_S)

    def _close(self) -> None:
        self._stream.close(ignore_errors=True)

    def _called_back(self, buffer: Any, frames: int, _time: Any, status: Any) -> None:  # noqa: ANN401
        now = time.monotonic()
        flagged = bool(status)
        if flagged and self.clock.steady:
            self.flagged += 1
        self._on_block(self, buffer, frames, now, flagged)


def _sane(latency_s: float) -> float:
    return latency_s if 0.0 <= latency_s <= SANE_LATENCY_S else 0.0
