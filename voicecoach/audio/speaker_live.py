"""The live speaker: one output stream, open all session, whose callback mixes prepared clips."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from voicecoach.audio.devices import choose_format
from voicecoach.audio.live_device import LiveDevice
from voicecoach.audio.live_stream import BLOCK_S, LiveStream
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.murmur import Murmur
from voicecoach.audio.played import PlayedSound
from voicecoach.audio.ports import Dropped, Report
from voicecoach.audio.reports import report_of
from voicecoach.units import Samples

LATENCY_S = 0.03
"""Sound held back by the system: three blocks, so that a callback 20 ms late is not heard.  (Own measurement: a
machine with both cores busy calls back up to 13 ms late.)"""

WAKES_WITHIN_S = 0.6
"""How long a fresh stream murmurs before session time starts.  With the 0.4 s before a session's first word that makes
one second; headphones that had gone to sleep lose 0.3 to 1 s (Voice Notify's issue 163, kona's 101)."""


class LiveSpeaker(LiveDevice):
    """A :class:`~voicecoach.audio.ports.Speaker` on a sound device; instants are of time.monotonic().

    Parameters
    ----------
    on_report
        Told what sounded, in the audio callback: it may put the report into a queue, and no more.
    """

    kind = "speaker"

    def __init__(self, wanted: str | None, *, on_report: Callable[[Report], None], otherwise: str = "") -> None:
        super().__init__(wanted, LATENCY_S, otherwise)
        self._on_report = on_report
        self.rate_hz, _ = choose_format("speaker", self.info)
        self._mixer = Mixer(self.rate_hz)
        self.spoken = PlayedSound(self.rate_hz)
        """What it was given to say in the last seconds.  Tones are left out: next to nothing is left of one that is
        subtracted, but that little is short, and even, and sounds like landings where the whole tone does not."""
        self._murmur = Murmur(self.rate_hz)
        self._next_frame = 0

    @property
    def steady(self) -> bool:
        """Whether its stream runs regularly, and has sounded for long enough to wake whoever slept."""
        return super().steady and self._next_frame >= WAKES_WITHIN_S * self.rate_hz

    @property
    def idle(self) -> bool:
        """Whether nothing sounds and nothing is booked."""
        return self._mixer.idle

    def play(self, id: str, samples: Samples, *, at: float, not_after: float, speech: bool) -> None:  # noqa: A002
        """See :class:`~voicecoach.audio.ports.Speaker`; while the device is lost, clips are dropped."""
        stream = self._stream
        if stream is None:
            self._on_report(Dropped(id, time.monotonic()))
            return
        self._mixer.play(id, samples, _frame_of(stream, at), _frame_of(stream, not_after), speech=speech)

    def cut(self, id: str, *, at: float) -> None:  # noqa: A002
        """See :class:`~voicecoach.audio.ports.Speaker`."""
        stream = self._stream
        if stream is not None:
            self._mixer.cut(id, _frame_of(stream, at))

    def cut_all(self) -> None:
        """See :class:`~voicecoach.audio.ports.Speaker`."""
        self._mixer.cut_all()

    def set_gain(self, gain: float) -> None:
        """See :class:`~voicecoach.audio.ports.Speaker`."""
        self._mixer.set_gain(gain)

    def soonest_at(self) -> float:
        """Return when the block after the next one will sound."""
        stream, now = self._stream, time.monotonic()
        return now if stream is None else max(_at_of(stream, self._next_frame), now + stream.latency_s) + BLOCK_S

    def frame_at(self, at: float) -> float | None:
        """Return which of the stream's frames is heard at an instant; None while there is no stream."""
        stream = self._stream
        return None if stream is None else stream.clock.place_of(at - stream.latency_s)

    def _prepare(self) -> None:
        self._next_frame = 0

    def _clear(self) -> None:
        now = time.monotonic()
        for note in self._mixer.clear(self._next_frame):
            self._on_report(report_of(note, now))

    def _fixed_rate_hz(self) -> int:
        # The session's clips have this rate, whatever the device would like after a restart.
        return self.rate_hz

    def _pass_block(self, stream: LiveStream, buffer: Any, frames: int, now: float, flagged: bool) -> None:  # noqa: ANN401, ARG002, FBT001
        slip_s = stream.clock.saw(self._next_frame, now)
        if slip_s:
            self._mixer.shift(-round(slip_s * self.rate_hz))
        buffer.fill(0.0)
        spoken = np.zeros(frames, np.float32)
        notes = self._mixer.mix(buffer[:, 0], self._next_frame, frames, spoken=spoken)
        self.spoken.record(self._next_frame, spoken)
        self._murmur.add(buffer[:, 0], self._next_frame)
        for channel in range(1, buffer.shape[1]):
            buffer[:, channel] = buffer[:, 0]
        self._next_frame += frames
        for note in notes:
            self._on_report(report_of(note, _at_of(stream, note.frame)))


def _at_of(stream: LiveStream, frame: int) -> float:
    """Return when a frame is heard: the callback is `latency_s` ahead of the ear."""
    return stream.clock.at_of(frame) + stream.latency_s


def _frame_of(stream: LiveStream, at: float) -> int:
    return stream.clock.frame_of(at - stream.latency_s)
