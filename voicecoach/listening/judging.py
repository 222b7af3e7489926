"""Judges each sound of a set beside all others of it, once the set is over.

The network hears eleven seconds back and little ahead.  Whether a sound is the same feet on the same floor as the rest,
and whether it has its place in their rhythm, shows only in the whole set: so every sound attends to every other one, by
what the network knew of both and by how long lies between (self-attention with learned relative places, Vaswani et al.
2017 and Shaw et al. 2018), twice in a row.  `lab` trained the weights; its test compares both.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from voicecoach.listening.bands import BANDS
from voicecoach.listening.impressions import Impression
from voicecoach.listening.packing import Numbers, Stored, cut, pack, shipped, unpack
from voicecoach.listening.weights import HEADS, WIDTH

KNOWN: Final = 2 * WIDTH + BANDS + HEADS + 1
"""Numbers that are known of a sound."""
PLACES: Final = 33
"""Ways in which a sound may lie in time from another: 16 later, 16 earlier, and itself."""
NEAREST_S: Final = 0.15
FARTHEST_S: Final = 20.0
WINDOW_S: Final = 24.0
"""A set up to this long is judged as one, of a longer one each sound with those around it: takes that it learned from
were as long.  (756 takes of 30 s on the floors kept for choosing: 681 exact, 679 judged as one, 671 by 14 s.)"""

INNER: Final = 32.0
COLOUR: Final = 2.0
LOG_ODDS: Final = 4.0
"""How large what is known of a sound is: what the last layer held and log odds are divided by these, its colour is
multiplied."""
LEAST_COLOUR: Final = 1e-3
"""Added to what a colour is divided by: silence has none."""
_NOTHING: Final = np.float32(0.0)


@dataclass(frozen=True, slots=True)
class Attention:
    """One layer, whose heads look at different things.  Tables have shape (inputs, outputs)."""

    query: Numbers
    key: Numbers
    value: Numbers
    out: Numbers
    key_places: Numbers
    value_places: Numbers
    wide: Numbers
    narrow: Numbers
    wide_bias: Numbers
    places: Numbers
    """How much each head cares for each place, whatever is there: shape (PLACES, heads)."""

    def __call__(self, flow: Numbers, places: Numbers) -> Numbers:
        """Return what each of n sounds holds after it looked at all: flow shape (n, width), places (n, n, PLACES)."""
        queries, keys, values = (self._by_head(flow @ table) for table in (self.query, self.key, self.value))
        queries /= np.float32(math.sqrt(queries.shape[2]))
        wanted = queries @ self._by_head(self.key_places).transpose(0, 2, 1) + self.places.T[:, None]
        by_place = (places @ wanted.transpose(1, 2, 0)).transpose(2, 0, 1)
        looked = _shares(queries @ keys.transpose(0, 2, 1) + by_place)
        where = (looked.transpose(1, 0, 2) @ places).transpose(1, 0, 2)
        seen = looked @ values + where @ self._by_head(self.value_places)
        flow = np.add(flow, seen.transpose(1, 0, 2).reshape(flow.shape) @ self.out, dtype=np.float32)
        held: Numbers = flow + np.maximum(flow @ self.wide + self.wide_bias, _NOTHING) @ self.narrow
        return held

    def _by_head(self, rows: Numbers) -> Numbers:
        """Return rows, shape (n, width), as each head has them, shape (heads, n, width / heads)."""
        return np.ascontiguousarray(rows.reshape(len(rows), self.places.shape[1], -1).transpose(1, 0, 2))


@dataclass(frozen=True, slots=True)
class Judge:
    """The whole network of a set's sounds."""

    known: Numbers
    known_bias: Numbers
    layers: tuple[Attention, ...]
    answer: Numbers
    answer_bias: Numbers
    own: Numbers
    """What the sure head's log odds weigh beside the answer."""

    @classmethod
    def load(cls) -> Judge:
        """Load the weights that ship in the package."""
        return cls.unpacked(shipped("judge.npz"))

    @classmethod
    def unpacked(cls, stored: Stored) -> Judge:
        """Return the network of named arrays, as `pack_judge` writes them; ValueError if they do not belong together.

        They are `sizes` (width, heads, layers), `packed` bytes of all tables, their `scale` and all `plain` numbers in
        a row.
        """
        width, heads, layers = (int(size) for size in stored["sizes"])
        shapes = list(_tables(width, layers))
        numbers = cut(unpack(stored["packed"]), shapes)
        scales = cut(stored["scale"], [(outputs,) for _, outputs in shapes])
        tables = [table * scale for table, scale in zip(numbers, scales, strict=True)]
        plain = cut(stored["plain"], [(width,), *[(2 * width,), (PLACES, heads)] * layers, (1,), (1,)])
        attention = (
            Attention(*tables[1 + 8 * layer : 9 + 8 * layer], *plain[1 + 2 * layer : 3 + 2 * layer])
            for layer in range(layers)
        )
        return cls(tables[0], plain[0], tuple(attention), tables[-1], plain[-2], plain[-1])

    def log_odds(self, instants: Sequence[float], impressions: Sequence[Impression]) -> Numbers:
        """Return for each sound of a set, in order, the log odds that it is a landing.

        Parameters
        ----------
        instants
            About when each fell, in seconds.
        impressions
            What the network knew of it.
        """
        at, known = np.array(instants), known_of(impressions)
        judged = np.zeros(len(at), np.float32)
        for own, around in windows(at):
            answers = self.answers(known[around], places_between(at[around]))
            judged[own] = answers[own.start - around.start : own.stop - around.start]
        return judged + self.own * np.array([one.log_odds[0] for one in impressions], np.float32)

    def answers(self, known: Numbers, places: Numbers) -> Numbers:
        """Return what it adds to the sure head's log odds of each sound, of all that is known of them."""
        flow = known @ self.known + self.known_bias
        for layer in self.layers:
            flow = layer(flow, places)
        answers: Numbers = (np.maximum(flow, _NOTHING) @ self.answer + self.answer_bias)[:, 0]
        return answers


def pack_judge(tables: Sequence[Numbers], scales: Sequence[Numbers], plain: Sequence[Numbers], heads: int) -> Stored:
    """Return named arrays to keep of a judge's tables in whole numbers, in the order of its fields."""
    width = tables[0].shape[1]
    return {
        "sizes": np.array([width, heads, (len(tables) - 2) // 8], np.int16),
        "packed": pack(tables),
        "scale": np.concatenate(scales).astype(np.float16),
        "plain": np.concatenate([numbers.ravel() for numbers in plain]).astype(np.float16),
    }


def _tables(width: int, layers: int) -> Iterator[tuple[int, int]]:
    yield KNOWN, width
    for _ in range(layers):
        yield from [(width, width)] * 4
        yield from [(PLACES, width)] * 2
        yield from ((width, 2 * width), (2 * width, width))
    yield width, 1


def known_of(impressions: Sequence[Impression]) -> Numbers:
    """Return what the judge is told of each sound, shape (n, KNOWN)."""
    if not impressions:
        return np.zeros((0, KNOWN), np.float32)
    inner = np.array([np.concatenate((one.sure, one.fast)) for one in impressions], np.float32)
    contrast = np.array([one.contrast for one in impressions], np.float32)
    level = contrast.mean(axis=1, keepdims=True)
    colour = contrast - level
    colour = colour / (np.linalg.norm(colour, axis=1, keepdims=True) + np.float32(LEAST_COLOUR))
    said = np.tanh(np.array([one.log_odds for one in impressions], np.float32) / np.float32(LOG_ODDS))
    loud = np.log1p(level) / np.float32(2.0) - np.float32(1.0)
    return np.concatenate((inner / np.float32(INNER), np.float32(COLOUR) * colour, said, loud), axis=1)


def places_between(at: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Numbers:
    """Return where each of n sounds lies from each other one, shape (n, n, PLACES): shares of the two nearest places.

    The places of later sounds come first, then those of earlier ones, from `NEAREST_S` to `FARTHEST_S` in equal
    ratios, then the sound's own.
    """
    later_s = at[None, :] - at[:, None]
    steps = PLACES // 2
    ratio = math.log(FARTHEST_S / NEAREST_S) / (steps - 1)
    step = (np.log(np.maximum(np.abs(later_s), NEAREST_S) / NEAREST_S) / ratio).astype(np.float32)
    shares = np.maximum(_NOTHING, np.float32(1.0) - np.abs(step[:, :, None] - np.arange(steps, dtype=np.float32)))
    places = np.zeros((len(at), len(at), PLACES), np.float32)
    places[:, :, :steps] = shares * (later_s > 0.0)[:, :, None]
    places[:, :, steps:-1] = shares * (later_s < 0.0)[:, :, None]
    places[:, :, -1] = later_s == 0.0
    return places


def windows(at: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Iterator[tuple[slice, slice]]:
    """Yield which sounds of a set, in order, to judge together: those to judge, and those around them."""
    if not len(at):
        return
    first, last = float(at[0]), float(at[-1])
    if last - first <= WINDOW_S:
        yield slice(0, len(at)), slice(0, len(at))
        return
    count = math.ceil((last - first - WINDOW_S) / (WINDOW_S / 2.0)) + 1
    starts = np.linspace(first, last - WINDOW_S, count)
    edges = np.searchsorted(at, (starts[1:] + starts[:-1] + WINDOW_S) / 2.0).tolist()
    for start, own, end in zip(starts.tolist(), [0, *edges], [*edges, len(at)], strict=True):
        around = np.searchsorted(at, (start, start + WINDOW_S), side="left").tolist()
        if own < end:  # nobody makes a sound in a long pause
            yield slice(own, end), slice(min(own, around[0]), max(end, around[1]))


def _shares(scores: Numbers) -> Numbers:
    """Return how much of its attention each sound gives to each other one (softmax over the last axis)."""
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Numbers = weights / weights.sum(axis=-1, keepdims=True)
    return shares
