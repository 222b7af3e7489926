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
