"""How a session's time is held, released and moved: pauses, skips, and devices that went away."""

from __future__ import annotations

from voicecoach.coaching.cue import Cue, Lane, tone_cue
from voicecoach.coaching.effects import Effect
from voicecoach.coaching.events import Command
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.place import Place
from voicecoach.coaching.prompter import Prompter
from voicecoach.coaching.sets import Sets
from voicecoach.coaching.speaking import Speaking

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

    def hold(self, now: float) -> list[Effect]:
        """Stop the circuit's time, and take back what was handed over but not yet heard."""
        self._place.hold(now)
        self._prompter.take_back(now)
        self._sets.pause(now)
        return [*self._speaking.hush(now), *self._prompter.expect(expecting=False, at=now)]

    def go_on(self, line: str, now: float) -> list[Effect]:
        """Say `line`, count down, and let the circuit's time run on, `RESUME_S` from now."""
        effects = [*self._speaking.hush(now), *self.announce(line, now)]
        resume_at = now + RESUME_S
        self._place.release(resume_at)
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
        place.jump(index, now + MOVE_S)
        return effects

    def end_work(self, at: float) -> list[Effect]:
        """End the set at hand; no landing is expected from `at` on."""
        return [*self._sets.end(at), *self._prompter.expect(expecting=False, at=at)]

    def announce(self, line: str, now: float) -> list[Effect]:
        """Say a line of the moment."""
        cue = Cue(line, self._phrases.line(line), Lane.INSTRUCTION)
        at = now + _ANNOUNCED_AFTER_S
        return self._speaking.say(cue, at=at, patience_s=_ANNOUNCEMENT_PATIENCE_S, now=now)
