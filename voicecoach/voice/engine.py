"""What every speech engine offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from voicecoach.voice.clip import Clip


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words and how fast they are spoken."""

    text: str
    rate_wpm: int = 170
    """Words a minute, as the engine counts them."""


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice that an engine has."""

    engine: str
    id: str
    name: str
    languages: tuple[str, ...]


class Engine(Protocol):
    """Renders text.  Called from one thread only."""

    @property
    def name(self) -> str:
        """The engine's name; part of the cache key."""
        ...

    @property
    def voice(self) -> str:
        """The voice's id, empty for the engine's default; part of the cache key."""
        ...

    def render(self, utterance: Utterance) -> Clip:
        """Return the raw sound; SpeechError if there is none to be had."""
        ...

    def voices(self) -> list[VoiceInfo]:
        """Return the voices this engine has; SpeechError if it does not answer."""
        ...

    def close(self) -> None:
        """End whatever the engine started."""
        ...
