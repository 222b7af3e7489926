"""Which advice is said, and whether now: little, and never twice the same."""

from __future__ import annotations

import math
from typing import Final

from voicecoach.coaching.advice.observed import Observed
from voicecoach.coaching.advice.rules import BACK_ON_TARGET, Rule, lines_at, rules_at
from voicecoach.coaching.advice.stopping import STOPPED_S
from voicecoach.coaching.advice.watch import Watch
from voicecoach.coaching.cue import Cue, Lane
from voicecoach.coaching.effects import Effect, Record, Speak
from voicecoach.coaching.facts import AdviceGiven
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.speaking import Speaking
from voicecoach.coaching.wording import Talk

BETWEEN_ADVICE_S: Final = 8.0
"""From the beginning of one line to that of the next, whatever they are about."""

LAST_BEGIN_S: Final = 4.0
LAST_END_S: Final = 3.5
"""Before a set's end the last line must have begun, and be over: the countdown's first tick falls at 3 s."""

PATIENCE_S: Final = 0.45
"""A line may wait for a number that sounds: one hop."""

_HELD_HOPS: Final = 8
_JUST_PAST_S: Final = 0.01


class Adviser:
    """Answers one session's rhythm.

    Parameters
    ----------
    phrases, speaking
        Where the words come from and who says them.
    talk
        How much is said: nothing at ``minimal``, what matters at ``normal``, everything at ``coach``.
    """

    def __init__(self, phrases: Phrases, speaking: Speaking, talk: Talk) -> None:
        self._phrases = phrases
        self._speaking = speaking
        self._rules = rules_at(talk)
        self._lines = lines_at(talk)
        self._silent_until = -math.inf
        self.begin(ends_at=math.inf)

    def begin(self, ends_at: float) -> None:
        """Begin a set that ends at `ends_at`."""
        self._ends_at = ends_at
        self._watches = [Watch(rule) for rule in self._rules]
        self._told: Rule | None = None
        self._mended_at: float | None = None
        self._praised = False
        self._look_at = math.inf
        self.last_words: str | None = None
        """The words of the set's last advice."""
        self.begins_anew = False
        """Whether changes are to be measured from here on: advice asks for one, or the tempo is no measure."""

    def words_to_prepare(self) -> tuple[Cue, ...]:
        """Return every variant of every line that may be said."""
        lines = [(name, text) for name in self._lines for text in self._phrases.variants(name)]
        return tuple(Cue(f"prepare.{name}", text, Lane.ADVICE) for name, text in lines)

    def next_at(self) -> float:
        """Return when silence itself will be worth a word."""
        return self._look_at

    def answer(self, seen: Observed, words_at: float) -> list[Effect]:
        """Return the effects of the advice that is due, if any; the script's next words begin at `words_at`."""
        self._look(seen)
        self.begins_anew = any(watch.holds and watch.rule.misleads for watch in self._watches)
        rule = next((watch.rule for watch in self._watches if watch.is_due(seen.now)), None)
        if seen.now < self._silent_until:
            return []
        if rule is not None:
            return self._say(rule.name, seen.now, words_at)
        return self._say(BACK_ON_TARGET, seen.now, words_at) if self._may_praise(seen) else []

    def _look(self, seen: Observed) -> None:
        for watch in self._watches:
            watch.look(seen)
            if watch.rule is self._told and watch.rule.mended:
                self._mended_at = (self._mended_at or seen.now) if watch.is_fine else None
        ask_at = max((seen.last_at or 0.0) + STOPPED_S + _JUST_PAST_S, self._silent_until)
        self._look_at = ask_at if seen.intervals and ask_at > seen.now else math.inf

    def _may_praise(self, seen: Observed) -> bool:
        """Say whether what was told is mended, has stayed so for some hops, and nothing else is amiss."""
        if self._praised or self._mended_at is None or any(watch.holds for watch in self._watches):
            return False
        held_s = _HELD_HOPS / (seen.tempo_hz or 1.0)
        return seen.now - self._mended_at >= held_s

    def _say(self, name: str, now: float, words_at: float) -> list[Effect]:
        cue = Cue(f"advice.{name}", self._phrases.line(f"advice_{name}"), Lane.ADVICE)
        length_s = self._speaking.lengths.of(cue)
        begun_at = now + PATIENCE_S
        has_room = begun_at <= self._ends_at - LAST_BEGIN_S and begun_at + length_s <= min(
            self._ends_at - LAST_END_S, words_at
        )
        effects = self._speaking.advise(cue, patience_s=PATIENCE_S, now=now) if has_room else []
        at = next((effect.at for effect in effects if isinstance(effect, Speak)), None)
        if at is None:
            return []
        self._note(name, cue.text, at)
        return [*effects, Record(AdviceGiven(t=now, rule=name))]

    def _note(self, name: str, words: str, at: float) -> None:
        self._silent_until = at + BETWEEN_ADVICE_S
        self.last_words = words
        self._mended_at = None
        for watch in self._watches:
            if watch.rule.name == name:
                watch.said(at)
                self._told = watch.rule
                self.begins_anew = True
        self._praised |= name == BACK_ON_TARGET
