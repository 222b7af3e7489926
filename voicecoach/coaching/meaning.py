"""What a command means: to the state machine, and for a key that stands for two."""

from __future__ import annotations

from voicecoach.coaching.events import Command
from voicecoach.coaching.states import Input

_INPUTS = {Command.PAUSE: Input.PAUSE, Command.RESUME: Input.RESUME, Command.STOP: Input.STOP}


def input_of(command: Command) -> Input:
    """Return what a command asks of the state machine: to skip, go back or repeat is to move."""
    return _INPUTS.get(command, Input.MOVE)


def meant(command: Command, *, paused: bool, muted: bool) -> Command:
    """Return which of two commands is meant now by a key that stands for both."""
    match command:
        case Command.PAUSE_OR_RESUME:
            return Command.RESUME if paused else Command.PAUSE
        case Command.MUTE_OR_UNMUTE:
            return Command.UNMUTE if muted else Command.MUTE
        case _:
            return command
