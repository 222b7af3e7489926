"""Sound in, landings out: the whole chain behind one small door."""

from __future__ import annotations

from typing import Final

import numpy as np

from voicecoach.listening.bands import BandMeter
from voicecoach.listening.contrast import CELL_FRAMES, CELL_S, Cells, Contrast
from voicecoach.listening.decoding import Decoder, Heard
from voicecoach.listening.echo import EchoFilter
from voicecoach.listening.expecting import Expectation
from voicecoach.listening.fitting import UNFITTED, Fit
from voicecoach.listening.framing import FRAMES_PER_S, WINDOW_S, Framer
from voicecoach.listening.hearing_again import HearingAgain
from voicecoach.listening.judging import Judge
from voicecoach.listening.landing import Landing, Recount
from voicecoach.listening.network import FAST_LOOKS_BACK_S, Network
from voicecoach.listening.refining import AFTER_S, BEFORE_S, landing_offset_s
from voicecoach.listening.weights import Weights
from voicecoach.units import Samples, gain_to_db

LOWEST_RATE_HZ: Final = 16_000

_SLAB_S: Final = 8.0  # big blocks are heard in pieces, and memory stays flat (2 s take an eighth longer)
_LEVEL_S: Final = 0.2
_LANDING_S: Final = 0.05


class Listener:
    """Hears landings in one microphone's sound.

    The time line starts at 0 with the first sample heard.  The same sound gives the same landings however it is
    cut into blocks.

    Parameters
    ----------
    rate_hz
        The microphone's own rate, 16000 and up.
    fit
        What is known about this microphone in its room.
    weights
        The network; None for the one that ships.
    recounts
        Whether sets will be counted once more.  Without it a recount is less right, and listening a little cheaper.

    Raises
    ------
    ValueError
        If the rate is lower.
    """

    def __init__(
        self, rate_hz: int, *, fit: Fit = UNFITTED, weights: Weights | None = None, recounts: bool = True
    ) -> None:
        if rate_hz < LOWEST_RATE_HZ:
            raise ValueError(f"landings are heard at {LOWEST_RATE_HZ} Hz and up, not at {rate_hz} Hz")
        self._rate_hz = rate_hz
        self._framer = Framer(rate_hz)
        self._meter = BandMeter(rate_hz, self._framer.window_frames)
        self._contrast = Contrast()
        weights = weights or Weights.load()
        self._network = Network(weights)
        self._shift = fit.shift
        self._expectation = Expectation()
        judge, again = (Judge.load(), HearingAgain(weights, fit.shift)) if recounts else (None, None)
        self._decoder = Decoder(self._expectation, judge, again=again)
        self._echo: EchoFilter | None = None
        self._power = 0.0

    @property
    def delay_s(self) -> float:
        """The longest from a landing that is plain to its being told, in seconds, on the sound's own time line.

        The first quarter second of a stream is judged when it is whole, and takes longer.
        """
        return FAST_LOOKS_BACK_S + CELL_S + WINDOW_S - 1.0 / FRAMES_PER_S

    @property
    def level_db(self) -> float:
        """The recent level in dB of full scale (RMS over about a fifth of a second), for a meter."""
        return gain_to_db(self._power**0.5)

    def expect(self, *, expecting: bool, from_at: float) -> None:
        """Expect landings, or none, from an instant on the microphone's time line.

        While landings are expected each one is told at once.  While not, they are told once several came
        in rhythm.  Tell it before the sound of that instant is heard: what was told already stays told.
        """
        self._expectation.change(expecting=expecting, from_at=from_at)

    def hear(self, samples: Samples, played: Samples | None = None) -> list[Landing]:
        """Take in a block and return the landings it completes, in the order they were decided.

        Parameters
        ----------
        samples
            The microphone's sound, shape (frames,), any length.
        played
            What a loudspeaker in the room was given to say over the same frames, so that it is not heard as landings.
            Once told, a block without it means that nothing was played.  Without the coach's tones: the network
            knows them, but not the little that is left of one that was subtracted.
        """
        slab = round(_SLAB_S * self._rate_hz)
        landings: list[Landing] = []
        for start in range(0, len(samples), slab):
            piece = self._sound(samples[start : start + slab])
            landings += self._hear_slab(
                self._without_echo(piece, None if played is None else played[start : start + slab])
            )
        return landings

    def finish(self) -> list[Landing]:
        """Return what was still pending: the sound has ended, and the room went on quietly."""
        return self._landings(self._contrast.finish())

    def recount(self, from_at: float, to_at: float) -> Recount | None:
        """Count the landings in [from_at, to_at) once more, from all that was heard about them by now.

        Call it `RECOUNT_AFTER_S` after `to_at`; it reaches back a quarter of an hour or more, and is
        None for what began before.
        """
        return self._decoder.recount(from_at, to_at)

    def plainness(self, from_at: float, to_at: float) -> list[float]:
        """Return the log odds of everything in [from_at, to_at) that was at all like a landing, for a calibration."""
        return self._decoder.plainness(from_at, to_at)

    def _without_echo(self, samples: Samples, played: Samples | None) -> Samples:
        if played is not None and self._echo is None:
            self._echo = EchoFilter(self._rate_hz)
        return samples if self._echo is None else self._echo.add(samples, played)

    def _hear_slab(self, samples: Samples) -> list[Landing]:
        frames = self._framer.add(samples)
        if not len(frames):
            return []
        silent = None if self._contrast.has_begun else np.logical_not(np.any(frames, axis=1))
        return self._landings(self._contrast.add(self._meter.measure(frames), silent=silent))

    def _sound(self, samples: Samples) -> Samples:
        """Return the samples, broken ones as silence, after the meter saw them."""
        power = float(np.dot(samples, samples)) / len(samples)
        if not np.isfinite(power):
            samples = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
            power = float(np.mean(np.square(samples)))
        stay = float(np.exp(-len(samples) / (_LEVEL_S * self._rate_hz)))
        self._power = stay * self._power + (1.0 - stay) * power
        return samples

    def _landings(self, cells: Cells) -> list[Landing]:
        if not len(cells):
            return []
        answers = self._network.add(cells).shifted(self._shift)
        return [self._landing(heard) for heard in self._decoder.add(answers, cells)]

    def _landing(self, heard: Heard) -> Landing:
        """Return a landing with its instant refined in the wave."""
        first = round((heard.at - BEFORE_S) * self._rate_hz)
        sound = self._framer.between(first, round((heard.at + AFTER_S) * self._rate_hz))
        at = first / self._rate_hz + landing_offset_s(sound, self._rate_hz) if len(sound) else heard.at
        heard_at = self._framer.end_at((heard.cell + 1) * CELL_FRAMES - 1)
        at = min(heard_at, max(0.0, at))
        return Landing(at=at, heard_at=heard_at, confidence=heard.confidence, level_db=self._level_db(at, heard_at))

    def _level_db(self, at: float, heard_at: float) -> float | None:
        """Return the level of a landing's first 50 ms, never of sound that a smaller block would not have yet."""
        end_at = min(heard_at, at + _LANDING_S)
        sound = self._framer.between(round(at * self._rate_hz), round(end_at * self._rate_hz))
        return gain_to_db(float(np.sqrt(np.mean(np.square(sound))))) if len(sound) else None
