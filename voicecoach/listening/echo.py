"""Takes the coach's own voice out of the microphone's sound.

The coach knows every sample it plays.  A linear adaptive filter learns the way from loudspeaker to microphone and
subtracts what arrives; it can't touch what was never played, so a hop that lands in the middle of a word stays as it
was.  (Communication cancellers suppress what is left of the echo, and a simultaneous hop by 40 dB with it.)

A partitioned block frequency-domain filter (Soo & Pang 1990) with a step normalised in each bin and errors
limited before they teach (Gänsler et al. 2000): a landing is a loud error that must not unlearn the room.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from voicecoach.units import Samples

BLOCK_S: Final = 0.005
TAIL_S: Final = 0.16
"""How late an echo may come and still be learnt; what reverberates longer stays."""

_STEP: Final = 0.4
_FALLS_S: Final = 0.05
_RISES_S: Final = 1.0  # the usual error follows quiet moments quickly and loud ones slowly
_FORGETS_S: Final = 2.0
_LIMIT: Final = 2.5  # errors above so many times the usual one teach no more than that
_FLOOR: Final = 0.03  # of the usual power: where next to nothing is played nothing is learnt
_TINY: Final = 1e-9
_FALL: Final = np.float32(1.0 - np.exp(-BLOCK_S / _FALLS_S))
_RISE: Final = np.float32(1.0 - np.exp(-BLOCK_S / _RISES_S))
_FORGET: Final = np.float32(np.exp(-BLOCK_S / _FORGETS_S))
_CONSTRAINED: Final = 16  # parts a block
_RECENT: Final = np.float32(BLOCK_S / 0.05)
_DIVERGED: Final = 4.0
_ROOM: Final = 8  # the buffer of spectra is moved only once in so many tails


class EchoFilter:
    """Subtracts the echo of what was played, in blocks of `BLOCK_S` on a fixed grid."""

    def __init__(self, rate_hz: int) -> None:
        self._block = round(rate_hz * BLOCK_S)
        self._parts = round(TAIL_S / BLOCK_S)
        bins = self._block + 1
        self._way: NDArray[np.complex64] = np.zeros((self._parts, bins), np.complex64)
        self._spectra: NDArray[np.complex64] = np.zeros((_ROOM * self._parts, bins), np.complex64)
        self._newest = (_ROOM - 1) * self._parts
        self._last: Samples = np.zeros(self._block, np.float32)
        self._usual: Samples = np.full(bins, 0.1 * self._block, np.float32)
        self._loudest = np.float32(0.0)
        self._before = self._after = np.float32(0.0)
        self._silent_blocks = self._parts
        self._turn = 0
        self._waiting: tuple[Samples, Samples] = (self._last[:0], self._last[:0])

    def add(self, heard: Samples, played: Samples | None) -> Samples:
        """Take in what was heard and what was played over the same frames; return whole blocks without echo.

        `played` None: nothing was.
        """
        if played is None:
            played = np.zeros(len(heard), np.float32)
        heard = np.concatenate((self._waiting[0], heard))
        played = np.concatenate((self._waiting[1], played))
        whole = len(heard) // self._block * self._block
        self._waiting = heard[whole:], played[whole:]
        blocks = [
            self._clean(heard[start : start + self._block], played[start : start + self._block])
            for start in range(0, whole, self._block)
        ]
        return np.concatenate(blocks) if blocks else heard[:0]

    def _clean(self, heard: Samples, played: Samples) -> Samples:
        """Return one block without its echo, and learn from it."""
        self._silent_blocks = 0 if np.any(played) else self._silent_blocks + 1
        if self._silent_blocks > self._parts:
            self._last = played
            return heard
        spectra = self._remember(np.fft.rfft(np.concatenate((self._last, played))).astype(np.complex64))
        self._last = played
        echo = np.fft.irfft((self._way * spectra).sum(axis=0))[self._block :]
        error = (heard - echo).astype(np.float32)
        self._learn(error, spectra)
        return error if self._helps(heard, error) else heard

    def _helps(self, heard: Samples, error: Samples) -> bool:
        """Whether less is heard with the filter than without it; until then it learns and stays out of the way."""
        self._before += _RECENT * (np.dot(heard, heard) - self._before)
        self._after += _RECENT * (np.dot(error, error) - self._after)
        if self._after > _DIVERGED * self._before:
            self._way *= np.float32(0.5)
            self._after = self._before
        return bool(self._after <= self._before)

    def _remember(self, spectrum: NDArray[np.complex64]) -> NDArray[np.complex64]:
        """Return the spectra of the whole tail, the newest first."""
        if not self._newest:
            self._newest = (_ROOM - 1) * self._parts
            self._spectra[self._newest + 1 :] = self._spectra[: self._parts - 1].copy()
        else:
            self._newest -= 1
        self._spectra[self._newest] = spectrum
        return self._spectra[self._newest : self._newest + self._parts]

    def _learn(self, error: Samples, spectra: NDArray[np.complex64]) -> None:
        """Move the way against the error."""
        power = np.square(spectra.real).sum(axis=0) + np.square(spectra.imag).sum(axis=0)
        errors = np.fft.rfft(np.concatenate((np.zeros(self._block, np.float32), error))).astype(np.complex64)
        size = np.abs(errors)
        limited = np.minimum(size, _LIMIT * self._usual)
        self._usual += np.where(limited < self._usual, _FALL, _RISE) * (limited - self._usual) + _TINY
        self._loudest = max(_FORGET * self._loudest, power.mean())
        step = _STEP * limited / ((size + _TINY) * (power + _FLOOR * self._loudest + _TINY))
        self._way += np.conj(spectra) * (errors * step)
        self._constrain()

    def _constrain(self) -> None:
        """Keep parts of the way, in turn, as short as a block: what circular arithmetic added goes."""
        end = self._turn + _CONSTRAINED
        parts = np.fft.irfft(self._way[self._turn : end])
        parts[:, self._block :] = 0.0
        self._way[self._turn : end] = np.fft.rfft(parts)
        self._turn = end % self._parts
