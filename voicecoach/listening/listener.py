"""Sound in, landings out: the whole chain behind one small door."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from voicecoach.listening.bands import BandMeter
from voicecoach.listening.expecting import Expectation
from voicecoach.listening.framing import FRAMES_PER_S, WINDOW_S, Framer
from voicecoach.listening.gate import LandingGate
from voicecoach.listening.landing import Landing
from voicecoach.listening.onsets import AHEAD_FRAMES, RISE_DB, Onset, OnsetFinder
from voicecoach.listening.refining import BEFORE_S, landing_offset_s
from voicecoach.listening.run import Run
from voicecoach.units import Samples, gain_to_db

LOWEST_RATE_HZ: Final = 16_000

_SLAB_S: Final = 0.1  # big blocks are heard in pieces: memory stays flat, and the kept sound always reaches back
_LEVEL_S: Final = 0.2
_SURE_RISE_DB: Final = 12.0


class Listener:
    """Hears landings in one microphone's sound.

    The time line starts at 0 with the first sample heard.  The same sound gives the same landings however it is
    cut into blocks.

    Parameters
    ----------
    rate_hz
        The microphone's own rate, 16000 and up.

    Raises
    ------
    ValueError
        If the rate is lower.
    """

    def __init__(self, rate_hz: int) -> None:
        if rate_hz < LOWEST_RATE_HZ:
            raise ValueError(f"landings are heard at {LOWEST_RATE_HZ} Hz and up, not at {rate_hz} Hz")
        self._rate_hz = rate_hz
        self._framer = Framer(rate_hz)
        self._meter = BandMeter(rate_hz, self._framer.window_frames)
        self._onsets = OnsetFinder()
        self._expectation = Expectation()
        self._expected = False
        self._gate = LandingGate()
        self._run = Run()
        self._power = 0.0

    @property
    def delay_s(self) -> float:
        """The longest the detector itself looks past a landing, in seconds.

        The first quarter second of a stream is judged when it is whole, and takes longer.
        """
        return WINDOW_S + (AHEAD_FRAMES + 1) / FRAMES_PER_S

    @property
    def level_db(self) -> float:
        """The recent level in dB of full scale (RMS over about a fifth of a second), for a meter."""
        return gain_to_db(self._power**0.5)

    def expect(self, expecting: bool, from_at: float) -> None:  # noqa: FBT001 - the session's one yes or no
        """Expect landings, or none, from an instant on the microphone's time line.

        While landings are expected each one is told at once.  While not, they are told once several came
        in rhythm.  Tell it before the sound of that instant is heard: what was told already stays told.
        """
        self._expectation.change(expecting=expecting, from_at=from_at)

    def hear(self, samples: Samples) -> list[Landing]:
        """Take in a block, shape (frames,), any length, and return the landings it completes, in order."""
        slab = round(_SLAB_S * self._rate_hz)
        landings: list[Landing] = []
        for start in range(0, len(samples), slab):
            landings += self._hear_slab(samples[start : start + slab])
        return landings

    def finish(self) -> list[Landing]:
        """Return what was still pending: the sound has ended."""
        return list(self._landings(self._onsets.finish()))

    def _hear_slab(self, samples: Samples) -> list[Landing]:
        samples = self._sound(samples)
        frames = self._framer.add(samples)
        if not len(frames):
            return []
        silent = np.logical_not(np.any(frames, axis=1))
        return list(self._landings(self._onsets.add(self._meter.measure(frames), silent=silent)))

    def _sound(self, samples: Samples) -> Samples:
        """Return the samples, broken ones as silence, after the meter saw them."""
        power = float(np.dot(samples, samples)) / len(samples)
        if not np.isfinite(power):
            samples = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
            power = float(np.mean(np.square(samples)))
        stay = float(np.exp(-len(samples) / (_LEVEL_S * self._rate_hz)))
        self._power = stay * self._power + (1.0 - stay) * power
        return samples

    def _landings(self, onsets: list[Onset]) -> Iterator[Landing]:
        for onset in onsets:
            landing = self._landing(onset)
            if landing is None:
                continue
            expected = self._expectation.at(landing.at)
            if expected != self._expected:
                self._run = Run()
                self._expected = expected
            yield from [landing] if expected else self._run.add(landing)

    def _landing(self, onset: Onset) -> Landing | None:
        """Return the landing of an onset, refined; None if it is the last one's echo or a take-off."""
        start, last = self._framer.start_frame(onset.frame), onset.frame + AHEAD_FRAMES
        if self._gate.is_touching(start / self._rate_hz):
            return None
        looked_from = start - round(BEFORE_S * self._rate_hz)
        looked_to = self._framer.start_frame(last) + self._framer.window_frames
        sound = self._framer.between(looked_from, looked_to)
        at = max(0.0, looked_from / self._rate_hz + landing_offset_s(sound, self._rate_hz))
        if not self._gate.passes(at, onset.loudness_db):
            return None
        confidence = min(1.0, 0.5 + 0.5 * (onset.rise_db - RISE_DB) / (_SURE_RISE_DB - RISE_DB))
        return Landing(at=at, heard_at=self._framer.end_at(last), confidence=confidence)
