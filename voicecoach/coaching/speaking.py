"""What has been asked of the speaker and what came of it: bookings, captions, and the facts they leave."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.coaching.cue import Cue
from voicecoach.coaching.effects import Cut, Effect, Prepare, Record, Speak, StopSpeaking
from voicecoach.coaching.events import ClipDropped, ClipEnded, ClipMeasured, ClipStarted
from voicecoach.coaching.facts import CountSpoken, CueDropped, CueHeard
from voicecoach.coaching.lengths import Lengths
from voicecoach.coaching.mouth import Booking, Mouth, Refused

MOVED_ON = "the session moved on"
"""Why a cue was called off by a pause, a skip or a stop: as the user wished, so nothing was missed."""


@dataclass(frozen=True, slots=True)
class _Number:
    count: int
    landing_at: float


class Speaking:
    """The session's side of the mouth."""

    def __init__(self, lengths: Lengths) -> None:
        self.lengths = lengths
        self.heard = 0
        """Cues with words that were sounded."""
        self.dropped = 0
        """Cues that could not be, though the session went on."""
        self._mouth = Mouth()
        self._asked: dict[str, Cue] = {}
        self._sounding: dict[str, float] = {}
        self._numbers: dict[str, _Number] = {}
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

    def leave_out(self, cue: Cue, reason: str, now: float) -> list[Effect]:
        """Return the fact that words of the moment are not said."""
        return [self._drop(self.named(cue).id, reason, now)]

    def number(self, cue: Cue, count: int, landing_at: float, *, not_after: float, now: float) -> list[Effect]:
        """Return the effects that say the number of a landing now."""
        effects = self.speak(cue, at=now, not_after=not_after, now=now)
        for effect in effects:
            if isinstance(effect, Speak):
                self._numbers[effect.cue.id] = _Number(count, landing_at)
        return effects

    def held(self) -> tuple[Booking, ...]:
        """Return the words that are booked or sounding."""
        return self._mouth.held

    def hush(self, now: float) -> list[Effect]:
        """Return the effects that silence everything and forget what was booked."""
        effects: list[Effect] = [StopSpeaking()]
        self._mouth.clear()
        called_off = [cue_id for cue_id in self._asked if cue_id not in self._sounding]
        return [*effects, *(self._drop(cue_id, MOVED_ON, now) for cue_id in called_off)]

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
        number = self._numbers.get(event.cue_id)
        if number is None:
            return []
        fact = CountSpoken(t=event.at, count=number.count, landing_at=number.landing_at, start=event.at)
        return [Record(fact)]

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
        if event.cue_id not in self._asked:
            return []
        return [self._drop(event.cue_id, event.reason, event.at)]

    def measured(self, event: ClipMeasured) -> None:
        """Learn a clip's length, and correct the bookings that guessed it."""
        self.lengths.learn(event.text, event.rate_wpm, event.length_s)
        for cue in self._asked.values():
            if (cue.text, cue.rate_wpm) == (event.text, event.rate_wpm):
                self._mouth.remeasure(cue.id, event.length_s)

    def saying(self) -> str | None:
        """Return the words that sound at this moment."""
        words = [self._asked[cue_id].text for cue_id in self._sounding if self._asked[cue_id].lane.is_speech]
        return words[-1] if words else None

    def _drop(self, cue_id: str, reason: str, now: float) -> Record:
        self._forget(cue_id)
        self.dropped += reason != MOVED_ON
        return Record(CueDropped(t=now, id=cue_id, reason=reason))

    def _forget(self, cue_id: str) -> tuple[Cue | None, float | None]:
        self._mouth.free(cue_id)
        self._numbers.pop(cue_id, None)
        return self._asked.pop(cue_id, None), self._sounding.pop(cue_id, None)
