"""Several screens as one: each is shown everything."""

from __future__ import annotations

from voicecoach.coaching.cue import Cue
from voicecoach.coaching.facts import Fact
from voicecoach.coaching.snapshot import Snapshot
from voicecoach.runtime.performance import Screen


class Screens:
    """Shows a session on every one of `screens`, in their order; none of them may hold up the session."""

    def __init__(self, *screens: Screen) -> None:
        self._screens = screens

    def show(self, snapshot: Snapshot, level_db: float) -> None:
        """Show the present state."""
        for screen in self._screens:
            screen.show(snapshot, level_db)

    def said(self, cue: Cue, at: float) -> None:
        """Show that a cue began to sound, or would have."""
        for screen in self._screens:
            screen.said(cue, at)

    def noted(self, fact: Fact) -> None:
        """Show a fact that was recorded."""
        for screen in self._screens:
            screen.noted(fact)

    def notice(self, text: str) -> None:
        """Show a sentence about the session as a whole."""
        for screen in self._screens:
            screen.notice(text)
