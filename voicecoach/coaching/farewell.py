"""The last words: what is said when a session is over, and when they are over too."""

from __future__ import annotations

from voicecoach.coaching.cue import Cue, Lane, tone_cue
from voicecoach.coaching.effects import Effect
from voicecoach.coaching.layout import BREATH_S
from voicecoach.coaching.numbers import CountMode
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.speaking import Speaking
from voicecoach.coaching.summary import FINISHED

LIMIT_S = 12.0
"""The session ends when its last words are said, but waits no longer than this for them."""

TONE_AFTER_S = 0.05
WORDS_AFTER_S = 0.9
PATIENCE_S = 4.0
"""The last words follow the last tone, and may wait for a set's total that still sounds."""

_CUE_ID = "farewell"


class Farewell:
    """The end of a session, from its last instant of work to its last word.

    Parameters
    ----------
    phrases, speaking
        Where the words come from and who says them.
    count
        How much is counted aloud: the total is said unless nothing is.
    """

    def __init__(self, phrases: Phrases, speaking: Speaking, count: CountMode) -> None:
        self._phrases = phrases
        self._says_total = count is not CountMode.OFF
        self._speaking = speaking
        self._from_at = 0.0
        self._reason = FINISHED
        self._spoken = False
        self._to_come: set[str] = set()
        self._last_end_at = 0.0
        self._more_s = 0.0

    def begin(self, reason: str, at: float) -> None:
        """Begin to part, at `at`."""
        self._reason, self._from_at = reason, at

    @property
    def reason(self) -> str:
        """Why the session ends."""
        return self._reason

    @property
    def spoken(self) -> bool:
        """Whether its words have been handed over."""
        return self._spoken

    @property
    def from_at(self) -> float:
        """When the parting begins."""
        return self._from_at

    @property
    def until_at(self) -> float:
        """When the session ends: as the last of it has sounded, or when that takes too long."""
        limit_at = self._from_at + LIMIT_S + self._more_s
        return min(limit_at, self._last_end_at) if self._spoken and not self._to_come else limit_at

    def speak(self, landings: int, now: float, *, more: str | None = None) -> list[Effect]:
        """Return the effects of the last words, and of a line `more` after them, once."""
        if self._spoken:
            return []
        self._spoken = True
        over = tone_cue("over", "over")
        self._to_come = {over.id, _CUE_ID}
        words = Cue(_CUE_ID, self._words(landings), Lane.INSTRUCTION)
        effects = self._speaking.speak(over, at=now + TONE_AFTER_S, not_after=now + 1.0, now=now)
        effects += self._speaking.say(words, at=now + WORDS_AFTER_S, patience_s=PATIENCE_S, now=now)
        return effects if more is None else [*effects, *self._say_more(more, now)]

    def _say_more(self, line: str, now: float) -> list[Effect]:
        cue = Cue(line, self._phrases.line(line), Lane.INSTRUCTION)
        self._to_come.add(cue.id)
        self._more_s = self._speaking.lengths.of(cue) + BREATH_S
        free_at = max(booking.end_at for booking in self._speaking.held()) + BREATH_S
        return self._speaking.say(cue, at=free_at, patience_s=PATIENCE_S, now=now)

    def note_end(self, cue_id: str, at: float) -> None:
        """Note that a cue is over at `at`, which may lie a little ahead, or is not to be heard at all."""
        if cue_id in self._to_come:
            self._to_come.remove(cue_id)
            self._last_end_at = max(self._last_end_at, at)

    def _words(self, landings: int) -> str:
        form = "_no_hops" if not (landings and self._says_total) else "_one" if landings == 1 else ""
        line = "farewell" if self._reason == FINISHED else "stopped"
        return self._phrases.line(f"{line}{form}", count=landings)
