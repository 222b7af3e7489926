"""Where a session stands, as its topic says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from voicecoach.coaching.snapshot import Snapshot
from voicecoach.coaching.states import State

IDLE: Final = "idle"
"""The state while no session runs."""

_MOVED_S: Final = 1.0
"""The end of a phase has moved (a step was repeated, a pause is over), and not only been seen a little later."""

Values = dict[str, object]


def idle_values() -> Values:
    """Return the state between two sessions: the same fields, empty."""
    nothing = ("circuit", "level", "phase", "exercise", "side", "round", "rounds", "remaining_s", "ends_at")
    return {"state": IDLE, **dict.fromkeys(nothing), "volume_db": None, "muted": None}


def count_values(snapshot: Snapshot | None) -> Values:
    """Return what is counted: of the running set (None where nothing is), and of the session."""
    if snapshot is None:
        return {"count": None, "landings": None, "cadence_hz": None}
    cadence_hz = snapshot.cadence_hz
    return {
        "count": snapshot.count,
        "landings": snapshot.landings,
        "cadence_hz": None if cadence_hz is None else round(cadence_hz, 2),
    }


class Standing:
    """Tells a change of the session's state from mere time passing.

    Parameters
    ----------
    wall_clock
        Tells the time of day, with its zone; None if session seconds are not seconds.
    """

    def __init__(self, wall_clock: Callable[[], datetime] | None) -> None:
        self._wall_clock = wall_clock
        self._told: Values = {}
        self._ends_t: float | None = None

    def forget(self) -> None:
        """Begin anew: another session follows."""
        self._told, self._ends_t = {}, None

    def news(self, snapshot: Snapshot, about: Mapping[str, object]) -> Values | None:
        """Return the state if it is another than the one told last.

        `about` is what a snapshot does not know: the circuit and the level.  ``remaining_s`` and ``ends_at`` (the time
        of day, None while time is held) are of the moment of the change: who wants to see seconds pass counts down.
        """
        passes = snapshot.state is State.RUNNING
        ends_t = snapshot.t + snapshot.remaining_s if passes else None
        values: Values = {
            "state": str(snapshot.state),
            **about,
            "phase": str(snapshot.phase),
            "exercise": snapshot.exercise,
            "side": snapshot.side,
            "round": snapshot.round,
            "rounds": snapshot.rounds,
            "volume_db": snapshot.loudness.volume_db,
            "muted": snapshot.loudness.muted,
        }
        if values == self._told and not self._moved(ends_t):
            return None
        self._told, self._ends_t = values, ends_t
        return values | {
            "remaining_s": round(snapshot.remaining_s, 1),
            "ends_at": self._time_of_day(snapshot.remaining_s) if passes else None,
        }

    def _moved(self, ends_t: float | None) -> bool:
        return ends_t is not None and (self._ends_t is None or abs(ends_t - self._ends_t) > _MOVED_S)

    def _time_of_day(self, in_s: float) -> str | None:
        if self._wall_clock is None:
            return None
        at = self._wall_clock() + timedelta(seconds=in_s)
        return at.astimezone(UTC).isoformat(timespec="milliseconds")
