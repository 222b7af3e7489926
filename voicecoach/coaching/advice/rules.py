"""The rules, from the one that is said first to the one that waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voicecoach.coaching.advice.evenness import uneven
from voicecoach.coaching.advice.fading import fading
from voicecoach.coaching.advice.loudness import louder
from voicecoach.coaching.advice.observed import Observed
from voicecoach.coaching.advice.steadiness import unsteady
from voicecoach.coaching.advice.stopping import stopped
from voicecoach.coaching.advice.tempo import too_fast, too_slow
from voicecoach.coaching.wording import Talk


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that may be said about a rhythm."""

    name: str
    """In the event log; the phrase file's line is ``advice_`` and this."""
    judge: Callable[[Observed], float | None]
    """Returns the trouble (1 and more: worth saying; 0 and less: over), None if nothing can be told yet."""
    from_talk: Talk = Talk.NORMAL
    """How much must be wished for to hear it."""
    mended: bool = True
    """Whether it is worth praise when it is over."""
    worsens: bool = True
    """Whether it may be said again early because it got worse."""
    misleads: bool = False
    """Whether changes are measured only from its end on: coming down to the aim from above it is not fading."""

    @property
    def line(self) -> str:
        """The line's name in a phrase file."""
        return f"advice_{self.name}"


RULES: tuple[Rule, ...] = (
    Rule("stopped", stopped, mended=False, worsens=False),
    Rule("too_slow", too_slow, misleads=True),
    Rule("too_fast", too_fast, misleads=True),
    Rule("uneven", uneven, from_talk=Talk.COACH),
    Rule("unsteady", unsteady),
    Rule("fading", fading, mended=False),
    Rule("louder", louder, from_talk=Talk.COACH, mended=False),
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
