"""What a session may do when: the whole state machine as one table.

Rules:

1. Only `RUNNING` lets time pass in the circuit; `PAUSED`, `LOST` and `PAUSED_AND_LOST` keep the time left.
2. A device that is lost holds the session until every lost device is back; a pause the user asked for
   outlives that.
3. From `FAREWELL` only the end follows: the last words are being said.
4. An input that is not in a state's row is of no meaning there: a user's key is ignored and recorded as a
   command, an internal input is our fault and raises.
"""

from __future__ import annotations

from enum import StrEnum

from voicecoach.errors import OurFault


class State(StrEnum):
    """Where a session stands."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    LOST = "lost"
    PAUSED_AND_LOST = "paused and lost"
    FAREWELL = "farewell"
    ENDED = "ended"


class Input(StrEnum):
    """What moves a session from state to state."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    MOVE = "move"  # skip, back, repeat
    STOP = "stop"
    LOSE = "lose a device"
    RECOVER = "have all devices back"
    COMPLETE = "complete the circuit"
    END = "end"


TRANSITIONS: dict[State, dict[Input, State]] = {
    State.WAITING: {Input.START: State.RUNNING},
    State.RUNNING: {
        Input.PAUSE: State.PAUSED,
        Input.MOVE: State.RUNNING,
        Input.STOP: State.FAREWELL,
        Input.LOSE: State.LOST,
        Input.COMPLETE: State.FAREWELL,
    },
    State.PAUSED: {
        Input.RESUME: State.RUNNING,
        Input.MOVE: State.RUNNING,
        Input.STOP: State.FAREWELL,
        Input.LOSE: State.PAUSED_AND_LOST,
    },
    State.LOST: {
        Input.PAUSE: State.PAUSED_AND_LOST,
        Input.STOP: State.FAREWELL,
        Input.LOSE: State.LOST,
        Input.RECOVER: State.RUNNING,
    },
    State.PAUSED_AND_LOST: {
        Input.RESUME: State.LOST,
        Input.STOP: State.FAREWELL,
        Input.LOSE: State.PAUSED_AND_LOST,
        Input.RECOVER: State.PAUSED,
    },
    State.FAREWELL: {
        Input.LOSE: State.FAREWELL,
        Input.RECOVER: State.FAREWELL,
        Input.END: State.ENDED,
    },
    State.ENDED: {Input.LOSE: State.ENDED, Input.RECOVER: State.ENDED},
}


def allows(state: State, given: Input) -> bool:
    """Say whether `given` means anything in `state`."""
    return given in TRANSITIONS[state]


def after(state: State, given: Input) -> State:
    """Return the state that follows; OurFault if `given` can't happen in `state`."""
    try:
        return TRANSITIONS[state][given]
    except KeyError:
        raise OurFault(f"a session that is {state} can't {given}; please report this") from None
