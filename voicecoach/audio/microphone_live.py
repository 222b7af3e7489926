"""The live microphone: one input stream whose callback copies blocks and passes them on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from voicecoach.audio.devices import choose_format
from voicecoach.audio.live_device import LiveDevice
from voicecoach.audio.live_stream import LiveStream
from voicecoach.audio.mono import RunningMono
from voicecoach.audio.ports import MicBlock

LATENCY_S = 0.02
"""Two blocks: more would delay each spoken number by as much."""


class LiveMicrophone(LiveDevice):
    """A :class:`~voicecoach.audio.ports.Microphone` on a sound device; instants are of time.monotonic().

    Parameters
    ----------
    on_block
        Receives blocks of 10 ms in the audio callback: it may put them into a queue, and no more.
    """

    kind = "microphone"

    def __init__(self, wanted: str | None, *, on_block: Callable[[MicBlock], None], otherwise: str = "") -> None:
        super().__init__(wanted, LATENCY_S, otherwise)
        self._on_block = on_block
        self.rate_hz, _ = choose_format("microphone", self.info)
        self._next_frame = 0
        self._mono: RunningMono | None = None

    def _prepare(self) -> None:
        self._next_frame = 0
        self._mono = None

    def _pass_block(self, stream: LiveStream, buffer: Any, frames: int, now: float, flagged: bool) -> None:  # noqa: ANN401, FBT001
        first_frame, self._next_frame = self._next_frame, self._next_frame + frames
        # A block is passed on when its last frame has arrived.
        slip_s = stream.clock.saw(self._next_frame, now)
        start_at = stream.clock.at_of(first_frame) - stream.latency_s
        if self._mono is None:
            self._mono = RunningMono(stream.rate_hz, stream.channels)
        self._on_block(MicBlock(self._mono(buffer), stream.rate_hz, start_at, first_frame, flagged or slip_s > 0.0))
