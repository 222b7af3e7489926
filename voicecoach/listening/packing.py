"""Weights in few bytes: whole numbers of few steps, in Huffman's code."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from importlib import resources
from itertools import pairwise
from math import prod

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]
Stored = Mapping[str, NDArray[np.generic]]
"""The named arrays of a file."""


def shipped(name: str) -> Stored:
    """Return the named arrays of a file that ships beside this one."""
    with resources.files(__package__).joinpath(name).open("rb") as file, np.load(file) as stored:
        return dict(stored)


def pack(tables: Sequence[Numbers]) -> NDArray[np.uint8]:
    """Return the bytes of many tables of whole numbers from -128 to 127.

    They have no pattern: looking for repetitions, as zip does, makes the file a tenth longer.
    """
    code = zlib.compressobj(level=9, strategy=zlib.Z_HUFFMAN_ONLY)
    numbers = np.concatenate([table.astype(np.int8).ravel() for table in tables])
    return np.frombuffer(code.compress(numbers.tobytes()) + code.flush(), np.uint8)


def unpack(packed: NDArray[np.generic]) -> Numbers:
    """Return the numbers of all tables in a row."""
    return np.frombuffer(zlib.decompress(packed.tobytes()), np.int8).astype(np.float32)


def cut(numbers: NDArray[np.generic], shapes: Sequence[tuple[int, ...]]) -> list[Numbers]:
    """Return the tables that are in a row; ValueError if their shapes want more or fewer numbers."""
    ends = np.cumsum([0, *map(prod, shapes)]).tolist()
    if ends[-1] != len(numbers):
        raise ValueError(f"{len(numbers)} numbers where {ends[-1]} belong in {len(shapes)} tables")
    parts = (numbers[first:end].astype(np.float32) for first, end in pairwise(ends))
    return [np.ascontiguousarray(part.reshape(shape)) for part, shape in zip(parts, shapes, strict=True)]
