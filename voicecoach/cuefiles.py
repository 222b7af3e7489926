"""Where circuits, phrases and sounds lie, and how their files are read.

The one place that knows the two homes of ``cues``: beside the package in a checkout or an sdist, inside it in
a wheel.  The user's own circuits and phrases, in voicecoach's configuration folder, come before the shipped.
"""

from __future__ import annotations

import difflib
import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicecoach.circuit.locating import key_lines
from voicecoach.circuit.reading import read_circuit
from voicecoach.circuit.tables import shown
from voicecoach.coaching.phrase_file import read_phrases
from voicecoach.config import user_folder
from voicecoach.errors import CircuitError, CueFileError
from voicecoach.number_words import number_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voicecoach.circuit.locating import KeyPath
    from voicecoach.circuit.model import Circuit

LARGEST_BYTES = 1_000_000
"""A cue file is some kilobytes of words; a larger one is something else and is not read at all."""

_PACKAGE = Path(__file__).parent
_LANGUAGES = "phrases/*.toml"


def cues_folder() -> Path:
    """Return the folder of what ships: ``cues`` beside a checkout's package, or inside an installed one."""
    checkout = _PACKAGE.parent
    # First, since an editable install may have left an old copy inside the package.
    if (checkout / "pyproject.toml").is_file() and (checkout / "cues").is_dir():
        return checkout / "cues"
    packaged = _PACKAGE / "_cues"
    if packaged.is_dir():
        return packaged
    raise CueFileError(f"{packaged} is missing, so nothing that ships can be found; install voicecoach again")


def list_circuits() -> dict[str, Path]:
    """Return every circuit that can be named, by name; the user's own hide shipped ones of the same name."""
    found: dict[str, Path] = {}
    for folder in (cues_folder(), user_folder()):
        found |= {path.stem: path for path in folder.glob("circuits/*.toml")}
    return dict(sorted(found.items()))


def load_circuit(name_or_path: str | Path) -> Circuit:
    """Return a circuit by its name (``ankle-stiffness``) or its path (``./mine.toml``).

    Raises
    ------
    CueFileError
        No such circuit, or its file can't be read as text.
    CircuitError
        Its text is no valid circuit.
    """
    path = circuit_path(name_or_path)
    return read_circuit(_text(path), source=str(path), id=path.stem)


def circuit_lines(path: Path) -> Mapping[KeyPath, int]:
    """Return on which line each key of a circuit's file stands; the file must be one that `load_circuit` takes."""
    return key_lines(_text(path))


def circuit_path(name_or_path: str | Path) -> Path:
    """Return the file of a circuit by its name, or else by its path; CueFileError if it can be neither."""
    if isinstance(name_or_path, Path):
        return name_or_path
    if not name_or_path.strip():
        raise CueFileError('"" names no circuit; give a name, see `voicecoach circuits`, or the path of a .toml file')
    circuits = list_circuits()
    # A file or a folder that happens to have a circuit's name does not hide it.
    if name_or_path in circuits:
        return circuits[name_or_path]
    path = Path(name_or_path)
    with suppress(RuntimeError):  # the home of somebody whom this machine does not know
        path = path.expanduser()
    if os.sep in name_or_path or path.suffix.lower() == ".toml" or _is_there(path):
        return path
    close = difflib.get_close_matches(name_or_path.lower(), circuits, n=1)
    remedy = f'did you mean "{close[0]}"?' if close else f"known: {', '.join(circuits)}."
    raise CueFileError(f'no circuit is called "{name_or_path}"; {remedy} A file of your own is named by its path.')


def list_exercises() -> tuple[str, ...]:
    """Return every exercise of the circuits that can be named; one that can't be read has none."""
    found: dict[str, None] = {}
    for path in list_circuits().values():
        with suppress(CueFileError, CircuitError):
            found |= dict.fromkeys(step.exercise for step in load_circuit(path).steps)
    return tuple(sorted(found))


def load_phrases(language: str = "en") -> Mapping[str, Any]:
    """Return the coach's own lines in a language: the shipped tables with the user's entries over them.

    What the tables hold is told by :class:`voicecoach.coaching.phrases.Phrases`; ``number_words`` comes with the
    language.

    Raises
    ------
    CueFileError
        There is no such language.
    PhraseFileError
        A file holds what no session can say, or lacks what it needs.
    """
    relative = Path("phrases", f"{language}.toml")
    present = [path for folder in (cues_folder(), user_folder()) if (path := folder / relative).is_file()]
    if not present:
        raise no_phrases_in(language)
    english = cues_folder() / "phrases" / "en.toml"
    phrases: dict[str, Any] = {}
    for path in present:
        # Only the first must be whole: the user's own lies over the shipped.
        tables = read_phrases(_text(path), source=str(path), english=str(english), complete=not phrases)
        for table, entries in tables.items():
            phrases[table] = {**phrases.get(table, {}), **entries}
    return phrases | {"number_words": partial(number_words, language=language)}


def no_phrases_in(language: str) -> CueFileError:
    """Return the error that there are no phrases in a language."""
    return CueFileError(f"no phrases in language {shown(language)}; known: {', '.join(list_languages())}")


def list_languages() -> tuple[str, ...]:
    """Return the language of every phrase file there is, shipped or the user's own."""
    return tuple(sorted({path.stem for folder in (cues_folder(), user_folder()) for path in folder.glob(_LANGUAGES)}))


def cue_sound(name: str) -> Path:
    """Return the path of a sound that ships, e.g. ``demo-hops.flac``; CueFileError if there is none."""
    path = cues_folder() / "sounds" / name
    if not path.is_file():
        raise CueFileError(f"{path} is missing; install voicecoach again")
    return path


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # no file can have this name
        return False


def _text(path: Path) -> str:
    content = _content(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wrong = content[error.start]
        raise CueFileError(
            f"{path}: line {line}: not UTF-8 text (byte 0x{wrong:02x}); save the file as UTF-8"
        ) from error


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise CueFileError(f"{path} is a folder; name a .toml file")
        if not path.exists():
            raise CueFileError(f"{path} does not exist; check the path, or see `voicecoach circuits`")
        if not path.is_file():
            # A pipe may never end, nor begin.
            raise CueFileError(f"{path} is a device or a pipe; name a .toml file")
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise CueFileError(f"{path} can't be read: {reason}") from error
    if len(content) > LARGEST_BYTES:
        raise CueFileError(f"{path} is larger than {LARGEST_BYTES // 1_000_000} MB; a circuit is a short text file")
    return content
