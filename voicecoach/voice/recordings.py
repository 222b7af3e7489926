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
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from voicecoach.errors import SpeechError
from voicecoach.voice.recordings_index import SUFFIXES, read_index
from voicecoach.voice.shaping import check_clip

INDEX = "voice.toml"

UNHURRIED_WPM = 200
"""A recording without a speed of its own is taken to be spoken like this: what is asked no faster is played as it is.
Numbers are first asked at this rate."""

APOSTROPHES = "'`\u2018\u2019"

_SPEED = re.compile(r"@(\d{2,3})$")


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

    def readable(self, on_trouble: Callable[[str], None]) -> Recordings:
        """Return those that have a sound in them; `on_trouble` is told, in a sentence, of each file that has none."""
        silent = set()
        for path in sorted({one.path for known in self._by_words.values() for one in known}):
            try:
                check_clip(path)
            except SpeechError as reason:
                silent.add(path)
                on_trouble(f"{path}: {reason}; record it again")
        sounding = {
            words: tuple(one for one in known if one.path not in silent) for words, known in self._by_words.items()
        }
        return replace(self, _by_words={words: known for words, known in sounding.items() if known})

    def missing(self, texts: Iterable[str]) -> list[str]:
        """Return which of `texts` nobody has recorded, each once, in their order."""
        return [text for text in dict.fromkeys(texts) if plain(text) not in self._by_words]


def read_recordings(folder: Path) -> Recordings:
    """Read what lies in a folder.

    Raises
    ------
    SpeechError
        The folder is missing or unreadable.
    RecordedVoiceError
        Its voice.toml is wrong.
    """
    try:
        sounds = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    except OSError as error:
        raise SpeechError(f"{folder} can't be read ({error.strerror}); name the folder of a recorded voice") from error
    index = read_index(folder / INDEX, [path.name for path in sounds])
    by_words: dict[str, tuple[Recording, ...]] = {}
    for path in sounds:
        stem, rate_wpm = _stem_and_speed(path)
        for text in index.words.get(path.name, [stem]):
            by_words[plain(text)] = (*by_words.get(plain(text), ()), Recording(path, rate_wpm))
    return Recordings(folder, index.name or folder.resolve().name, by_words)


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
