"""A small causal convolution network that tells landings from everything else, in whole-number arithmetic.

Seventeen residual layers of dilated convolutions over 20 ms cells see the past eleven seconds: long enough to know the
hopper's own sound and beat from a word or a drum.  Weights and activations are whole numbers small enough that every
sum is exact in 32-bit floats, whatever order the machine adds in: the same sound gives the same bits in any block
size, on any machine.  `lab` trained the weights (its README has the recipe) and its test compares both.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from voicecoach.listening.contrast import Cells
from voicecoach.listening.packing import Numbers
from voicecoach.listening.weights import TAPS, Weights

FAST_LOOKS_BACK_S: Final = 0.027
"""The fast head tells a landing at the end of the cell that contains its instant plus this: 30 to 50 ms after it."""
SURE_LOOKS_BACK_S: Final = 0.600
"""The sure head has also heard the next landing, or that none came."""
ACTIVATION_STEPS: Final = 16.0
"""Activations are whole sixteenths."""
MOST: Final = 127.0

_NOTHING: Final = np.float32(0.0)
_HIGHEST: Final = np.float32(MOST)
_LOWEST: Final = np.float32(-MOST)
_ROOM: Final = 256  # cells: five seconds


class Answers(NamedTuple):
    """What the network makes of cells."""

    log_odds: Numbers
    """Of each head: shape (cells, HEADS)."""

    inner: Numbers
    """What the last layer holds, in whole numbers from 0 to `MOST`: shape (cells, WIDTH)."""

    def shifted(self, shift: float) -> Answers:
        """Return them with so much more log odds, as a calibration found right."""
        return self._replace(log_odds=self.log_odds + np.float32(shift))


class Network:
    """Runs the network over a stream of cells."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        width = len(weights.first.bias)
        self._pasts = [_Past((TAPS - 1) * layer.dilation, width) for layer in weights.hidden]

    def add(self, cells: Cells) -> Answers:
        """Take in the next cells, shape (n, INPUTS)."""
        flow = _whole(self._weights.first(cells))
        for layer, past in zip(self._weights.hidden, self._pasts, strict=True):
            flow += layer(_side_by_side(past.with_next(flow), layer.dilation))
            _whole(flow)
        inner = np.maximum(flow, _NOTHING)
        return Answers(self._weights.heads(inner), inner)


class _Past:
    """What one layer heard, as far back as it reaches; moved to the front of its room now and then, not each time."""

    def __init__(self, reach: int, width: int) -> None:
        self._reach = self._end = reach
        self._rows: Numbers = np.zeros((reach + _ROOM, width), np.float32)

    def with_next(self, flow: Numbers) -> Numbers:
        """Return what it hears next and `reach` rows before, good until it is asked again."""
        count = len(flow)
        if self._end + count > len(self._rows):
            kept = self._rows[self._end - self._reach : self._end]
            if self._reach + count > len(self._rows):
                self._rows = np.zeros((self._reach + count, flow.shape[1]), np.float32)
            self._rows[: self._reach] = kept
            self._end = self._reach
        np.maximum(flow, _NOTHING, out=self._rows[self._end : self._end + count])
        self._end += count
        return self._rows[self._end - count - self._reach : self._end]


def _side_by_side(heard: Numbers, dilation: int) -> Numbers:
    """Return each row of the last with the `TAPS` - 1 before it that lie so far apart, earliest first."""
    count = len(heard) - (TAPS - 1) * dilation
    if count == 1:  # of a live block: a third of the time that the general way takes
        return heard[::dilation].reshape(1, -1)
    return np.concatenate([heard[tap * dilation : tap * dilation + count] for tap in range(TAPS)], axis=1)


def _whole(numbers: Numbers) -> Numbers:
    """Round to what an activation can be, in place; `np.clip` takes twice as long for a single cell."""
    np.rint(numbers, out=numbers)
    np.minimum(numbers, _HIGHEST, out=numbers)
    return np.maximum(numbers, _LOWEST, out=numbers)
