"""How a session's time is held, released and moved: pauses, skips, and devices that went away."""

from __future__ import annotations

from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.announcing import TAKE
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
from voicecoach.coaching.wording import RESTS, Talk, is_counted, said_before

RESUME_S = 3.0
"""From "ready" to time running again after a pause."""

MOVE_S = 0.2
"""From a skip to the beginning of what was skipped to: what sounded has faded by then."""

_INSTANT_S = 1e-6

_ANNOUNCED_AFTER_S = 0.1
_ANNOUNCEMENT_PATIENCE_S = 1.5


class Moves:
    """Moves a session's place, and whatever has to follow it: cues, sets, expectations."""

    def __init__(
        self, place: Place, prompter: Prompter, sets: Sets, speaking: Speaking, phrases: Phrases, talk: Talk
    ) -> None:
        self._place = place
        self._prompter = prompter
        self._sets = sets
        self._speaking = speaking
        self._phrases = phrases
        self._talk = talk
        self._cut_off = CutOff(speaking)
        self._brings = False
        """Whether what to take is said before the phase that was jumped to last."""
        self._under_way = False
        """Whether time was stopped between a jump and the beginning of what was jumped to."""

    def hold(self, now: float) -> list[Effect]:
        """Stop the circuit's time, and take back what was handed over but not yet heard."""
        self._under_way = self._lies_ahead(now)
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
        if self._under_way:
            effects += self._say_first(now)
        for left_s in (2, 1):
            tick = tone_cue(f"resume.tick{left_s}", "tick")
            effects += self._speaking.speak(tick, at=resume_at - left_s, not_after=resume_at, now=now)
        go = tone_cue("resume.go", "go")
        effects += self._speaking.speak(go, at=resume_at, not_after=resume_at + MOVE_S, now=now)
        self._sets.resume(self._place.live_from)
        return effects

    def go_to(self, command: Command, now: float) -> list[Effect]:
        """Leave what is going on for the beginning that `command` asks for."""
        place, left = self._place, self._place.phase
        missed = self._brings and self._lies_ahead(now)
        jump = {
            Command.SKIP: place.next_step,
            Command.BACK: place.step_before,
            Command.REPEAT: place.this_step,
        }
        index = jump[command]()
        effects = [*self.end_work(min(now, place.ends_at)), *self._speaking.hush(now)]
        self._prompter.forget()
        self._cut_off.forget()
        place.jump(index, self._after_total(now + MOVE_S, now))
        elsewhere = (left.round, left.step_index) != (place.phase.round, place.phase.step_index)
        in_script = any(planned.cue.id.endswith(f".{TAKE}") for planned in place.scripted.cues)
        self._brings = (elsewhere or missed) and not in_script
        return [*effects, *self._say_first(now)]

    def break_off(self, words: Cue, now: float) -> list[Effect]:
        """Leave the phase at hand for the one after it, which begins when `words` have been said."""
        place = self._place
        effects = [*self.end_work(min(now, place.ends_at)), *self._speaking.hush(now)]
        self._prompter.forget()
        self._cut_off.forget()
        at = now + _ANNOUNCED_AFTER_S
        effects += self._speaking.say(words, at=at, patience_s=_ANNOUNCEMENT_PATIENCE_S, now=now)
        place.jump(place.index + 1, at + self._speaking.lengths.of(words) + BREATH_S)
        if place.phase.kind not in {*RESTS, PhaseKind.FAREWELL}:  # a rest keeps room for it
            place.jump(place.index, self._after_total(place.begun_at, now))
        self._brings = False  # the way there is in the script
        return [*effects, *self._say_first(now)]

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

    def _after_total(self, at: float, now: float) -> float:
        """Return `at`, or when the total of the set that was left has been said before it."""
        over_at = self._sets.total_over_at(now)
        return at if over_at is None else max(at, over_at + BREATH_S)

    def _lies_ahead(self, now: float) -> bool:
        """Say whether the phase at hand was jumped to and has not begun yet."""
        # After a pause a phase may "begin" ahead as well, but then part of it has passed.
        return now < self._place.begun_at and self._place.elapsed_s(now) < _INSTANT_S

    def _say_first(self, now: float) -> list[Effect]:
        """Say what the phase jumped to can't say itself: a work's name, and what to take; it begins after that."""
        place, effects = self._place, list[Effect]()
        for cue in said_before(place.phase, self._phrases, self._talk, brings=self._brings):
            self._cut_off.ignore(cue.id)  # it is said anew with all the others
            effects += self._speaking.say(cue, at=place.begun_at, patience_s=MOVE_S, now=now)
            place.jump(place.index, place.begun_at + self._speaking.lengths.of(cue) + BREATH_S)
        return effects

    def announce(self, line: str, now: float) -> list[Effect]:
        """Say a line of the moment."""
        cue = Cue(line, self._phrases.line(line), Lane.INSTRUCTION)
        self._cut_off.ignore(line)
        at = now + _ANNOUNCED_AFTER_S
        return self._speaking.say(cue, at=at, patience_s=_ANNOUNCEMENT_PATIENCE_S, now=now)
