"""The rules, from the one that is said first to the one that waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from voicecoach.coaching.advice.evenness import uneven
from voicecoach.coaching.advice.fading import fading
from voicecoach.coaching.advice.loudness import louder
from voicecoach.coaching.advice.observed import START_UP, Observed
from voicecoach.coaching.advice.steadiness import unsteady
from voicecoach.coaching.advice.stopping import stopped
from voicecoach.coaching.advice.tempo import too_fast, too_slow
from voicecoach.coaching.wording import Talk

HELD_HOPS: Final = 8
"""Hops that show that a tempo is held: as many as either end of a change is known from."""

HELD_BEAT: Final = HELD_HOPS + START_UP
"""The same of a beat, whose spread leaves out the start.  Simulated, 75 sessions that stayed unsteady (13 %) through
two sets after being told: 6 wrong praises after eight hops, 1 after ten."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that may be said about a rhythm."""

    name: str
    """In the event log; the phrase file's line is ``advice_`` and this."""
    judge: Callable[[Observed], float | None]
    """Returns the trouble (1 and more: worth saying; 0 and less: over), None if nothing can be told yet."""
    from_talk: Talk = Talk.NORMAL
    """How much must be wished for to hear it."""
    praised_after: int | None = HELD_HOPS
    """Hops for which it has to be over before that is worth praise; None if it never is."""
    worsens: bool = True
    """Whether it may be said again early because it got worse."""
    once: bool = False
    """Whether it is said only once until it is over, however many sets that takes."""
    misleads: bool = False
    """Whether changes are measured only from its end on: coming down to the aim from above it is not fading."""

    @property
    def line(self) -> str:
        """The line's name in a phrase file."""
        return f"advice_{self.name}"


RULES: tuple[Rule, ...] = (
    Rule("stopped", stopped, praised_after=None, worsens=False, once=True),
    Rule("too_slow", too_slow, misleads=True),
    Rule("too_fast", too_fast, misleads=True),
    Rule("uneven", uneven, from_talk=Talk.COACH),
    Rule("unsteady", unsteady, praised_after=HELD_BEAT),
    Rule("fading", fading, praised_after=None),
    Rule("louder", louder, from_talk=Talk.COACH, praised_after=None),
)

BACK_ON_TARGET = "back_on_target"
"""The praise, in the event log; it is no rule but the end of one."""


def rules_at(talk: Talk) -> tuple[Rule, ...]:
    """Return the rules that may be said at this much talk."""
    if talk is Talk.MINIMAL:
        return ()
    return tuple(rule for rule in RULES if talk is Talk.COACH or rule.from_talk is Talk.NORMAL)


def lines_at(talk: Talk) -> tuple[str, ...]:
    """Return the names of the lines that advice may need."""
    rules = rules_at(talk)
    return (*(rule.line for rule in rules), f"advice_{BACK_ON_TARGET}") if rules else ()
