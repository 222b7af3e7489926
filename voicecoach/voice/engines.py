"""The engines there are, and which of them speaks."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from voicecoach.errors import SpeechError
from voicecoach.voice import piper_voices
from voicecoach.voice.engine import Engine, VoiceInfo
from voicecoach.voice.falling_back import FallingBack
from voicecoach.voice.languages import nearest
from voicecoach.voice.piper_engine import INSTALL, PiperEngine, info
from voicecoach.voice.piper_voices import PiperVoice
from voicecoach.voice.pyttsx3_engine import Pyttsx3Engine
from voicecoach.voice.recorded_engine import RecordedEngine
from voicecoach.voice.recordings import read_recordings

NO_ENGINE = "none"
KNOWN = ("piper", "pyttsx3", NO_ENGINE)


def _say_nothing(_sentence: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """What somebody wants to hear."""

    engine: str | None = None
    """An engine's name, ``none``, or None for the best."""
    voice: str | None = None
    """A voice's name or id, a Piper model's path, or a folder of recordings; None for the best for the language."""
    language: str = "en"
    own_folder: Path | None = None
    """Where the user keeps Piper voices."""

    def __post_init__(self) -> None:
        """Refuse an engine there is not."""
        if self.engine is not None and self.engine not in KNOWN:
            raise SpeechError(f'there is no speech engine "{self.engine}"; the known ones are {", ".join(KNOWN)}')

    @property
    def recorded(self) -> Path | None:
        """The folder of recordings that is wanted, if one is."""
        path = _path(self.voice)
        return path if path is not None and path.suffix != piper_voices.SUFFIX else None

    @property
    def model(self) -> Path | None:
        """The Piper model that is wanted by its path, if one is."""
        path = _path(self.voice)
        return path if path is not None and path.suffix == piper_voices.SUFFIX else None


def open_engine(wanted: VoiceChoice, on_trouble: Callable[[str], None] = _say_nothing) -> Engine | None:
    """Return who speaks, None for nobody.

    Piper comes before the system's voices where it is installed and has a voice for the language.  A voice asked
    for by name is looked for in Piper first, too; a folder of recordings has the best other voice behind it.

    Parameters
    ----------
    wanted
        What somebody wants to hear.
    on_trouble
        Told, in a sentence, when a voice fails and another one goes on.

    Raises
    ------
    SpeechError
        There is no such voice, or the engine asked for can't speak this language.
    """
    if wanted.recorded is not None:
        recordings = read_recordings(wanted.recorded)
        if not recordings.texts:
            raise SpeechError(
                f"{wanted.recorded} holds no recordings; `voicecoach voices {wanted.recorded}` lists what to record"
            )
        return RecordedEngine(recordings, open_engine(replace(wanted, voice=None), on_trouble), on_trouble)
    if wanted.engine == NO_ENGINE:
        return None
    natural = _piper_voice(wanted)
    if natural is not None:
        piper = PiperEngine(natural)
        return FallingBack(piper, Pyttsx3Engine("", wanted.language), on_trouble)
    return Pyttsx3Engine(_system_voice(wanted.voice) if wanted.voice else "", wanted.language)


def reason(wanted: VoiceChoice, taken: VoiceInfo | None) -> str:
    """Say why `taken` is the voice that speaks, or why none does."""
    if taken is None:
        return f"VOICECOACH_ENGINE is {NO_ENGINE}" if wanted.engine == NO_ENGINE else "there is no voice for it"
    if wanted.voice is not None:
        return "you asked for it"
    if wanted.engine is not None:
        return "VOICECOACH_ENGINE asks for its engine"
    if taken.engine == PiperEngine.name:
        return "a natural voice comes first"
    return f'no natural voice that speaks "{wanted.language}" is installed'


def every_voice(own_folder: Path | None = None) -> Iterator[VoiceInfo]:
    """Return the voices of every engine that is installed; SpeechError if the system's does not answer."""
    if piper_voices.is_installed():
        yield from (info(one) for one in piper_voices.find_piper_voices(own_folder))
    with closing(Pyttsx3Engine()) as system:
        yield from system.voices()


def _path(voice: str | None) -> Path | None:
    if voice is None:
        return None
    path = Path(voice).expanduser()
    # Some of espeak's own ids have a slash in them: "gmw/en".
    looks_like_one = path.exists() or voice.startswith((".", "/", "~")) or path.suffix == piper_voices.SUFFIX
    return path if looks_like_one else None


def _piper_voice(wanted: VoiceChoice) -> PiperVoice | None:
    """Return Piper's voice for what is wanted, None if the system's are to be looked at."""
    insists = wanted.engine == PiperEngine.name or wanted.model is not None
    if wanted.engine not in {None, PiperEngine.name} and not insists:
        return None
    if not piper_voices.is_installed():
        if insists:
            raise SpeechError(f"Piper is not installed; install it: {INSTALL}")
        return None
    if wanted.model is not None:
        return piper_voices.piper_voice_at(wanted.model)
    known = piper_voices.find_piper_voices(wanted.own_folder)
    if wanted.voice is not None:
        found = _named(wanted.voice, [(one.name,) for one in known])
        what = f'has no voice "{wanted.voice}"'
    else:
        found = nearest(wanted.language, [(one.language,) for one in known])
        what = f'has no voice for "{wanted.language}"'
    if found is None and insists:
        raise SpeechError(f"Piper {what}; see `voicecoach voices`, or give a model's path with --voice")
    return None if found is None else known[found]


def _system_voice(wanted: str) -> str:
    """Return the id of the system's voice that is meant; SpeechError if none is."""
    with closing(Pyttsx3Engine()) as engine:
        voices = engine.voices()
    found = _named(wanted, [(voice.id, voice.name) for voice in voices])
    if found is not None:
        return voices[found].id
    close = difflib.get_close_matches(wanted.lower(), [voice.name.lower() for voice in voices], n=1)
    remedy = f'did you mean "{close[0]}"? ' if close else ""
    raise SpeechError(f'there is no voice "{wanted}"; {remedy}`voicecoach voices` lists them')


def _named(wanted: str, names: list[tuple[str, ...]]) -> int | None:
    """Return which voice is meant: one called so, else the only one with that in its name."""
    low = wanted.lower()
    for number, own in enumerate(names):
        if low in {name.lower() for name in own}:
            return number
    partly = [number for number, own in enumerate(names) if any(low in name.lower() for name in own)]
    return partly[0] if len(partly) == 1 else None
