"""How a session's time is held, released and moved: pauses, skips, and devices that went away."""

from __future__ import annotations

from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.cue import Cue, Lane, tone_cue
from voicecoach.coaching.cut_off import CutOff
from voicecoach.coaching.effects import Effect
from voicecoach.coaching.events import Command
from voicecoach.coaching.layout import BREATH_S
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.place import Place
from voicecoach.coaching.prompter import Prompter
from voicecoach.coaching.sets import Sets
from voicecoach.coaching.speaking import Speaking
from voicecoach.coaching.wording import is_counted, naming

RESUME_S = 3.0
"""From "ready" to time running again after a pause."""

MOVE_S = 0.2
"""From a skip to the beginning of what was skipped to: what sounded has faded by then."""

_ANNOUNCED_AFTER_S = 0.1
_ANNOUNCEMENT_PATIENCE_S = 1.5


class Moves:
    """Moves a session's place, and whatever has to follow it: cues, sets, expectations."""

    def __init__(self, place: Place, prompter: Prompter, sets: Sets, speaking: Speaking, phrases: Phrases) -> None:
        self._place = place
        self._prompter = prompter
        self._sets = sets
        self._speaking = speaking
        self._phrases = phrases
        self._cut_off = CutOff(speaking)

    def hold(self, now: float) -> list[Effect]:
        """Stop the circuit's time, and take back what was handed over but not yet heard."""
        self._place.hold(now)
        self._cut_off.note(now)
        self._prompter.take_back(now)
        self._sets.pause(now)
        return [*self._speaking.hush(now), *self._prompter.expect(expecting=False, at=now)]

    def go_on(self, line: str, now: float) -> list[Effect]:
        """Say `line`, count down, and let the circuit's time run on, `RESUME_S` from now."""
        effects = [*self._speaking.hush(now), *self.announce(line, now)]
        resume_at = now + RESUME_S
        self._place.release(resume_at)
        effects += self._say_again(resume_at, now)
        for left_s in (2, 1):
            tick = tone_cue(f"resume.tick{left_s}", "tick")
            effects += self._speaking.speak(tick, at=resume_at - left_s, not_after=resume_at, now=now)
        go = tone_cue("resume.go", "go")
        effects += self._speaking.speak(go, at=resume_at, not_after=resume_at + MOVE_S, now=now)
        self._sets.resume(resume_at)
        return effects

    def go_to(self, command: Command, now: float) -> list[Effect]:
        """Leave what is going on for the beginning that `command` asks for."""
        place = self._place
        jump = {
            Command.SKIP: place.next_step,
            Command.BACK: place.step_before,
            Command.REPEAT: place.this_step,
        }
        index = jump[command]()
        effects = [*self.end_work(min(now, place.ends_at)), *self._speaking.hush(now)]
        self._prompter.forget()
        self._cut_off.forget()
        place.jump(index, now + MOVE_S)
        return [*effects, *self._name_first(now)]

    def break_off(self, words: Cue, now: float) -> list[Effect]:
        """Leave the phase at hand for the one after it, which begins when `words` have been said."""
        place = self._place
        effects = [*self.end_work(min(now, place.ends_at)), *self._speaking.hush(now)]
        self._prompter.forget()
        self._cut_off.forget()
        at = now + _ANNOUNCED_AFTER_S
        effects += self._speaking.say(words, at=at, patience_s=_ANNOUNCEMENT_PATIENCE_S, now=now)
        place.jump(place.index + 1, at + self._speaking.lengths.of(words) + BREATH_S)
        return [*effects, *self._name_first(now)]

    def end_work(self, at: float) -> list[Effect]:
        """End the set at hand; no landing is expected from `at` on."""
        return [*self._sets.end(at), *self._prompter.expect(expecting=False, at=at)]

    def _say_again(self, resume_at: float, now: float) -> list[Effect]:
        """Return the effects that say, after the announcement, what the pause cut off."""
        free_at = max((booking.end_at for booking in self._speaking.held()), default=now) + BREATH_S
        words_at = self._prompter.next_words_at()
        if is_counted(self._place.phase):
            words_at = min(words_at, resume_at)  # then the numbers have the mouth
        words_at = min(words_at, self._place.ends_at)
        return self._cut_off.say(from_at=free_at, resume_at=resume_at, words_at=words_at, now=now)

    def _name_first(self, now: float) -> list[Effect]:
        """Say what a work is that was jumped right into, having no get-ready to say it in; it begins after that."""
        place = self._place
        if place.phase.kind is not PhaseKind.WORK:
            return []
        name, at = naming(place.phase, place.phase, self._phrases).cue, place.begun_at
        place.jump(place.index, at + self._speaking.lengths.of(name) + BREATH_S)
        return self._speaking.say(name, at=at, patience_s=MOVE_S, now=now)

    def announce(self, line: str, now: float) -> list[Effect]:
        """Say a line of the moment."""
        cue = Cue(line, self._phrases.line(line), Lane.INSTRUCTION)
        self._cut_off.ignore(line)
        at = now + _ANNOUNCED_AFTER_S
        return self._speaking.say(cue, at=at, patience_s=_ANNOUNCEMENT_PATIENCE_S, now=now)
