"""Words that a pause cut off, and whether they are said again when the session goes on.

What a runner expects: "Calf hold. Left-" in the middle of which the bell rang is said again, right after "ready", if
there is room before the next words.  A countdown goes on with the numbers still to come; the one that was cut is said
again only if it is still true.  Numbers of landings and advice are about a moment that is over.
"""

from __future__ import annotations

from voicecoach.coaching.cue import Cue, Lane
from voicecoach.coaching.effects import Effect
from voicecoach.coaching.layout import BREATH_S, SMALLEST_GAP_S
from voicecoach.coaching.mouth import Booking
from voicecoach.coaching.prompter import PLANNED_LATENESS_S
from voicecoach.coaching.speaking import Speaking

NO_ROOM = "a pause cut it off, and the time left has no room for it"


class CutOff:
    """What was being said when the session was held."""

    def __init__(self, speaking: Speaking) -> None:
        self._speaking = speaking
        self._ignored: set[str] = set()
        self._cues: list[Cue] = []
        self._again: set[str] = set()  # the ids of what is being said once more, and may be cut once more

    def ignore(self, cue_id: str) -> None:
        """Never say the cue of this id again: it is about the pause itself."""
        self._ignored.add(cue_id)

    def note(self, now: float) -> None:
        """Remember the words that end before their time at `now`; before they are hushed."""
        again, self._again = self._again, set()
        held = [booking for booking in self._speaking.held() if _first_id(booking.cue) not in self._ignored]
        self._cues = [booking.cue for booking in held if booking.cue.id in again or _lasts(booking, now)]

    def forget(self) -> None:
        """Let all of it go: the session moves elsewhere."""
        self._cues.clear()
        self._again.clear()

    def say(self, *, from_at: float, resume_at: float, words_at: float, now: float) -> list[Effect]:
        """Return the effects that say them again from `from_at` on, to be over by `words_at`."""
        effects: list[Effect] = []
        cues, self._cues = self._cues, []
        for cue in (cue for cue in cues if cue.lane is Lane.COUNTDOWN):
            effects += self._repeat(cue, resume_at, now)
            words_at = min(words_at, resume_at)
        for cue in (cue for cue in cues if cue.lane is Lane.INSTRUCTION):
            end_at = from_at + self._speaking.lengths.of(cue)
            if end_at + SMALLEST_GAP_S <= words_at:
                effects += self._repeat(cue, from_at, now)
                from_at = end_at + BREATH_S
            else:
                effects += self._speaking.leave_out(_first_named(cue), NO_ROOM, now)
        return effects

    def _repeat(self, cue: Cue, at: float, now: float) -> list[Effect]:
        held_before = {booking.cue.id for booking in self._speaking.held()}
        effects = self._speaking.speak(_first_named(cue), at=at, not_after=at + PLANNED_LATENESS_S, now=now)
        self._again |= {booking.cue.id for booking in self._speaking.held()} - held_before
        return effects


def _lasts(booking: Booking, now: float) -> bool:
    """Say whether these words had begun by `now` and are worth saying again."""
    match booking.cue.lane:
        case Lane.INSTRUCTION:
            return booking.start_at <= now
        case Lane.COUNTDOWN:
            return booking.start_at <= now <= booking.start_at + PLANNED_LATENESS_S
        case _:
            return False


def _first_named(cue: Cue) -> Cue:
    """Return the cue under the id it had when it was said first."""
    return Cue(_first_id(cue), cue.text, cue.lane, cue.rate_wpm)


def _first_id(cue: Cue) -> str:
    return cue.id.partition("#")[0]
