"""Where voicecoach keeps things on this machine."""

from __future__ import annotations

import getpass
import os
import platform
from pathlib import Path

import platformdirs

from voicecoach.defaults import read_defaults
from voicecoach.errors import MqttError

APP = "voicecoach"


def cache_dir() -> Path:
    """Return the folder of rendered clips; safe to delete."""
    return Path(platformdirs.user_cache_dir(APP)) / "clips"


def state_dir() -> Path:
    """Return the folder of the session lock and of event lines that could not be written where asked."""
    return Path(platformdirs.user_state_dir(APP))


def aside_dir() -> Path:
    """Return the folder of sessions that are running, or that history could not take yet."""
    return state_dir() / "sessions"


def user_folder() -> Path:
    """Return the folder of the user's own ``circuits``, ``phrases``, ``voices`` and defaults; it need not exist."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False))


def defaults_file() -> Path:
    """Return the file of what the user wants by default; it need not exist."""
    return user_folder() / "config.toml"


def variable(key: str) -> str:
    """Return the name of the environment variable that says what the defaults' `key` says."""
    return f"VOICECOACH_{key.upper()}"


def _wanted(key: str) -> str | None:
    """Return what the environment wants, or else the user's defaults; None if neither says."""
    said = os.environ.get(variable(key))
    default = None if said else read_defaults(defaults_file()).get(key)
    return said or (None if default is None else str(default.value))


def speech_engine() -> str | None:
    """Return the engine asked for by VOICECOACH_ENGINE or the user's defaults, None for the best."""
    return _wanted("engine")


def user_language() -> str:
    """Return the language of the user's messages as the environment has it, e.g. ``de_DE.UTF-8``; ``en`` if unsaid."""
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    said = next((value for value in named if value), "C")
    return "en" if said.split(".")[0] in {"C", "POSIX"} else said


def data_dir() -> Path:
    """Return the folder of what is kept for good: the history and the plan."""
    return Path(platformdirs.user_data_dir(APP))


def plan_file() -> Path:
    """Return the file of the weekly plan: this machine's own, also where history is shared."""
    return data_dir() / "plan.db"


def database_url() -> str:
    """Return where history is kept: VOICECOACH_DATABASE (an SQLAlchemy URL), the user's default, or their file."""
    return _wanted("database") or f"sqlite:///{data_dir() / 'history.db'}"


def person() -> str:
    """Return who trains: VOICECOACH_PERSON, the user's default, or the login name."""
    try:
        return _wanted("person") or getpass.getuser()
    except (OSError, KeyError):  # a user id that has no name; KeyError up to Python 3.12
        return str(os.getuid())


def mqtt_url() -> str:
    """Return the broker of a bare ``--mqtt``: VOICECOACH_MQTT, or one on this machine."""
    return os.environ.get("VOICECOACH_MQTT") or "mqtt://127.0.0.1"


def mqtt_password() -> str | None:
    """Return VOICECOACH_MQTT_PASSWORD, or what the file VOICECOACH_MQTT_PASSWORD_FILE holds; None if unsaid.

    Raises
    ------
    MqttError
        That file can't be read.
    """
    said, path = os.environ.get("VOICECOACH_MQTT_PASSWORD"), os.environ.get("VOICECOACH_MQTT_PASSWORD_FILE")
    if said or not path:
        return said or None
    try:
        return Path(path).read_text("utf-8").rstrip("\r\n")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise MqttError(f"VOICECOACH_MQTT_PASSWORD_FILE={path}: this file can't be read ({reason})") from error


def machine() -> str:
    """Return this machine's name (VOICECOACH_MACHINE, the user's default, or the system's).

    It is shown with the sessions of a database that several share, and had better tell them apart.
    """
    return _wanted("machine") or platform.node() or "unknown"
