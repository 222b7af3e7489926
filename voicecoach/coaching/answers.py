"""What a session answers to the hops of a counted set: advice, and a beat."""

from __future__ import annotations

import math

from voicecoach.circuit.model import Feet, Side, Step
from voicecoach.circuit.timeline import Phase
from voicecoach.coaching.advice.adviser import Adviser
from voicecoach.coaching.advice.observed import Observed
from voicecoach.coaching.advice.row import Row
from voicecoach.coaching.cue import Cue
from voicecoach.coaching.effects import Effect
from voicecoach.coaching.metronome import Metronome
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.place import Place
from voicecoach.coaching.prompter import Prompter
from voicecoach.coaching.setting import Setting
from voicecoach.coaching.speaking import Speaking
from voicecoach.coaching.wording import is_counted
from voicecoach.listening.landing import Landing

ABOUT_THE_BEAT = 0.05
"""Who follows a beat of their own choice is neither too slow nor too fast within this share of it."""


class Answers:
    """Follows the session's place by itself: a set begins where time begins to pass in counted work.

    Parameters
    ----------
    place, prompter
        Where the session stands, and what its script says next.
    speaking, phrases
        Who says the words, and which.
    setting
        How much is said, and the beat asked for.
    """

    def __init__(
        self, place: Place, prompter: Prompter, speaking: Speaking, phrases: Phrases, setting: Setting
    ) -> None:
        self._place = place
        self._prompter = prompter
        self._beat_hz = setting.beat_hz
        self._listens = setting.listens
        self._adviser = Adviser(phrases, speaking, setting.talk)
        self._metronome = Metronome(speaking, setting.beat_hz)
        self._row = Row()
        self._set: tuple[int, float] | None = None
        self._tempos_hz: dict[tuple[int, int | None, Side | None], float] = {}

    @property
    def last_words(self) -> str | None:
        """The words of the running set's last advice."""
        return self._adviser.last_words if self._in_its_set else None

    def words_to_prepare(self) -> tuple[Cue, ...]:
        """Return every line that may be said in answer, so that it is there when it is wanted."""
        counts = self._listens and any(is_counted(scripted.phase) for scripted in self._place.script.phases)
        return self._adviser.words_to_prepare() if counts else ()

    def hear(self, landing: Landing, now: float) -> list[Effect]:
        """Return the answer to a landing in the time that runs."""
        if not self._follow() or landing.at < self._place.live_from:
            return []
        self._row.add(landing)
        return self._answer(now)

    def tick(self, now: float) -> list[Effect]:
        """Return what is due at `now` without a landing."""
        return self._answer(now) if self._follow() else []

    def next_at(self) -> float:
        """Return when the next :meth:`tick` has something to do."""
        return min(self._adviser.next_at(), self._metronome.next_at()) if self._in_its_set else math.inf

    @property
    def _in_its_set(self) -> bool:
        return self._set == (self._place.index, self._place.live_from)

    def _follow(self) -> bool:
        """Take note of a set that begins or goes on after a pause; say whether there is a set at all."""
        place = self._place
        if not is_counted(place.phase):
            return False
        if not self._in_its_set:
            self._set = (place.index, place.live_from)
            self._row = Row()
            self._adviser.begin(_work(place.phase), ends_at=place.ends_at)
            self._metronome.end()
            if _hops(place.phase):
                self._metronome.begin(place.live_from, place.ends_at, _name(place.phase))
        return True

    def _answer(self, now: float) -> list[Effect]:
        phase = self._place.phase
        seen = self._observed(phase, now)
        if seen.tempo_hz is not None:
            self._tempos_hz[phase.round, phase.step_index, phase.side] = seen.tempo_hz
        effects: list[Effect] = []
        if self._listens:
            effects += self._adviser.answer(seen, self._prompter.next_words_at())
            if self._adviser.begins_anew:
                self._row.measure_anew()
        return [*effects, *self._metronome.follow(seen)]

    def _observed(self, phase: Phase, now: float) -> Observed:
        step = phase.step
        other_side = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}[phase.side] if phase.side else None
        return self._row.observed(
            now,
            begun_at=self._place.live_from,
            target_hz=self._target_hz(step) if step else None,
            turn=step.feet.turn if step else 1,
            other_side_hz=self._tempos_hz.get((phase.round, phase.step_index, other_side)) if other_side else None,
        )

    def _target_hz(self, step: Step) -> tuple[float, float] | None:
        if step.target_hz is None or self._beat_hz is None or step.feet is not Feet.TOGETHER:
            return step.target_hz
        slowest_hz, quickest_hz = step.target_hz
        near, far = self._beat_hz * (1.0 - ABOUT_THE_BEAT), self._beat_hz * (1.0 + ABOUT_THE_BEAT)
        return min(slowest_hz, near), max(quickest_hz, far)


def _hops(phase: Phase) -> bool:
    """Say whether the feet land together: a march has a tempo of its own."""
    return phase.step is not None and phase.step.feet is Feet.TOGETHER


def _work(phase: Phase) -> tuple[str, Side | None]:
    """Return what two sets have in common of which the second answers what was said in the first."""
    return (phase.step.exercise if phase.step else "", phase.side)


def _name(phase: Phase) -> str:
    exercise = phase.step.exercise if phase.step else ""
    return f"r{phase.round}.{exercise}"
