"""The network in the training framework, with the same whole-number arithmetic as `voicecoach.listening.network`.

Weights are rounded to whole numbers from -18 to 18 with one scale an output, activations to whole sixteenths; in the
backward pass rounding is taken for the identity (Bengio et al. 2013), so that training sees what will run.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import torch
from torch import nn
from torch.autograd.function import FunctionCtx

from lab.joined import Joined
from voicecoach.listening.contrast import INPUTS
from voicecoach.listening.network import ACTIVATION_STEPS, MOST
from voicecoach.listening.weights import HEADS, TAPS, WIDTH, Layer, Weights

LARGEST = 18.0
"""No weight is larger: a file holds the more of them, the fewer steps they have."""
DILATIONS = (1, 2, 4, 8, 16, 32, 64, 1, 4, 16, 64, 2, 8, 32, 1, 4, 16)
FIRST_LAYERS = 7
"""So many layers are learned from the start; the rest are added to a network that hears already."""
_ADDED = 0.02
"""How much an added layer says at first, beside one that is there from the start: next to nothing."""


class _Rounded(torch.autograd.Function):
    """Rounds, with the gradient of not rounding."""

    @staticmethod
    def forward(_: FunctionCtx, numbers: torch.Tensor) -> torch.Tensor:
        return numbers.round()

    @staticmethod
    def backward(_: FunctionCtx, *gradients: torch.Tensor) -> torch.Tensor:
        return gradients[0]


def rounded(numbers: torch.Tensor) -> torch.Tensor:
    """Return whole numbers, with the gradient of not rounding."""
    whole: torch.Tensor = _Rounded.apply(numbers)
    return whole


def _halved(numbers: torch.Tensor) -> torch.Tensor:
    """Return what half precision keeps of them, with the gradient of keeping all."""
    return numbers + (numbers.half().float() - numbers).detach()


class Convolution(nn.Module):
    """One layer; its weights live as floats and are used as whole numbers."""

    def __init__(self, inputs: int, outputs: int, taps: int, dilation: int, gain: float, *, steps: float) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.randn(outputs, inputs, taps) * gain / np.sqrt(inputs * taps))
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.dilation = dilation
        self.steps = steps
        """In how many steps a one of the output is counted."""

    def scale(self) -> torch.Tensor:
        """Return the step of each output's weights, as the package keeps it."""
        return (self.weights.detach().abs().amax(dim=(1, 2)) / LARGEST).clamp_min(1e-4).half().float()

    def whole_weights(self) -> torch.Tensor:
        """Return the weights as whole numbers."""
        return rounded(self.weights / self.scale()[:, None, None])

    @property
    def reach(self) -> int:
        """How many cells it looks back."""
        return self.dilation * (self.weights.shape[2] - 1)

    def forward(self, heard: torch.Tensor) -> torch.Tensor:
        """Apply the layer to shape (takes, inputs, 1, reach + cells), in the number format of what is heard.

        A two-dimensional convolution with the channels last is what the framework is fastest at.
        """
        scale, bias = self.run_time()
        kernel = (self.whole_weights() * scale[:, None, None])[:, :, None].to(heard.dtype)
        return nn.functional.conv2d(
            heard,
            kernel.contiguous(memory_format=torch.channels_last),
            bias.to(heard.dtype),
            dilation=(1, self.dilation),
        )

    def run_time(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Return scale and bias as the package applies them to sums of whole numbers."""
        return self.scale() * (self.steps / ACTIVATION_STEPS), _halved(self.bias) * self.steps

    def restore(self, layer: Layer) -> None:
        """Take over a layer of the package, as near as whole numbers say it."""
        outputs, inputs, taps = self.weights.shape
        weights = torch.from_numpy(layer.weights).reshape(taps, inputs, outputs).permute(2, 1, 0)
        scale = torch.from_numpy(layer.scale) * (ACTIVATION_STEPS / self.steps)
        with torch.no_grad():
            self.weights.copy_(weights * scale[:, None, None])
            self.bias.copy_(torch.from_numpy(layer.bias) / self.steps)

    def layer(self) -> Layer:
        """Return the layer as the package uses it."""
        with torch.no_grad():
            weights = self.whole_weights().permute(2, 1, 0).reshape(-1, self.weights.shape[0]).round()
            scale, bias = self.run_time()
            return Layer(weights.numpy(), scale.numpy(), bias.numpy(), self.dilation)


class TorchNetwork(nn.Module):
    """The whole network, or one of only its first layers."""

    def __init__(self, layers: int = len(DILATIONS)) -> None:
        super().__init__()
        self.first = Convolution(INPUTS, WIDTH, 1, 1, 1.0, steps=ACTIVATION_STEPS)
        self.hidden = nn.ModuleList(
            Convolution(WIDTH, WIDTH, TAPS, dilation, _gain(index), steps=ACTIVATION_STEPS)
            for index, dilation in enumerate(DILATIONS[:layers])
        )
        self.heads = Convolution(WIDTH, HEADS, 1, 1, 0.5, steps=1.0)

    def forward(self, cells: torch.Tensor) -> torch.Tensor:
        """Return log odds, shape (takes, heads, cells), of cells, shape (takes, inputs, cells), as the package does."""
        flow = _whole(self.first(cells[:, :, None]))
        for layer in self.hidden:
            flow = _whole(flow + layer(_after_silence(flow.relu(), layer.reach)))
        heads: torch.Tensor = self.heads(flow.relu())
        return heads[:, :, 0]

    def learning(self, cells: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return nearly the same in half precision, which is good enough to learn with, and what the last layer held.

        That has shape (takes, WIDTH, cells), in whole numbers from 0 to `MOST`.
        """
        layers = [*self.hidden, self.heads]
        begun = cells[:, :, None].bfloat16().contiguous(memory_format=torch.channels_last)
        flow, heard = Joined.apply(None, self.first(begun), layers[0].reach)
        for layer, later in pairwise(layers):
            flow, heard = Joined.apply(flow, layer(heard), later.reach)
        heads: torch.Tensor = self.heads(heard)
        return heads[:, :, 0].float(), heard[:, :, 0]

    def restore(self, weights: Weights) -> None:
        """Take over the package's weights; layers that they lack stay as they are.  ValueError if they have others."""
        dilations = tuple(layer.dilation for layer in weights.hidden)
        own = DILATIONS[: len(self.hidden)]
        if dilations != own[: len(dilations)]:
            raise ValueError(f"these weights have layers of dilations {dilations}; here are {own}")
        self.first.restore(weights.first)
        self.heads.restore(weights.heads)
        for own_layer, layer in zip(self.hidden, weights.hidden, strict=False):  # those that are added come last
            own_layer.restore(layer)

    def package(self) -> Weights:
        """Return the weights as the package uses them."""
        return Weights(self.first.layer(), tuple(layer.layer() for layer in self.hidden), self.heads.layer())


def _whole(numbers: torch.Tensor) -> torch.Tensor:
    return numbers.round().clamp(-MOST, MOST)


def _after_silence(heard: torch.Tensor, reach: int) -> torch.Tensor:
    return nn.functional.pad(heard, (reach, 0))


def _gain(layer: int) -> float:
    """Return how much a layer says at first."""
    return 0.7 if layer < FIRST_LAYERS else 0.7 * _ADDED
