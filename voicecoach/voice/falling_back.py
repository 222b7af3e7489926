"""A voice with another one behind it, for the day the first one fails in the middle of a session."""

from __future__ import annotations

from collections.abc import Callable

from voicecoach.errors import SpeechError
from voicecoach.voice.clip import Clip
from voicecoach.voice.engine import Engine, Maker, Utterance, VoiceInfo


class FallingBack:
    """Speaks with `first` until it fails, then with `second` to the end.

    Parameters
    ----------
    first
        Who should speak.
    second
        Who speaks when `first` can't.
    on_trouble
        Told once, in a sentence, that the voice has changed.
    """

    def __init__(self, first: Engine, second: Engine, on_trouble: Callable[[str], None]) -> None:
        self._speaking = first
        self._first = first
        self._second = second
        self._on_trouble = on_trouble

    @property
    def name(self) -> str:
        """The engine that speaks now."""
        return self._speaking.name

    @property
    def voice(self) -> str:
        """The voice that speaks now."""
        return self._speaking.voice

    def maker(self, utterance: Utterance) -> Maker | None:
        """Return who speaks these words now."""
        return self._speaking.maker(utterance)

    def render(self, utterance: Utterance) -> Clip:
        """Return the raw sound of `utterance`, by the second engine once the first has failed."""
        try:
            return self._speaking.render(utterance)
        except SpeechError as reason:
            if self._speaking is self._second:
                raise
            clip = self._second.render(utterance)
            # Had the second failed too, the words would be at fault.
            self._speaking = self._second
            self._on_trouble(f"{self._first.name} can't speak ({reason}); {self._second.name} goes on in its place")
            return clip

    def chosen(self) -> VoiceInfo:
        """Return the voice that speaks now."""
        return self._speaking.chosen()

    def rest(self) -> None:
        """Let both rest."""
        self._first.rest()
        self._second.rest()

    def close(self) -> None:
        """End both."""
        self._first.close()
        self._second.close()
