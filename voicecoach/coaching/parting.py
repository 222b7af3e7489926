"""How a session parts: once the last set is settled its last words, and when they are over, what came of it."""

from __future__ import annotations

from voicecoach.coaching.effects import Effect, Ended, Record
from voicecoach.coaching.facts import SessionEnded
from voicecoach.coaching.farewell import Farewell
from voicecoach.coaching.outlook import Outlook
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.sets import Sets
from voicecoach.coaching.setting import Setting
from voicecoach.coaching.speaking import Speaking
from voicecoach.coaching.summary import FINISHED, Summary


class Parting:
    """From the last instant of a circuit, or from a stop, to the end of the session."""

    def __init__(
        self, sets: Sets, speaking: Speaking, phrases: Phrases, setting: Setting, outlook: Outlook | None
    ) -> None:
        self._sets = sets
        self._speaking = speaking
        self._setting = setting
        self._outlook = outlook
        self._farewell = Farewell(phrases, speaking, setting.count)

    def begin(self, reason: str, at: float) -> None:
        """Begin to part, at `at`."""
        self._farewell.begin(reason, at)

    @property
    def finished(self) -> bool:
        """Whether the circuit was gone through to its end, as far as it has come."""
        return self._farewell.reason == FINISHED

    def next_at(self) -> float:
        """Return when there is something to do next."""
        waits = self._farewell.spoken or self._sets.settled_at is not None
        return self._farewell.until_at if waits else self._farewell.from_at

    def note_end(self, cue_id: str, at: float) -> None:
        """Note that a cue is over at `at`, which may lie a little ahead, or is not to be heard at all."""
        self._farewell.note_end(cue_id, at)

    def is_over(self, now: float) -> bool:
        """Whether all has been said, or waited for long enough."""
        return self._may_go_on(now) and now >= self._farewell.until_at

    def speak(self, now: float) -> list[Effect]:
        """Return the effects of the last words, once they are due; nothing after that."""
        if self._farewell.spoken or not self._may_go_on(now):
            return []
        offer = self._outlook.ready_after(self._sets.hopped) if self._outlook and self.finished else None
        told = [] if offer is None else [Record(offer.fact(now))]
        line = None if offer is None else "level_ready"
        return [*told, *self._farewell.speak(self._sets.landings, now, more=line)]

    def end(self, now: float) -> list[Effect]:
        """Return what came of the session."""
        summary = Summary(
            circuit=self._setting.circuit,
            reason=self._farewell.reason,
            seconds=now,
            sets=tuple(self._sets.results),
            spoken=self._speaking.heard,
            dropped=self._speaking.dropped,
            listened=self._setting.listens,
        )
        fact = SessionEnded(t=now, reason=summary.reason, counts=summary.counts, seconds=now)
        return [Record(fact), Ended(summary)]

    def _may_go_on(self, now: float) -> bool:
        return self._sets.settled_at is None and now >= self._farewell.from_at
