"""The network in the training framework, with the same whole-number arithmetic as `voicecoach.listening.network`.

Weights are rounded to whole numbers from -127 to 127 with one scale an output, activations to whole sixteenths; in the
backward pass rounding is taken for the identity (Bengio et al. 2013), so that training sees what will run.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from voicecoach.listening.contrast import INPUTS
from voicecoach.listening.network import ACTIVATION_STEPS, HEADS, MOST, TAPS

WIDTH = 64
DILATIONS = (1, 2, 4, 8, 16, 32, 64)


def rounded(numbers: torch.Tensor) -> torch.Tensor:
    """Round, with the gradient of not rounding."""
    return numbers + (numbers.round() - numbers).detach()


def whole(numbers: torch.Tensor) -> torch.Tensor:
    """Round to what an activation can be; the gradient flows a little past its bounds."""
    return rounded(numbers).clamp(-MOST, MOST)


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
        return rounded(self.weights / self.scale()[:, None, None])

    def forward(self, flow: torch.Tensor) -> torch.Tensor:
        """Apply the layer causally, shape (takes, inputs, cells)."""
        padded = nn.functional.pad(flow, (self.dilation * (self.weights.shape[2] - 1), 0))
        sums = nn.functional.conv1d(padded, self.whole_weights(), dilation=self.dilation)
        scale, bias = self.run_time()
        return sums * scale[:, None] + bias[:, None]

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
    """The whole network."""

    def __init__(self) -> None:
        super().__init__()
        self.first = Convolution(INPUTS, WIDTH, 1, 1, 1.0, steps=ACTIVATION_STEPS)
        self.hidden = nn.ModuleList(
            Convolution(WIDTH, WIDTH, TAPS, dilation, 0.7, steps=ACTIVATION_STEPS) for dilation in DILATIONS
        )
        self.heads = Convolution(WIDTH, HEADS, 1, 1, 0.5, steps=1.0)

    def forward(self, cells: torch.Tensor) -> torch.Tensor:
        """Return log odds, shape (takes, heads, cells), of cells, shape (takes, inputs, cells)."""
        flow = whole(self.first(cells))
        for layer in self.hidden:
            flow = whole(flow + layer(flow.relu()))
        heads: torch.Tensor = self.heads(flow.relu())
        return heads

    def restore(self, stored: dict[str, NDArray[np.generic]]) -> None:
        """Take over the named arrays of `weights.npz`."""
        self.first.restore("first", stored)
        self.heads.restore("heads", stored)
        for index, layer in enumerate(self.hidden):
            layer.restore(f"hidden{index}", stored)

    def stored(self) -> dict[str, NDArray[np.generic]]:
        """Return the named arrays of `weights.npz`."""
        arrays: dict[str, NDArray[np.generic]] = {"dilations": np.array(DILATIONS, np.int16)}
        arrays |= self.first.stored("first") | self.heads.stored("heads")
        for index, layer in enumerate(self.hidden):
            arrays |= layer.stored(f"hidden{index}")
        return arrays
