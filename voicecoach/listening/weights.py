"""The network's weights: how they are kept, and how they are used.

Few steps (-18 to 18) and Huffman's code let 332,000 of them take less than 200 kB.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from voicecoach.listening.contrast import INPUTS
from voicecoach.listening.packing import Numbers, Stored, cut, pack, shipped, unpack

TAPS: Final = 3
HEADS: Final = 3
WIDTH: Final = 80
"""Channels of each layer."""


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
        return cls.unpacked(shipped("weights.npz"))

    @classmethod
    def unpacked(cls, stored: Stored) -> Weights:
        """Return the network of named arrays, as `packed` writes them; ValueError if they do not belong together.

        They are `dilations` of the hidden layers, `packed` bytes, and all `scale` and `bias` in a row, in half
        precision.
        """
        dilations = [int(step) for step in stored["dilations"]]
        shapes = [(INPUTS, WIDTH), *[(TAPS * WIDTH, WIDTH)] * len(dilations), (WIDTH, HEADS)]
        outputs = [(each,) for _, each in shapes]
        parts = zip(
            cut(unpack(stored["packed"]), shapes),
            cut(stored["scale"], outputs),
            cut(stored["bias"], outputs),
            [1, *dilations, 1],
            strict=True,
        )
        layers = [Layer(*part) for part in parts]
        return cls(layers[0], tuple(layers[1:-1]), layers[-1])

    def packed(self) -> Stored:
        """Return named arrays to keep."""
        layers = (self.first, *self.hidden, self.heads)
        return {
            "dilations": np.array([layer.dilation for layer in self.hidden], np.int16),
            "packed": pack([layer.weights for layer in layers]),
            "scale": np.concatenate([layer.scale for layer in layers]).astype(np.float16),
            "bias": np.concatenate([layer.bias for layer in layers]).astype(np.float16),
        }
