"""The judge of a set in the training framework, as `voicecoach.listening.judging` runs it."""

from __future__ import annotations

import math

import torch
from torch import nn

from lab.model import rounded
from voicecoach.listening.judging import KNOWN, PLACES, Attention, Judge, pack_judge
from voicecoach.listening.packing import Numbers, Stored

WIDTH = 32
HEADS = 4
LAYERS = 2
LARGEST = 15.0
"""No weight is larger, in whole numbers."""
_FAR = -1e9


class Table(nn.Module):
    """Weights that live as floats and are used as whole numbers with one scale an output."""

    def __init__(self, inputs: int, outputs: int, gain: float = 1.0) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.empty(inputs, outputs).uniform_(-gain, gain) / math.sqrt(inputs))

    def scale(self) -> torch.Tensor:
        """Return the step of each output's weights, as the package keeps it."""
        return (self.weights.detach().abs().amax(dim=0) / LARGEST).clamp_min(1e-6).half().float()

    def forward(self) -> torch.Tensor:
        """Return the weights in whole steps."""
        scale = self.scale()
        return rounded(self.weights / scale) * scale

    def numbers(self) -> Numbers:
        """Return them as whole numbers."""
        numbers: Numbers = (self.weights.detach() / self.scale()).round().numpy()
        return numbers


class TorchAttention(nn.Module):
    """One layer; says nothing at first."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = Table(WIDTH, WIDTH), Table(WIDTH, WIDTH), Table(WIDTH, WIDTH)
        self.out = Table(WIDTH, WIDTH, 0.0)
        self.key_places, self.value_places = Table(PLACES, WIDTH, 0.5), Table(PLACES, WIDTH, 0.5)
        self.wide, self.narrow = Table(WIDTH, 2 * WIDTH), Table(2 * WIDTH, WIDTH, 0.0)
        self.wide_bias = nn.Parameter(torch.zeros(2 * WIDTH))
        places = torch.zeros(PLACES, HEADS)
        places[-1] = -2.0  # what it knows itself it need not look for
        self.places = nn.Parameter(places)

    def restore(self, packed: Attention) -> None:
        """Take over a layer of the package; the caller wants no gradients."""
        numbers = (
            packed.query,
            packed.key,
            packed.value,
            packed.out,
            packed.key_places,
            packed.value_places,
            packed.wide,
            packed.narrow,
        )
        for table, weights in zip(self.tables(), numbers, strict=True):
            table.weights.copy_(torch.from_numpy(weights))
        self.wide_bias.copy_(torch.from_numpy(packed.wide_bias))
        self.places.copy_(torch.from_numpy(packed.places))

    def tables(self) -> list[Table]:
        """Return its tables in the package's order."""
        return [
            self.query,
            self.key,
            self.value,
            self.out,
            self.key_places,
            self.value_places,
            self.wide,
            self.narrow,
        ]

    def forward(self, flow: torch.Tensor, places: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """Return what n sounds hold: flow (sets, n, width), places (sets, n, n, PLACES), there (sets, n)."""
        sets, count, _ = flow.shape
        shape = (sets, count, HEADS, WIDTH // HEADS)
        queries, keys, values = (
            (flow @ table()).view(shape).transpose(1, 2) for table in (self.query, self.key, self.value)
        )
        scale = (WIDTH // HEADS) ** -0.5
        of_places = self.key_places().view(PLACES, HEADS, -1)
        wanted = scale * torch.einsum("shnd,phd->shnp", queries, of_places) + self.places.T[None, :, None]
        by_place = (places @ wanted.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
        scores = scale * queries @ keys.transpose(2, 3) + by_place
        looked = scores.masked_fill(~there[:, None, None], _FAR).softmax(-1)
        where = looked.transpose(1, 2) @ places
        told = torch.einsum("snhp,phd->snhd", where, self.value_places().view(PLACES, HEADS, -1))
        seen = (looked @ values).transpose(1, 2) + told
        flow = flow + seen.reshape(sets, count, WIDTH) @ self.out()
        held: torch.Tensor = flow + (flow @ self.wide() + self.wide_bias).relu() @ self.narrow()
        return held


class TorchJudge(nn.Module):
    """The whole judge."""

    def __init__(self) -> None:
        super().__init__()
        self.known, self.known_bias = Table(KNOWN, WIDTH), nn.Parameter(torch.zeros(WIDTH))
        self.layers = nn.ModuleList(TorchAttention() for _ in range(LAYERS))
        self.answer, self.answer_bias = Table(WIDTH, 1, 0.0), nn.Parameter(torch.zeros(1))
        self.own = nn.Parameter(torch.ones(1))

    def forward(
        self, known: torch.Tensor, places: torch.Tensor, log_odds: torch.Tensor, there: torch.Tensor
    ) -> torch.Tensor:
        """Return the log odds of each sound that is there, shape (sets, n)."""
        flow = known @ self.known() + self.known_bias
        for layer in self.layers:
            flow = layer(flow, places, there)
        return self.own * log_odds + (flow.relu() @ self.answer() + self.answer_bias)[..., 0]

    def restore(self, stored: Stored) -> None:
        """Take over the package's judge, as near as whole numbers say it."""
        judge = Judge.unpacked(stored)
        attention = [layer for layer in self.layers if isinstance(layer, TorchAttention)]
        with torch.no_grad():
            for own, packed in zip(attention, judge.layers, strict=True):
                own.restore(packed)
            pairs = (
                (self.known.weights, judge.known),
                (self.known_bias, judge.known_bias),
                (self.answer.weights, judge.answer),
                (self.answer_bias, judge.answer_bias),
                (self.own, judge.own),
            )
            for parameter, numbers in pairs:
                parameter.copy_(torch.from_numpy(numbers))

    def package(self) -> Stored:
        """Return named arrays for the package, which keep what is no table in half precision."""
        layers = [layer for layer in self.layers if isinstance(layer, TorchAttention)]
        tables = [self.known, *[table for layer in layers for table in layer.tables()], self.answer]
        plain = [self.known_bias, *[bias for layer in layers for bias in (layer.wide_bias, layer.places)]]
        return pack_judge(
            [table.numbers() for table in tables],
            [table.scale().numpy() for table in tables],
            [numbers.detach().numpy() for numbers in [*plain, self.answer_bias, self.own]],
            HEADS,
        )
