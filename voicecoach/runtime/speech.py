"""Who speaks a session, a check, a trial: the one place that opens the voice somebody asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from voicecoach import config
from voicecoach.coaching.cue import Cue
from voicecoach.coaching.phrases import Phrases
from voicecoach.cuefiles import list_languages, load_phrases, no_phrases_in
from voicecoach.voice.engine import Engine
from voicecoach.voice.engines import VoiceChoice, open_engine
from voicecoach.voice.languages import is_tag, tidy
from voicecoach.voice.recorded_engine import RecordedEngine

DEFAULT_LANGUAGE = "en"

Notice = Callable[[str], None]


def language_of(wanted: str | None) -> str:
    """Return the language asked for, else the user's own if the coach has words in it, else English.

    CueFileError if no language is written like the one asked for.
    """
    if wanted is not None:
        if not is_tag(wanted):
            raise no_phrases_in(wanted)
        return tidy(wanted)
    own = tidy(config.user_language())
    return own if _words_in(own) else DEFAULT_LANGUAGE


def phrases_in(language: str) -> Mapping[str, Any]:
    """Return the coach's words: those of the region if there are any (``de-at``), else of the language (``de``).

    CueFileError if there are none.
    """
    return load_phrases(_words_in(language) or language)


def voice_choice(voice: str | None, language: str) -> VoiceChoice:
    """Return what is wanted, from the command line, the environment and the user's folder."""
    return VoiceChoice(config.speech_engine(), voice, language, config.user_folder() / "voices")


def open_voice(voice: str | None, language: str, on_trouble: Notice) -> Engine | None:
    """Return who speaks, None for nobody; SpeechError if there is no such voice.

    `on_trouble` is told, in a sentence, when a voice fails and another one goes on.
    """
    return open_engine(voice_choice(voice, language), on_trouble)


def sample_in(language: str) -> str:
    """Return a few words of the coach's to hear a voice by; English ones where there are none of that language."""
    table = phrases_in(language if _words_in(language) else DEFAULT_LANGUAGE)
    lines = ("ready", "countdown_3", "countdown_2", "countdown_1")
    exercise = Phrases(table, seed=0).exercise("ankle-hops")
    return " ".join((f"{exercise}.", *(table["lines"][name][0] for name in lines)))


def note_missing(engine: Engine | None, cues: Iterable[Cue], notice: Notice) -> None:
    """Say once how many of the lines that are to be spoken a recorded voice lacks."""
    if not isinstance(engine, RecordedEngine):
        return
    texts = list(dict.fromkeys(cue.text for cue in cues if cue.lane.is_speech))
    missing = engine.missing(texts)
    if missing:
        notice(
            f"{len(missing)} of {len(texts)} lines are not recorded; {engine.helper_name or 'nobody'} speaks them "
            f"(`voicecoach voices {engine.folder}` lists them)"
        )


def _words_in(language: str) -> str | None:
    known = list_languages()
    return next((tag for tag in (language, language.split("-", maxsplit=1)[0]) if tag in known), None)
