"""What each set and the session came to, as soon as it is known: the event line, and what history would add to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from voicecoach.coaching.facts import Fact, SessionEnded, SessionStarted, StepEnded
from voicecoach.eventlog import as_values
from voicecoach.history.cards import SetCard, Tally
from voicecoach.listening.rhythm import RhythmReading


class Results:
    """Takes in facts and gives results; they follow from the same lines by the same tally as history's.

    Parameters
    ----------
    person
        Who trains.
    wall_clock
        Tells the time of day, with its zone.
    """

    def __init__(self, person: str, wall_clock: Callable[[], datetime]) -> None:
        self._person = person
        self._wall_clock = wall_clock
        self._tally = Tally()
        self._about: dict[str, Any] = {}
        self._sets: list[dict[str, Any]] = []

    def take(self, fact: Fact) -> Mapping[str, Any] | None:
        """Take in a fact; returns what a counted set or the session came to if this is its end.

        A result has the fields of its event line, and others named as in the CSV of an export.
        """
        line: dict[str, Any] = as_values(fact)
        if isinstance(fact, SessionStarted):
            self._begin(fact)
        self._tally.take(line)
        match fact:
            case StepEnded() if fact.count is not None:
                self._sets.append(self._set(fact))
                return line | self._sets[-1] | self._about
            case SessionEnded():
                return line | self._session() | self._about
        return None

    def _begin(self, fact: SessionStarted) -> None:
        started_at = self._wall_clock() - timedelta(seconds=fact.t)
        self._tally, self._sets = Tally(), []
        self._about = {
            "circuit": fact.circuit,
            "level": fact.level,
            "person": self._person,
            "started_at": started_at.isoformat(timespec="milliseconds"),
        }

    def _set(self, fact: StepEnded) -> dict[str, Any]:
        card = next(one for one in reversed(self._tally.sets()) if _is_of(one, fact))
        what = {"set": card.number, "step": card.exercise, "side": card.side, "round": card.round, "count": card.count}
        return what | {"seconds": _short(card.seconds)} | _rhythm(card.rhythm)

    def _session(self) -> dict[str, Any]:
        card = self._tally.session()
        return {
            "landings": card.landings,
            "cadence_hz": _short(card.cadence_hz),
            "variation": _short(card.variation),
            "sets": list(self._sets),
        }


def _is_of(card: SetCard, fact: StepEnded) -> bool:
    return (card.exercise, card.side, card.round) == (fact.step, fact.side, fact.round) and card.ended_at_s is not None


def _rhythm(rhythm: RhythmReading | None) -> dict[str, float | None]:
    names = ("cadence_hz", "interval_s", "variation", "drift")
    return {name: _short(getattr(rhythm, name, None)) for name in names}


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
