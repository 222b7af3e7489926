"""Which advice is said, and whether now: little, and never twice the same."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Final

from voicecoach.coaching.advice.observed import Observed
from voicecoach.coaching.advice.rules import BACK_ON_TARGET, Rule, lines_at, rules_at
from voicecoach.coaching.advice.stopping import asked_at
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
"""A line may wait for a number that sounds: one hop.  A question into silence is tried again after it."""


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
        self._watches = [Watch(rule) for rule in rules_at(talk)]
        self._lines = lines_at(talk)
        self._told: dict[Hashable, Rule] = {}
        self._silent_until = -math.inf
        self.begin(None, ends_at=math.inf)

    def begin(self, work: Hashable, *, ends_at: float) -> None:
        """Begin a set of `work` that ends at `ends_at`.

        What was told in the last set of the same work is remembered: a short set has time for one line, so the word
        when it is mended belongs to the next.
        """
        self._work, self._ends_at = work, ends_at
        self._watches = [watch if watch.rule.once else Watch(watch.rule) for watch in self._watches]
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
        ask_at = max(asked_at(seen), self._silent_until)
        if ask_at <= seen.now:
            waits = any(watch.rule.once and watch.is_due(seen.now) for watch in self._watches)
            ask_at = seen.now + PATIENCE_S if waits else math.inf
        self._look_at = ask_at if ask_at <= self._ends_at - LAST_BEGIN_S else math.inf

    def _may_praise(self, seen: Observed) -> bool:
        """Say whether what was told is mended, has stayed so for some hops, and nothing else is amiss."""
        told = self._told.get(self._work)
        if told is None or told.praised_after is None or self._praised or any(one.holds for one in self._watches):
            return False
        fine_from = next((watch.fine_from for watch in self._watches if watch.rule is told), None)
        return fine_from is not None and seen.now - fine_from >= told.praised_after / (seen.tempo_hz or 1.0)

    def _say(self, name: str, now: float, words_at: float) -> list[Effect]:
        cue = Cue(f"advice.{name}", self._phrases.line(f"advice_{name}"), Lane.ADVICE)
        over_by = min(self._ends_at - LAST_END_S, words_at)
        begun_by = min(self._ends_at - LAST_BEGIN_S, over_by - self._speaking.lengths.of(cue))
        patience_s = min(PATIENCE_S, begun_by - now)
        effects = self._speaking.advise(cue, patience_s=patience_s, now=now) if patience_s >= 0.0 else []
        at = next((effect.at for effect in effects if isinstance(effect, Speak)), None)
        if at is None:
            return []
        self._note(name, cue.text, at)
        return [*effects, Record(AdviceGiven(t=now, rule=name))]

    def _note(self, name: str, words: str, at: float) -> None:
        self._silent_until = at + BETWEEN_ADVICE_S
        self.last_words = words
        if name == BACK_ON_TARGET:
            self._praised = True
            del self._told[self._work]
        for watch in self._watches:
            if watch.rule.name == name:
                watch.said(at)
                self.begins_anew = True
                if not watch.rule.once:
                    self._told[self._work] = watch.rule
