"""The topics of one machine."""

from __future__ import annotations

import re
from dataclasses import dataclass

ONLINE, OFFLINE = "online", "offline"
"""What :attr:`Topics.availability` says; Home Assistant's own defaults."""

BIRTH = "homeassistant/status"
"""Where Home Assistant says `ONLINE` when it has started."""


@dataclass(frozen=True, slots=True)
class Topics:
    """Their names under a prefix.  All are retained but `command`, which is the only one that is listened to."""

    prefix: str

    @property
    def availability(self) -> str:
        """`ONLINE` or `OFFLINE`; the broker says the latter when we vanish."""
        return f"{self.prefix}/availability"

    @property
    def state(self) -> str:
        """Where the session stands."""
        return f"{self.prefix}/state"

    @property
    def count(self) -> str:
        """The running set's count and cadence, and the session's landings."""
        return f"{self.prefix}/count"

    @property
    def set(self) -> str:
        """What the last set came to."""
        return f"{self.prefix}/set"

    @property
    def session(self) -> str:
        """What the last session came to."""
        return f"{self.prefix}/session"

    @property
    def command(self) -> str:
        """What is to be done."""
        return f"{self.prefix}/command"

    @property
    def device(self) -> str:
        """A name for all of it that stays the same from session to session, of letters, digits and underscores."""
        plain = re.sub(r"[^a-z0-9]+", "_", self.prefix.lower()).strip("_")
        return plain if plain.startswith("voicecoach") else f"voicecoach_{plain}"
