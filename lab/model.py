"""The network in the training framework, with the same whole-number arithmetic as `voicecoach.listening.network`.

Weights are rounded to whole numbers from -127 to 127 with one scale an output, activations to whole sixteenths; in the
backward pass rounding is taken for the identity (Bengio et al. 2013), so that training sees what will run.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.autograd.function import FunctionCtx

from voicecoach.listening.contrast import INPUTS
from voicecoach.listening.network import ACTIVATION_STEPS, HEADS, MOST, TAPS

WIDTH = 80
DILATIONS = (1, 2, 4, 8, 16, 32, 64, 1, 4, 16)
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


class _Whole(torch.autograd.Function):
    """Rounds to what an activation can be; no gradient flows past its bounds."""

    @staticmethod
    def forward(ctx: FunctionCtx, numbers: torch.Tensor) -> torch.Tensor:
        whole_numbers = numbers.round()
        ctx.save_for_backward(whole_numbers.abs() <= MOST)
        return whole_numbers.clamp_(-MOST, MOST)

    @staticmethod
    def backward(ctx: FunctionCtx, *gradients: torch.Tensor) -> torch.Tensor:
        (within,) = ctx.saved_tensors
        kept: torch.Tensor = gradients[0] * within
        return kept


def _whole(numbers: torch.Tensor) -> torch.Tensor:
    kept: torch.Tensor = _Whole.apply(numbers)
    return kept


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
        """Return the step of each output's weights."""
        return (self.weights.detach().abs().amax(dim=(1, 2)) / MOST).clamp_min(1e-6)

    def whole_weights(self) -> torch.Tensor:
        """Return the weights as whole numbers."""
        numbers: torch.Tensor = _Rounded.apply(self.weights / self.scale()[:, None, None])
        return numbers

    def forward(self, flow: torch.Tensor) -> torch.Tensor:
        """Apply the layer causally, shape (takes, inputs, 1, cells), in the number format of `flow`.

        A two-dimensional convolution with the channels last is what the framework is fastest at.
        """
        scale, bias = self.run_time()
        kernel = (self.whole_weights() * scale[:, None, None])[:, :, None].to(flow.dtype)
        padded = nn.functional.pad(flow, (self.dilation * (self.weights.shape[2] - 1), 0))
        return nn.functional.conv2d(
            padded,
            kernel.contiguous(memory_format=torch.channels_last),
            bias.to(flow.dtype),
            dilation=(1, self.dilation),
        )

    def run_time(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Return scale and bias as the package applies them to sums of whole numbers."""
        return self.scale() * (self.steps / ACTIVATION_STEPS), self.bias * self.steps

    def restore(self, name: str, stored: dict[str, NDArray[np.generic]]) -> None:
        """Take over what was stored, as near as whole numbers say it."""
        outputs, inputs, taps = self.weights.shape
        whole_numbers = torch.from_numpy(stored[f"{name}_weights"].astype(np.float32)).reshape(taps, inputs, outputs)
        scale = torch.from_numpy(stored[f"{name}_scale"].astype(np.float32)) * (ACTIVATION_STEPS / self.steps)
        with torch.no_grad():
            self.weights.copy_(whole_numbers.permute(2, 1, 0) * scale[:, None, None])
            self.bias.copy_(torch.from_numpy(stored[f"{name}_bias"].astype(np.float32)) / self.steps)

    def stored(self, name: str) -> dict[str, NDArray[np.generic]]:
        """Return the arrays that the package loads: weights as (taps * inputs, outputs)."""
        weights = self.whole_weights().detach().permute(2, 1, 0).reshape(-1, self.weights.shape[0])
        scale, bias = self.run_time()
        return {
            f"{name}_weights": weights.round().numpy().astype(np.int8),
            f"{name}_scale": scale.detach().numpy(),
            f"{name}_bias": bias.detach().numpy(),
        }


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
        """Return log odds, shape (takes, heads, cells), of cells, shape (takes, inputs, cells).

        Half-precision cells are good enough to learn with; the package's numbers are those of single precision.
        """
        flow = cells[:, :, None].contiguous(memory_format=torch.channels_last)
        flow = _whole(self.first(flow))
        for layer in self.hidden:
            flow = _whole(flow + layer(flow.relu()))
        heads: torch.Tensor = self.heads(flow.relu())
        return heads[:, :, 0].float()

    def restore(self, stored: dict[str, NDArray[np.generic]]) -> None:
        """Take over the named arrays of `weights.npz`; layers that it lacks stay as they are.

        ValueError if it has others.
        """
        dilations = tuple(stored["dilations"].tolist())
        own = DILATIONS[: len(self.hidden)]
        if dilations != own[: len(dilations)]:
            raise ValueError(f"these weights have layers of dilations {dilations}; here are {own}")
        self.first.restore("first", stored)
        self.heads.restore("heads", stored)
        for index, layer in enumerate(list(self.hidden)[: len(dilations)]):
            layer.restore(f"hidden{index}", stored)

    def stored(self) -> dict[str, NDArray[np.generic]]:
        """Return the named arrays of `weights.npz`."""
        arrays: dict[str, NDArray[np.generic]] = {"dilations": np.array(DILATIONS[: len(self.hidden)], np.int16)}
        arrays |= self.first.stored("first") | self.heads.stored("heads")
        for index, layer in enumerate(self.hidden):
            arrays |= layer.stored(f"hidden{index}")
        return arrays


def _gain(layer: int) -> float:
    """Return how much a layer says at first."""
    return 0.7 if layer < FIRST_LAYERS else 0.7 * _ADDED
