"""Writing down the wishes of one phase: words in their forms, tones, and the countdown at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voicecoach.circuit.model import Side, Step
from voicecoach.circuit.timeline import Phase, PhaseKind
from voicecoach.coaching.cue import Cue, Lane, tone_cue
from voicecoach.coaching.lines import SHORT
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.wish import Importance, Wish

COUNTDOWN_S = (3, 2, 1)
"""Seconds before a change at which the countdown speaks."""

COUNTDOWN_WPM = 200
"""A countdown's words are brisk: each must be over before the next."""

SPOKEN_COUNTDOWN_FROM_S = 4.0
"""A phase shorter than this ticks instead of counting down in words: there is no room to speak."""

QUIET_BEFORE_END_S = 4.5
"""No technique is said from here to the end of a work: the countdown has this time to itself."""

AFTER_TONE_S = 0.4
"""Words begin after a phase's opening tone has sounded."""


class Writer:
    """The wishes of one phase, in order of speaking.

    Parameters
    ----------
    phase
        The phase that is written for.
    phrases
        The coach's words.
    words_from_s
        When words that follow one another may begin, in seconds from the phase's start.
    """

    def __init__(self, phase: Phase, phrases: Phrases, words_from_s: float = AFTER_TONE_S) -> None:
        self.phase = phase
        self.phrases = phrases
        self.wishes: list[Wish] = []
        self._prefix = prefix(phase)
        self._words_from_s = words_from_s

    def say(self, part: str, line: str, importance: Importance, /, **fields: object) -> None:
        """Wish for a line of the coach's own, after the words before it."""
        self.name(part, line, importance, fields, fields)

    def name(
        self, part: str, line: str, importance: Importance, full: Mapping[str, object], short: Mapping[str, object]
    ) -> None:
        """Wish for a line that names something, with shorter names in its short form, and in that one's short form."""
        forms = self.phrases.forms(line, full, short)
        if len(forms) > 1:
            forms += self.phrases.forms(line + SHORT, short, short)[1:]
        self._add(self._cues(part, forms), importance)

    def keep_room(self, part: str, importance: Importance, texts: Sequence[str], at_s: float) -> None:
        """Wish for room from an instant on, as much as one of these texts takes, the first if possible."""
        self.wishes.append(Wish(self._cues(part, texts), importance, None, at_s, keeps_room=True))

    def text(self, part: str, importance: Importance, words: str, short: str | None) -> None:
        """Wish for words of the circuit's own, after the words before them."""
        self._add(self._translated(part, words, short), importance)

    def technique(self, part: str, words: str, short: str | None, at_s: float) -> None:
        """Wish for a technique line of the circuit's own at its instant."""
        self._until_quiet(self._translated(part, words, short), Importance.TECHNIQUE, at_s)

    def where_room(self, part: str, said: str) -> None:
        """Wish for something that is said wherever there is room."""
        self._until_quiet(self._cues(part, (said,)), Importance.EXTRA, None)

    def call(self, line: str, at_s: float) -> None:
        """Wish for a call of the time at its instant."""
        self._add(self._cues(line, (self.phrases.line(line),)), Importance.TIME_CALL, at_s)

    def tone(self, name: str, at_s: float = 0.0) -> None:
        """Wish for a tone."""
        self._add((tone_cue(f"{self._prefix}.tone-{name}", name),), Importance.COUNTDOWN, at_s)

    def countdown(self, *, spoken: bool) -> None:
        """Wish for three, two, one, or for ticks."""
        duration_s = self.phase.duration_s
        for left_s in COUNTDOWN_S:
            if left_s >= duration_s:
                continue
            cue_id, at_s = f"{self._prefix}.countdown{left_s}", duration_s - left_s
            forms: tuple[Cue, ...] = (tone_cue(cue_id, "tick"),)
            if spoken and duration_s >= SPOKEN_COUNTDOWN_FROM_S:
                word = self.phrases.line(f"countdown_{left_s}")
                forms = (Cue(cue_id, word, Lane.COUNTDOWN, COUNTDOWN_WPM), *forms)
            self._add(forms, Importance.COUNTDOWN, at_s)

    def _translated(self, part: str, words: str, short: str | None) -> tuple[Cue, ...]:
        texts = [words] if short is None else [words, short]
        return self._cues(part, tuple(self.phrases.text(text) for text in texts))

    def _cues(self, part: str, texts: Sequence[str]) -> tuple[Cue, ...]:
        return tuple(Cue(f"{self._prefix}.{part}", text, Lane.INSTRUCTION) for text in texts)

    def _until_quiet(self, forms: tuple[Cue, ...], importance: Importance, at_s: float | None) -> None:
        until_s = self.phase.duration_s - QUIET_BEFORE_END_S
        self.wishes.append(Wish(forms, importance, at_s, until_s=until_s))

    def _add(self, forms: tuple[Cue, ...], importance: Importance, at_s: float | None = None) -> None:
        self.wishes.append(Wish(forms, importance, at_s, self._words_from_s))


Names = tuple[dict[str, object], dict[str, object]]
"""What is filled into a line, and into its short form."""


def names_of(step: Step, side: Side | None, phrases: Phrases) -> Names:
    """Return the spoken names of an exercise, and of a side if it has one."""
    full: dict[str, object] = {"exercise": phrases.exercise(step.exercise, step.name)}
    short: dict[str, object] = {"exercise": phrases.short_exercise(step.exercise, step.name, step.name_short)}
    return (full, short) if side is None else with_side(full, short, side, phrases)


def with_side(full: Mapping[str, object], short: Mapping[str, object], side: Side, phrases: Phrases) -> Names:
    """Return names with the side's own among them."""
    return {**full, "side": phrases.side(side)}, {**short, "side": phrases.side(side, short=True)}


def prefix(phase: Phase) -> str:
    """Return what the ids of a phase's cues begin with; no two phases have the same."""
    if phase.step is None or phase.step_index is None:
        return f"r{phase.round}.{phase.kind}" if phase.kind is PhaseKind.ROUND_REST else str(phase.kind)
    side = f".{phase.side}" if phase.side else ""
    return f"r{phase.round}.s{phase.step_index + 1}.{phase.step.exercise}{side}.{phase.kind}"
