"""Where voicecoach keeps things on this machine."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

APP = "voicecoach"


def cache_dir() -> Path:
    """Return the folder of rendered clips; safe to delete."""
    return Path(platformdirs.user_cache_dir(APP)) / "clips"


def state_dir() -> Path:
    """Return the folder of the session lock and of event lines that could not be written where asked."""
    return Path(platformdirs.user_state_dir(APP))


def speech_engine() -> str | None:
    """Return the engine asked for by the environment variable VOICECOACH_ENGINE, None for the best."""
    return os.environ.get("VOICECOACH_ENGINE") or None


def user_language() -> str:
    """Return the language of the user's messages as the environment has it, e.g. ``de_DE.UTF-8``; ``en`` if unsaid."""
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    said = next((value for value in named if value), "C")
    return "en" if said.split(".")[0] in {"C", "POSIX"} else said
