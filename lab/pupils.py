"""Two processes that learn together, each with half of every batch."""

from __future__ import annotations

import multiprocessing
import socket
from collections.abc import Callable

import torch
from torch import distributed, nn

PUPILS = 2
"""Processes: two of one thread each are twice as fast as one of two."""
_STEEPEST = 1.0
"""The largest norm of the gradient of all that learns together."""


def with_pupils(name: str, attend: Callable[[int], None]) -> None:
    """Have each pupil attend a term, in a process of its own that has what this one has in memory."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        meeting = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    forked = multiprocessing.get_context("fork")
    pupils = [forked.Process(target=_meet, args=(pupil, meeting, attend)) for pupil in range(PUPILS)]
    for pupil in pupils:
        pupil.start()
    for pupil in pupils:
        pupil.join()
        if pupil.exitcode:
            raise SystemExit(f"learning broke off in term {name!r}")


def _meet(pupil: int, meeting: str, attend: Callable[[int], None]) -> None:
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", init_method=meeting, rank=pupil, world_size=PUPILS)
    attend(pupil)


def agree(parameters: list[nn.Parameter]) -> None:
    """Give both pupils' parameters the gradients of the whole batch, bounded."""
    flat = torch.cat([one.grad.reshape(-1) for one in parameters if one.grad is not None])
    distributed.all_reduce(flat)
    flat /= PUPILS
    flat /= max(1.0, float(flat.norm()) / _STEEPEST)
    for one, gradient in zip(parameters, flat.split([one.numel() for one in parameters]), strict=True):
        one.grad = gradient.view_as(one)
