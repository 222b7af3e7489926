"""The engines there are, by name."""

from __future__ import annotations

from voicecoach.errors import SpeechError
from voicecoach.voice.engine import Engine
from voicecoach.voice.pyttsx3_engine import Pyttsx3Engine

NO_ENGINE = "none"
KNOWN = ("pyttsx3", NO_ENGINE)


def open_engine(name: str | None, voice: str | None) -> Engine | None:
    """Return the engine `name` (None: the default) with `voice`; None for ``none``, SpeechError if unknown."""
    if name == NO_ENGINE:
        return None
    if name in {None, "pyttsx3"}:
        return Pyttsx3Engine(voice or "")
    raise SpeechError(f'there is no speech engine "{name}"; the known ones are {", ".join(KNOWN)}')
