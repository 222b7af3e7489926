"""What has been asked of the speaker and what came of it: bookings, captions, and the facts they leave."""

from __future__ import annotations

from collections.abc import Callable

from voicecoach.coaching.cue import Cue
from voicecoach.coaching.effects import Cut, Effect, Prepare, Record, Speak, StopSpeaking
from voicecoach.coaching.events import ClipDropped, ClipEnded, ClipMeasured, ClipStarted
from voicecoach.coaching.facts import CueDropped, CueHeard
from voicecoach.coaching.lengths import Lengths
from voicecoach.coaching.mouth import Booking, Mouth, Refused
from voicecoach.coaching.spoken_numbers import SpokenNumbers

MOVED_ON = "the session moved on"
"""Why a cue was called off by a pause, a skip or a stop: as the user wished, so nothing was missed."""

TAKEN_BACK = "taken back: its landing did not come"
"""Why a number placed on an expected landing was cut or called off."""

AS_MEANT = frozenset((MOVED_ON, TAKEN_BACK))
"""Reasons for which nothing was missed."""

Silence = Callable[[float], tuple[float, float]]
"""The first stretch without words from an instant on: when it begins, and when the next word does."""

_LAG_GAIN = 0.2
"""Of the last number in the lag: five numbers or so decide."""


class Speaking:
    """The session's side of the mouth."""

    def __init__(self, lengths: Lengths) -> None:
        self.lengths = lengths
        self.heard = 0
        """Cues with words that were sounded."""
        self.dropped = 0
        """Cues that could not be, though the session went on."""
        self.lag_s = 0.0
        """How much later than asked for a number begins that is to sound at once: what the output holds back."""
        self._mouth = Mouth()
        self._asked: dict[str, Cue] = {}
        self._sounding: dict[str, float] = {}
        self._numbers = SpokenNumbers()
        self._taken_back: set[str] = set()
        self._uses: dict[str, int] = {}

    def named(self, cue: Cue) -> Cue:
        """Return the cue under an id that has not been used yet: said again, it is another cue."""
        uses = self._uses[cue.id] = self._uses.get(cue.id, 0) + 1
        return cue if uses == 1 else Cue(f"{cue.id}#{uses}", cue.text, cue.lane, cue.rate_wpm)

    def speak(self, cue: Cue, *, at: float, not_after: float, now: float) -> list[Effect]:
        """Return the effects that sound `cue`, or the fact that it can't be."""
        cue = self.named(cue)
        effects: list[Effect] = []
        if cue.lane.is_speech:
            outcome = self._mouth.book(cue, at=at, not_after=not_after, length_s=self.lengths.of(cue))
            if isinstance(outcome, Refused):
                return [self._drop(cue.id, outcome.reason, now)]
            at = outcome.start_at
            effects += [Cut(held.cue.id, at) for held in outcome.cut]
        self._asked[cue.id] = cue
        return [*effects, Speak(cue, at, not_after)]

    def say(self, cue: Cue, *, at: float, patience_s: float, now: float) -> list[Effect]:
        """Return the effects that sound words of the moment, which may not have been rendered yet."""
        return [Prepare((cue,)), *self.speak(cue, at=at, not_after=at + patience_s, now=now)]

    def advise(self, cue: Cue, *, patience_s: float, now: float) -> list[Effect]:
        """Return the effects that say advice now; none, and no fact, if the mouth is not free: advice can wait."""
        if not self._mouth.has_room(cue, at=now, not_after=now + patience_s, length_s=self.lengths.of(cue)):
            return []
        return self.say(cue, at=now, patience_s=patience_s, now=now)

    def leave_out(self, cue: Cue, reason: str, now: float) -> list[Effect]:
        """Return the fact that words of the moment are not said."""
        return [self._drop(self.named(cue).id, reason, now)]

    def silence(self, from_at: float) -> tuple[float, float]:
        """Return the first stretch without booked words from an instant on."""
        return self._mouth.silence(from_at)

    def number(self, cue: Cue, count: int, *, landing_at: float | None, at: float, not_after: float) -> Speak | None:
        """Return the effect that says a number, None where words are in its way: it is silent then.

        `landing_at` is None for a number that is placed on an expected landing; :meth:`landed` tells it later.
        """
        cue = self.named(cue)
        outcome = self._mouth.book(cue, at=at, not_after=not_after, length_s=self.lengths.of(cue))
        if isinstance(outcome, Refused):
            return None
        self._asked[cue.id] = cue
        self._numbers.ask(cue.id, count, onset_s=self.lengths.onset_of(cue), landing_at=landing_at)
        return Speak(cue, outcome.start_at, not_after)

    def awaits(self, cue_id: str) -> bool:
        """Say whether a number that was placed on an expected landing was neither dropped nor taken back."""
        return self._numbers.awaits(cue_id)

    def landed(self, cue_id: str, landing_at: float, now: float) -> list[Effect]:
        """Note that the landing a number was placed on was heard."""
        return self._numbers.landed(cue_id, landing_at, now)

    def take_back(self, cue_id: str, now: float) -> list[Effect]:
        """Return the effects that silence a number whose landing did not come, before it begins or soonest after."""
        self._numbers.withdraw(cue_id)
        if cue_id not in self._asked:
            return []
        self._mouth.free(cue_id)
        self._taken_back.add(cue_id)
        return [Cut(cue_id, now), Record(CueDropped(t=now, id=cue_id, reason=TAKEN_BACK))]

    def held(self) -> tuple[Booking, ...]:
        """Return the words that are booked or sounding."""
        return self._mouth.held

    def hush(self, now: float) -> list[Effect]:
        """Return the effects that silence everything and forget what was booked."""
        effects: list[Effect] = [StopSpeaking()]
        self._mouth.clear()
        called_off = self._asked.keys() - self._sounding.keys() - self._taken_back
        in_order = [cue_id for cue_id in self._asked if cue_id in called_off]
        return [*effects, *(self._drop(cue_id, MOVED_ON, now) for cue_id in in_order)]

    def lose_speaker(self, now: float) -> list[Effect]:
        """Return the facts of a speaker that died with whatever it was sounding."""
        effects: list[Effect] = []
        for cue_id in list(self._sounding):
            effects += self.ended(ClipEnded(cue_id, now, cut=True))
        return [*effects, *self.hush(now)]

    def started(self, event: ClipStarted) -> list[Effect]:
        """Note that a clip sounds."""
        if event.cue_id not in self._asked:
            return []
        self._sounding[event.cue_id] = event.at
        late_s = self._mouth.began(event.cue_id, event.at)
        if self._numbers.follows_its_landing(event.cue_id):
            self.lag_s += _LAG_GAIN * (late_s - self.lag_s)
        return self._numbers.sounded(event.cue_id, event.at)

    def ended(self, event: ClipEnded) -> list[Effect]:
        """Note that a clip is over."""
        cue, start_at = self._forget(event.cue_id)
        if cue is None or start_at is None:
            return []
        self.heard += cue.lane.is_speech
        text = cue.text if cue.lane.is_speech else ""
        fact = CueHeard(t=event.at, id=cue.id, text=text, lane=str(cue.lane), start=start_at, end=event.at)
        return [Record(fact)]

    def lost(self, event: ClipDropped) -> list[Effect]:
        """Note that a clip was never sounded."""
        if event.cue_id in self._taken_back:
            self._forget(event.cue_id)
        if event.cue_id not in self._asked:
            return []
        return [self._drop(event.cue_id, event.reason, event.at)]

    def measured(self, event: ClipMeasured) -> None:
        """Learn a clip's length, and correct the bookings that guessed it."""
        self.lengths.learn(event.text, event.rate_wpm, event.length_s, event.onset_s)
        for cue in self._asked.values():
            if (cue.text, cue.rate_wpm) == (event.text, event.rate_wpm):
                self._mouth.remeasure(cue.id, event.length_s)

    def saying(self) -> str | None:
        """Return the words that sound at this moment."""
        words = [self._asked[cue_id].text for cue_id in self._sounding if self._asked[cue_id].lane.is_speech]
        return words[-1] if words else None

    def _drop(self, cue_id: str, reason: str, now: float) -> Record:
        self._numbers.withdraw(cue_id)
        self._forget(cue_id)
        self.dropped += reason not in AS_MEANT
        return Record(CueDropped(t=now, id=cue_id, reason=reason))

    def _forget(self, cue_id: str) -> tuple[Cue | None, float | None]:
        self._mouth.free(cue_id)
        self._taken_back.discard(cue_id)
        return self._asked.pop(cue_id, None), self._sounding.pop(cue_id, None)
