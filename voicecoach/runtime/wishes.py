"""What the command line wants otherwise than the sessions before suggest: `--level next`, `--budget`, `--target`."""

from __future__ import annotations

from voicecoach.circuit.model import Level
from voicecoach.coaching.outlook import Wanted
from voicecoach.errors import UserError

NEXT = "next"
"""The level that suits after the sessions before."""

OFF = "off"
OWN, CIRCUIT = "own", "circuit"


def read_level(wish: str) -> Level | None:
    """Return the level of a name, None for the next one."""
    return None if wish == NEXT else Level(wish)


def read_wanted(budget: str | None, target: str | None, *, no_budget: bool = False) -> Wanted:
    """Return what is wanted by a budget (``60``, ``off``) and a target (``2.3``, ``own``); UserError otherwise."""
    unlimited = no_budget or budget == OFF
    return Wanted(
        hops=None if unlimited or budget is None else _hops(budget),
        unlimited=unlimited,
        target_hz=None if target in {None, OWN, CIRCUIT} else _target_hz(str(target)),
        own_target=None if target is None else target == OWN,
    )


def _hops(budget: str) -> int:
    if not (budget.isascii() and budget.isdigit() and len(budget) < len("1000000")):
        raise UserError(f"--budget {budget}: give a number of hops for this session, like --budget 60, or off")
    return int(budget)


def _target_hz(target: str) -> float:
    try:
        return float(target)
    except ValueError:
        raise UserError(f"--target {target}: give hops a second, like --target 2.3, or own, or circuit") from None
