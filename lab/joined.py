"""A layer's end for learning: add, round, bound, and what the next layer hears, in one go over memory.

Operation by operation, as the framework does it, more than half of a lesson's time goes into these.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
from functools import cache
from pathlib import Path

import torch
from torch.autograd.function import FunctionCtx, once_differentiable

from lab.bank import CACHE
from voicecoach.listening.network import MOST

SOURCE = Path(__file__).with_suffix(".cpp")


class Joined(torch.autograd.Function):
    """Joins what a layer says to the flow; returns the flow, and what the next layer hears of it.

    Both of shape (takes, channels, 1, cells) in bfloat16, channels last; what is heard has silence before it, as much
    as the next layer reaches back.  A layer without flow begins it.
    """

    @staticmethod
    def forward(
        ctx: FunctionCtx, flow: torch.Tensor | None, said: torch.Tensor, reach: int
    ) -> tuple[torch.Tensor, ...]:
        """Join; keep what the gradients need."""
        said = _in_order(said)
        takes, channels, _, cells = said.shape
        joined, heard = _empty(said, cells), _empty(said, cells + reach)
        _compiled().join(*map(_place, (flow, said, joined, heard)), takes, cells * channels, reach * channels)
        ctx.save_for_backward(joined)
        ctx.reach, ctx.begins = reach, flow is None
        ctx.set_materialize_grads(value=False)
        return joined, heard

    @staticmethod
    @once_differentiable  # type: ignore[untyped-decorator]
    def backward(ctx: FunctionCtx, *gradients: torch.Tensor | None) -> tuple[torch.Tensor | None, torch.Tensor, None]:
        """Return the gradients of the flow and of what was said."""
        (joined,) = ctx.saved_tensors
        takes, channels, _, cells = joined.shape
        of_joined, of_heard = (None if one is None else _in_order(one) for one in gradients)
        gradient = _empty(joined, cells)
        places = map(_place, (of_joined, of_heard, joined, gradient))
        _compiled().part(*places, takes, cells * channels, ctx.reach * channels)
        return None if ctx.begins else gradient, gradient, None


def _in_order(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.contiguous(memory_format=torch.channels_last)


def _empty(like: torch.Tensor, cells: int) -> torch.Tensor:
    takes, channels = like.shape[:2]
    return torch.empty((takes, channels, 1, cells), dtype=torch.bfloat16, memory_format=torch.channels_last)


def _place(tensor: torch.Tensor | None) -> ctypes.c_void_p:
    return ctypes.c_void_p(None if tensor is None else tensor.data_ptr())


@cache
def _compiled() -> ctypes.CDLL:
    library = CACHE / "joined.so"
    if not library.exists() or library.stat().st_mtime < SOURCE.stat().st_mtime:
        fresh = library.with_suffix(f".{os.getpid()}")
        options = ["-O3", "-march=native", "-ffast-math", "-shared", "-fPIC", f"-DMOST_ACTIVATION={MOST}f"]
        subprocess.run(["g++", *options, str(SOURCE), "-o", str(fresh)], check=True)
        fresh.replace(library)
    compiled = ctypes.CDLL(str(library))
    for name in ("join", "part"):
        getattr(compiled, name).argtypes = [ctypes.c_void_p] * 4 + [ctypes.c_long] * 3
    return compiled
