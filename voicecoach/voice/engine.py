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
    """Words a minute, as espeak counts them; other engines are measured against it."""


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice that an engine has."""

    engine: str
    id: str
    name: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Maker:
    """What makes a clip sound as it does, besides its words and rate: the cache keeps makers' clips apart."""

    engine: str
    voice: str
    """The voice's id, empty for the engine's choice for the language."""
    language: str


class Engine(Protocol):
    """Renders text.  Called from one thread only."""

    @property
    def name(self) -> str:
        """The engine's name."""
        ...

    @property
    def voice(self) -> str:
        """The voice's id, empty for the engine's choice for the language."""
        ...

    def maker(self, utterance: Utterance) -> Maker | None:
        """Return who speaks these words now; None if their clip is not worth keeping."""
        ...

    def render(self, utterance: Utterance) -> Clip:
        """Return the raw sound; SpeechError if there is none to be had."""
        ...

    def chosen(self) -> VoiceInfo:
        """Return the voice that speaks, found if it is the engine's choice; SpeechError if there is none."""
        ...

    def rest(self) -> None:
        """Give back the memory that speaking takes; the next words take it again, and a moment longer."""
        ...

    def close(self) -> None:
        """End whatever the engine started."""
        ...
