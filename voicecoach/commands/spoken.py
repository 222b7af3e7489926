"""A line said outside a session, by the voice a session would have."""

from __future__ import annotations

from collections.abc import Sequence

import click

from voicecoach.coaching.phrases import Phrases
from voicecoach.errors import CueFileError, DeviceError
from voicecoach.runtime.saying import Saying, open_saying
from voicecoach.runtime.speech import open_voice, phrases_in
from voicecoach.voice.engine import Utterance


def phrases_with(names: Sequence[str], language: str, seed: int = 0) -> Phrases:
    """Return the coach's lines in a language; CueFileError if one of `names`, which no session says, is not there."""
    table = phrases_in(language)
    missing = [name for name in names if name not in table["lines"]]
    if missing:
        raise CueFileError(f'the phrases in "{language}" lack {", ".join(missing)}; add them, or use --language en')
    return Phrases(table, seed=seed)


class Spoken:
    """Says a line, or prints it where nothing can speak, and returns when it is over.

    DeviceError if the speaker asked for is not there, SpeechError if the voice is not.
    """

    def __init__(self, speaker: str | None, voice: str | None, language: str) -> None:
        self._engine = open_voice(voice, language, click.echo)
        self._saying: Saying | None = None
        try:
            self._saying = open_saying(speaker)
        except DeviceError:
            if speaker is not None:
                self.close()
                raise

    def __call__(self, text: str) -> bool:
        """Print `text` and say it; returns whether it was said."""
        click.echo(text)
        if self._saying is None or self._engine is None:
            return False
        self._saying(self._engine.render(Utterance(text)))
        return True

    def close(self) -> None:
        """Let go of the output and the voice."""
        if self._saying is not None:
            self._saying.close()
        if self._engine is not None:
            self._engine.close()
