"""The screen that a session is given: it leaves everything in an inbox, and nothing waits."""

from __future__ import annotations

import queue

from voicecoach.coaching.cue import Cue
from voicecoach.coaching.facts import Fact
from voicecoach.coaching.snapshot import Snapshot
from voicecoach.mqtt.teller import Renew

Inbox = queue.SimpleQueue[Snapshot | Fact | Renew | None]
"""What is to be told; None ends it."""


class MqttScreen:
    """Hands what a session shows to the thread that tells it.

    Parameters
    ----------
    inbox
        That thread's.
    """

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def show(self, snapshot: Snapshot, level_db: float) -> None:  # noqa: ARG002 - a level is for those who are there
        """Show the present state."""
        self._inbox.put(snapshot)

    def said(self, cue: Cue, at: float) -> None:
        """Leave words to those who are there."""

    def noted(self, fact: Fact) -> None:
        """Show a fact that was recorded."""
        self._inbox.put(fact)

    def notice(self, text: str) -> None:
        """Leave sentences to those who are there."""
