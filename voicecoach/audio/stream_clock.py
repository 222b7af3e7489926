"""Where a running stream's frames lie on ``time.monotonic()``.

The stream's own time is no help: through PulseAudio's ALSA plug-in it is the wall clock, and elsewhere it may
stand still (PortAudio issues 498 and 586).  What can be trusted is the count of frames and the instant at
which the callback saw them.  Callbacks come late by whatever the machine was busy with but never early, so
the least of (instant - frame / rate) over a few seconds is the true offset (the minimum filter of the network
time protocol, RFC 5905 section 10); the slow drift between the two clocks is followed smoothly.
"""

from __future__ import annotations

from collections import deque

BUCKET_S = 0.1
WINDOW_BUCKETS = 30
"""The least offset is taken over 3 s: long enough to meet an undelayed callback on a busy machine."""

SLIP_S = 0.0075
"""An offset that stays this far off for the whole window is a slip (frames lost or added), not lateness or drift.
Servers pass sound on in periods of 10 ms and, on a busy machine, wander by 5 to 8 ms for a second and come back (own
measurement, PulseAudio 16.1): a shorter wait would call that two slips."""

SETTLING_S = 1.0
"""How long after it settled the estimate jumps to a better one at once; nothing is booked on it yet."""

SLEW = 1e-3
"""Afterwards it moves at most 1 ms a second: ten times the drift of two cheap crystals (100 ppm)."""

STEADY_BUCKETS = 5
PATIENCE_BUCKETS = 20
"""A stream is steady once the least offsets of 0.5 s agree; a machine too busy for that is believed after 2 s.  A fresh
stream first takes a burst of blocks to fill its buffer, then pauses for anything from 0.03 to 1.7 s (own measurement,
PulseAudio 16.1): the burst's offsets are too early by that pause."""


class StreamClock:
    """Maps frames to instants, fed by the stream's callback; reading it from other threads is safe."""

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self.slips = 0
        """How often frames were found lost or added."""
        self.slipped_s = 0.0
        """How much time that was, all together."""
        self.last_at: float | None = None
        """The instant of the last callback."""
        self.steady = False
        """Whether the stream has settled; stays true."""
        self._offset_s = 0.0
        self._anchored_at = 0.0
        self._bucket_at = 0.0
        self._bucket_s = 0.0
        self._buckets: deque[float] = deque(maxlen=WINDOW_BUCKETS)

    def at_of(self, frame: float) -> float:
        """Return the instant of a frame."""
        return frame / self.rate_hz + self._offset_s

    def frame_of(self, at: float) -> int:
        """Return the frame nearest to an instant."""
        return round(self.place_of(at))

    def place_of(self, at: float) -> float:
        """Return where between two frames an instant lies."""
        return (at - self._offset_s) * self.rate_hz

    def saw(self, frame: int, now: float) -> float:
        """Note that the callback met `frame` at `now`; returns by how much time slipped, usually 0.0."""
        offset_s = now - frame / self.rate_hz
        last_at, self.last_at = self.last_at, now
        if last_at is None:
            self._anchor(offset_s, now)
            return 0.0
        self._collect(offset_s, now)
        if not self.steady:
            self._settle(now)
            return 0.0
        return self._follow(now, now - last_at)

    def _settle(self, now: float) -> None:
        recent = list(self._buckets)[-STEADY_BUCKETS:]
        self._offset_s = min(recent, default=self._bucket_s)
        agreed = len(recent) == STEADY_BUCKETS and max(recent) - min(recent) < SLIP_S
        if agreed or len(self._buckets) == PATIENCE_BUCKETS:
            self.steady = True
            self._anchored_at = now
            self._buckets = deque(recent, maxlen=WINDOW_BUCKETS)

    def _anchor(self, offset_s: float, now: float) -> float:
        slip_s, self._offset_s = offset_s - self._offset_s, offset_s
        self._anchored_at = self._bucket_at = now
        self._bucket_s = offset_s
        self._buckets.clear()
        return slip_s

    def _collect(self, offset_s: float, now: float) -> None:
        if now - self._bucket_at < BUCKET_S:
            self._bucket_s = min(self._bucket_s, offset_s)
            return
        self._buckets.append(self._bucket_s)
        self._bucket_at, self._bucket_s = now, offset_s

    def _follow(self, now: float, elapsed_s: float) -> float:
        best_s = min(self._bucket_s, min(self._buckets, default=self._bucket_s))
        whole = len(self._buckets) == WINDOW_BUCKETS
        if now - self._anchored_at < SETTLING_S:
            self._offset_s = best_s
        elif best_s < self._offset_s - SLIP_S or (whole and best_s > self._offset_s + SLIP_S):
            return self._slip(best_s, now)
        else:
            most_s = SLEW * elapsed_s
            self._offset_s += max(-most_s, min(most_s, best_s - self._offset_s))
        return 0.0

    def _slip(self, offset_s: float, now: float) -> float:
        slip_s = self._anchor(offset_s, now)
        self.slips += 1
        self.slipped_s += abs(slip_s)
        return slip_s
