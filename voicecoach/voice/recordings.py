"""A folder of recorded clips: which file says which words, and how fast it says them.

A file is found by its name, compared forgivingly: ``That's it. Good work.`` is ``thats-it-good-work.wav``,
``Thats it good work.flac`` or ``That's it. Good work.wav``.  A number is its figures, ``17.wav``.  A quicker
recording of the same words has its speed behind an @: ``17@320.wav``.  Or ``voice.toml`` names the words::

    name = "Anna"

    [files]
    "take 12.wav" = "Next: Ankle hops."
    "take 13.wav" = ["Rest.", "And rest."]
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voicecoach.errors import SpeechError

INDEX = "voice.toml"
SUFFIXES = frozenset({".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aiff", ".aif", ".caf", ".au", ".w64"})

UNHURRIED_WPM = 200
"""A recording without a speed of its own is taken to be spoken like this: what is asked no faster is played as it is.
Numbers are first asked at this rate."""

APOSTROPHES = "'`\u2018\u2019"

_SPEED = re.compile(r"@(\d{2,3})$")
_KEYS = {"name", "files"}


@dataclass(frozen=True, slots=True)
class Recording:
    """One recorded clip."""

    path: Path
    rate_wpm: int
    """How fast it is spoken, in words a minute as espeak counts them."""


@dataclass(frozen=True, slots=True)
class Recordings:
    """A human coach's clips."""

    folder: Path
    name: str
    _by_words: Mapping[str, tuple[Recording, ...]]

    @property
    def texts(self) -> int:
        """How many texts are recorded."""
        return len(self._by_words)

    def best(self, text: str, rate_wpm: int) -> Recording | None:
        """Return the recording of `text` to play at `rate_wpm`: the calmest that is quick enough, else the quickest."""
        known = self._by_words.get(plain(text), ())
        quick_enough = [one for one in known if one.rate_wpm >= rate_wpm]
        return min(quick_enough, key=_speed, default=None) or max(known, key=_speed, default=None)

    def missing(self, texts: Iterable[str]) -> list[str]:
        """Return which of `texts` nobody has recorded, each once, in their order."""
        return [text for text in dict.fromkeys(texts) if plain(text) not in self._by_words]


def read_recordings(folder: Path) -> Recordings:
    """Read what lies in a folder.

    Raises
    ------
    SpeechError
        The folder is missing or unreadable, or its voice.toml is wrong.
    """
    index = _index(folder / INDEX)
    try:
        sounds = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    except OSError as error:
        raise SpeechError(f"{folder} can't be read ({error.strerror}); name the folder of a recorded voice") from error
    named: dict[str, list[str]] = index.get("files", {})
    for name in named:
        if not (folder / name).is_file():
            raise SpeechError(f'{folder / INDEX}: there is no "{name}" in this folder; correct its name')
    by_words: dict[str, tuple[Recording, ...]] = {}
    for path in sounds:
        stem, rate_wpm = _stem_and_speed(path)
        for text in named.get(path.name, [stem]):
            by_words[plain(text)] = (*by_words.get(plain(text), ()), Recording(path, rate_wpm))
    return Recordings(folder, str(index.get("name", folder.resolve().name)), by_words)


def plain(text: str) -> str:
    """Return words as they are compared: small letters and figures without accents, a hyphen for all that is between.

    Apostrophes close up, ``that's`` is ``thats``.
    """
    # Once more after folding, which may bring out letters with accents of their own.
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter) and letter not in APOSTROPHES)
    return re.sub(r"[\W_]+", "-", kept).strip("-")


def _speed(recording: Recording) -> int:
    return recording.rate_wpm


def _stem_and_speed(path: Path) -> tuple[str, int]:
    speed = _SPEED.search(path.stem)
    return (path.stem[: speed.start()], int(speed[1])) if speed else (path.stem, UNHURRIED_WPM)


def _index(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise SpeechError(f"{path} can't be read: {error}") from error
    unknown = sorted(content.keys() - _KEYS)
    if unknown:
        raise SpeechError(f'{path}: unknown key "{unknown[0]}"; known: {", ".join(sorted(_KEYS))}')
    files = content.get("files", {})
    if not isinstance(files, dict):
        raise SpeechError(f'{path}: "files" must be a table of file names and their words')
    return content | {"files": {name: _words(path, name, said) for name, said in files.items()}}


def _words(path: Path, name: str, said: object) -> list[str]:
    listed = said if isinstance(said, list) else [said]
    texts = [text for text in listed if isinstance(text, str) and plain(text)]
    if not texts or len(texts) < len(listed):
        raise SpeechError(f'{path}: "{name}" needs the words it says, or a list of them')
    return texts
