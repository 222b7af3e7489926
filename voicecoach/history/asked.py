"""What the circuits on this machine ask of their exercises."""

from __future__ import annotations

from functools import cache

from voicecoach.cuefiles import load_circuit
from voicecoach.errors import UserError
from voicecoach.history.aims import Aim


@cache
def asked(circuit: str, exercise: str) -> Aim:
    """Return what a circuit asks of an exercise, as far as this machine still has it."""
    try:
        steps = load_circuit(circuit).steps
    except UserError:
        return Aim()
    return next((Aim(step.target_hz, step.feet.turn) for step in steps if step.exercise == exercise), Aim())
