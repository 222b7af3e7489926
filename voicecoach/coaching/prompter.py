"""The prompter: hands the script's cues to the speaker ahead of time, each once."""

from __future__ import annotations

import math

from voicecoach.coaching.effects import Effect, Expect
from voicecoach.coaching.place import Place
from voicecoach.coaching.planned import PlannedCue
from voicecoach.coaching.speaking import Speaking
from voicecoach.coaching.wording import is_counted

LOOK_AHEAD_S = 1.0
"""How long before its instant a cue is handed to the speaker.  A wake-up later than this would move sound;
a stepped wall clock is noticed in a quarter of it."""

PLANNED_LATENESS_S = 0.25
"""A planned cue that can't start within this is dropped: it would be about something else by then."""

WORDS_LOOKED_FOR_S = 10.0
"""How far beyond the phase's end words of the script are looked for; what is said on the spot is shorter."""

_INSTANT_S = 1e-6
"""Two instants nearer than this are one: sums of floats differ by less."""


class Prompter:
    """What of the script has been handed over, and whether landings are expected.

    Parameters
    ----------
    place
        Where the session stands.
    speaking
        Whoever the cues are handed to.
    listens
        Whether there is a microphone, so that landings may be expected at all.
    """

    def __init__(self, place: Place, speaking: Speaking, *, listens: bool) -> None:
        self._place = place
        self._speaking = speaking
        self._listens = listens
        self._handed_over: set[str] = set()
        self._expecting = False

    def next_at(self) -> float:
        """Return when there is something to do next: a cue to hand over, landings to expect, or the phase's end."""
        ends_at = self._place.ends_at
        ahead = [at - LOOK_AHEAD_S for _, at in self._upcoming(ends_at + LOOK_AHEAD_S)]
        if self._listens and not self._expecting and is_counted(self._place.phase):
            ahead.append(self._place.begun_at - LOOK_AHEAD_S)  # a set that was paused as it began has no cue there
        return min([ends_at, *ahead])

    def next_words_at(self) -> float:
        """Return when the next words of the script begin that have not been handed over; infinite if none do."""
        soon_at = self._place.ends_at + WORDS_LOOKED_FOR_S
        return min((at for planned, at in self._upcoming(soon_at) if planned.cue.lane.is_speech), default=math.inf)

    def next_set_at(self) -> float:
        """Return when the counted set at hand began, or the next one begins; infinite if there is none.

        From then on the numbers have the mouth.
        """
        sets = (at for index, at in self._place.starts() if is_counted(self._place.script.phases[index].phase))
        return next(sets, math.inf) if self._listens else math.inf

    def silence(self, from_at: float) -> tuple[float, float]:
        """Return the first stretch from `from_at` on in which nothing is booked and the script has no words either.

        What is said on the spot and at once must be over by its end: the script's words are due at their instant.
        """
        begins_at, booked_at = self._speaking.silence(from_at)
        return begins_at, min(booked_at, self.next_words_at())

    def hand_over(self, now: float) -> list[Effect]:
        """Return the effects of every cue, and every expectation, that is due within the look-ahead."""
        effects: list[Effect] = []
        for planned, at in self._upcoming(now + LOOK_AHEAD_S + _INSTANT_S):
            self._handed_over.add(planned.cue.id)
            effects += self._speaking.speak(planned.cue, at=at, not_after=at + PLANNED_LATENESS_S, now=now)
        return [*effects, *self._expect_ahead(now)]

    def take_back(self, now: float) -> None:
        """Let every cue after `now` be handed over again: time stands still."""
        for index, start_at in self._place.starts():
            for planned in self._place.script.phases[index].cues:
                if start_at + planned.offset_s > now:
                    self._handed_over.discard(planned.cue.id)

    def forget(self) -> None:
        """Let every cue be handed over again: the session jumps."""
        self._handed_over.clear()

    def expect(self, *, expecting: bool, at: float) -> list[Effect]:
        """Return the effect of expecting landings, or no longer, from `at` on."""
        if self._expecting == expecting:
            return []
        self._expecting = expecting
        return [Expect(expecting, at)]

    def _upcoming(self, until_at: float) -> list[tuple[PlannedCue, float]]:
        """Return the cues up to `until_at` that have not been handed over."""
        found: list[tuple[PlannedCue, float]] = []
        for index, start_at in self._place.starts():
            if start_at > until_at:
                break
            for planned in self._place.script.phases[index].cues:
                at = start_at + planned.offset_s
                if self._place.live_from <= at <= until_at and planned.cue.id not in self._handed_over:
                    found.append((planned, at))
        return found

    def _expect_ahead(self, now: float) -> list[Effect]:
        if not self._listens:
            return []
        for index, start_at in self._place.starts():
            if start_at > now + LOOK_AHEAD_S + _INSTANT_S:
                break
            if is_counted(self._place.script.phases[index].phase):
                return self.expect(expecting=True, at=max(start_at, self._place.live_from))
        return []
