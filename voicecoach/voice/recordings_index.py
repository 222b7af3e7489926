"""The file that names the words of a recorded voice's files: strict, and everything wrong is told at once."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from voicecoach.circuit.locating import key_lines
from voicecoach.circuit.parsing import parse_toml
from voicecoach.circuit.tables import Problems, Table, shown, spoken
from voicecoach.errors import RecordedVoiceError, SpeechError

SUFFIXES = frozenset({".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aiff", ".aif", ".caf", ".au", ".w64"})

_KEYS = ("name", "files")


@dataclass(frozen=True, slots=True)
class Index:
    """What the file says; all of it may be left out."""

    name: str | None = None
    """What the voice is called."""
    words: Mapping[str, list[str]] = field(default_factory=dict)
    """The texts that a file says, by the file's name."""


def read_index(path: Path, sounds: Sequence[str]) -> Index:
    """Read the index of a folder whose sound files are called `sounds`; an empty one if there is none.

    Raises
    ------
    SpeechError
        The file can't be read.
    RecordedVoiceError
        With every problem found in it, each with its line.
    """
    if not path.exists():
        return Index()
    text = _text(path)
    try:
        content = parse_toml(text)
    except ValueError as error:
        raise RecordedVoiceError(str(path), [str(error)]) from error
    problems = Problems(key_lines(text))
    top = Table(content, (), "", problems)
    top.refuse_unknown(_KEYS)
    files = top.table("files")
    index = Index(top.text("name"), {name: _words(files, name, sounds) for name in files.content})
    if told := problems.told():
        raise RecordedVoiceError(str(path), told)
    return index


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SpeechError(f"{path} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise RecordedVoiceError(str(path), [f"line {line}: not UTF-8 text; save the file as UTF-8"]) from error


def _words(files: Table, name: str, sounds: Sequence[str]) -> list[str]:
    if name not in sounds:
        files.note(name, f"there is no sound file {shown(name)} in this folder; {_remedy(name, sounds)}")
    said = files.content[name]
    if said == []:
        files.note(name, f"{shown(name)} needs the words it says, or a list of them")
    texts = []
    for text in said if isinstance(said, list) else [said]:
        try:
            texts.append(spoken(text))
        except ValueError as error:
            files.note(name, f"{shown(name)} = {shown(text)} {error}")
    return texts


def _remedy(name: str, sounds: Sequence[str]) -> str:
    if Path(name).suffix.lower() not in SUFFIXES:
        return f"a sound file ends in {', '.join(sorted(SUFFIXES))}"
    # Alike but for their endings, any two names would be near.
    stems = {Path(sound).stem: sound for sound in sounds}
    close = difflib.get_close_matches(Path(name).stem, stems, n=1)
    return f'did you mean "{stems[close[0]]}"?' if close else "correct its name"
