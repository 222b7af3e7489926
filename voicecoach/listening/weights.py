"""The network's weights: how they are kept, and how they are used.

Few steps (-20 to 20) and Huffman's code let 313,000 of them take less than 200 kB.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voicecoach.listening.contrast import INPUTS

Numbers = NDArray[np.float32]
Stored = Mapping[str, NDArray[np.generic]]
"""The named arrays of a file: `dilations` of the hidden layers, `packed` bytes, and all `scale` and `bias` in a row."""

TAPS: Final = 3
HEADS: Final = 3


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
    def unpacked(cls, stored: Stored) -> Weights:
        """Return the network of named arrays, as `packed` writes them; ValueError if they do not belong together."""
        numbers = np.frombuffer(zlib.decompress(stored["packed"].tobytes()), np.int8).astype(np.float32)
        scale, bias = (stored[name].astype(np.float32) for name in ("scale", "bias"))
        dilations = [int(step) for step in stored["dilations"]]
        width = (len(scale) - HEADS) // (1 + len(dilations))
        shapes = [(INPUTS, width), *[(TAPS * width, width)] * len(dilations), (width, HEADS)]
        sizes = (len(numbers), len(scale), len(bias))
        outputs = sum(each for _, each in shapes)
        if sizes != (sum(inputs * each for inputs, each in shapes), outputs, outputs):
            raise ValueError(f"{len(dilations)} layers and {HEADS} heads don't have weights of these sizes: {sizes}")
        parts = zip(
            _cut(numbers, [inputs * each for inputs, each in shapes]),
            _cut(scale, [each for _, each in shapes]),
            _cut(bias, [each for _, each in shapes]),
            strict=True,
        )
        layers = [
            Layer(np.ascontiguousarray(weights.reshape(shape)), factors, added, dilation)
            for (weights, factors, added), shape, dilation in zip(parts, shapes, [1, *dilations, 1], strict=True)
        ]
        return cls(layers[0], tuple(layers[1:-1]), layers[-1])

    def packed(self) -> Stored:
        """Return named arrays to keep."""
        layers = (self.first, *self.hidden, self.heads)
        numbers = np.concatenate([layer.weights.astype(np.int8).ravel() for layer in layers])
        # Numbers without any pattern: looking for repetitions, as zip does, makes the file a tenth longer.
        code = zlib.compressobj(level=9, strategy=zlib.Z_HUFFMAN_ONLY)
        return {
            "dilations": np.array([layer.dilation for layer in self.hidden], np.int16),
            "packed": np.frombuffer(code.compress(numbers.tobytes()) + code.flush(), np.uint8),
            "scale": np.concatenate([layer.scale for layer in layers]),
            "bias": np.concatenate([layer.bias for layer in layers]),
        }


def _cut(numbers: Numbers, lengths: Sequence[int]) -> Iterator[Numbers]:
    ends = np.cumsum([0, *lengths]).tolist()
    return (numbers[first:end] for first, end in pairwise(ends))
