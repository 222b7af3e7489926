"""A small causal convolution network that tells landings from everything else, in whole-number arithmetic.

Ten residual layers of dilated convolutions over 20 ms cells see the past six seconds: long enough to know the
hopper's own sound and beat from a word or a drum.  Weights and activations are whole numbers small enough that every
sum is exact in 32-bit floats, whatever order the machine adds in: the same sound gives the same bits in any block
size, on any machine.  `lab` trained the weights (its README has the recipe) and its test compares both.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voicecoach.listening.contrast import Cells

Numbers = NDArray[np.float32]

TAPS: Final = 3
HEADS: Final = 3
FAST_LOOKS_BACK_S: Final = 0.027
"""The fast head tells a landing at the end of the cell that contains its instant plus this: 30 to 50 ms after it."""
SURE_LOOKS_BACK_S: Final = 0.600
"""The sure head has also heard the next landing, or that none came."""
ACTIVATION_STEPS: Final = 16.0
"""Activations are whole sixteenths."""
MOST: Final = 127.0


@dataclass(frozen=True, slots=True)
class Layer:
    """One convolution: `weights` shape (taps * inputs, outputs) in whole numbers, `scale` and `bias` a row each."""

    weights: Numbers
    scale: Numbers
    bias: Numbers
    dilation: int = 1

    def __call__(self, inputs: Numbers) -> Numbers:
        """Apply it to rows that hold all taps side by side."""
        sums: Numbers = inputs @ self.weights
        sums *= self.scale
        sums += self.bias
        return sums


@dataclass(frozen=True, slots=True)
class Weights:
    """The whole network."""

    first: Layer
    hidden: tuple[Layer, ...]
    heads: Layer

    @classmethod
    def load(cls) -> Weights:
        """Load the weights that ship in the package."""
        with resources.files(__package__).joinpath("weights.npz").open("rb") as file, np.load(file) as stored:
            return cls.unpacked(dict(stored))

    @classmethod
    def unpacked(cls, stored: dict[str, NDArray[np.generic]]) -> Weights:
        """Return the network of named arrays, as `lab.train` writes them."""

        def layer(name: str, dilation: int = 1) -> Layer:
            weights, scale, bias = (
                np.ascontiguousarray(stored[f"{name}_{part}"], dtype=np.float32)
                for part in ("weights", "scale", "bias")
            )
            return Layer(weights, scale, bias, dilation)

        hidden = tuple(layer(f"hidden{index}", int(step)) for index, step in enumerate(stored["dilations"]))
        return cls(layer("first"), hidden, layer("heads"))


class Network:
    """Runs the network over a stream of cells."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        width = len(weights.first.bias)
        self._past = [np.zeros(((TAPS - 1) * layer.dilation, width), np.float32) for layer in weights.hidden]

    def add(self, cells: Cells) -> Numbers:
        """Take in the next cells, shape (n, INPUTS), and return the heads' log odds, shape (n, HEADS)."""
        count = len(cells)
        flow = _whole(self._weights.first(cells))
        for index, layer in enumerate(self._weights.hidden):
            past = self._past[index]
            heard = np.empty((len(past) + count, past.shape[1]), np.float32)
            heard[: len(past)] = past
            np.maximum(flow, np.float32(0.0), out=heard[len(past) :])
            self._past[index] = heard[count:]
            taps = [heard[tap * layer.dilation : tap * layer.dilation + count] for tap in range(TAPS)]
            flow += layer(np.concatenate(taps, axis=1))
            _whole(flow)
        return self._weights.heads(np.maximum(flow, np.float32(0.0)))


def _whole(numbers: Numbers) -> Numbers:
    return np.clip(np.rint(numbers, out=numbers), -MOST, MOST, out=numbers)
