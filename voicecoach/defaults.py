"""What a user wants by default: ``config.toml`` in voicecoach's configuration folder.

The command line comes before the environment, the environment before this file.  All keys stand at the top::

    voice = "joe"
    talk = "coach"
    volume = ["-3", "tone=-12"]
    mic = "USB"
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from voicecoach.circuit.locating import key_lines
from voicecoach.errors import ConfigError

LARGEST_BYTES = 100_000

Value = str | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Default:
    """One key's value."""

    value: Value
    line: int


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError('must be words in quotes, like "USB"')
    return value


def _device(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _text(value)


def _one_of(*choices: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}, in quotes")
        return str(value)

    return read


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")  # noqa: TRY004 - told to the user like the others
    return value


def _volumes(value: object) -> tuple[str, ...]:
    wishes = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str | int | float) and not isinstance(one, bool) for one in wishes):
        raise ValueError('must be dB, or a list of them, like -3 or ["-3", "tone=-12"]')
    return tuple(str(one) for one in wishes)


def _address(value: object) -> str:
    if not isinstance(value, str) or "://" not in value:
        raise ValueError('must be an address, like "postgresql://user:password@host/name"')
    return value


ON_THE_COMMAND_LINE: Mapping[str, Callable[[object], Value]] = {
    "voice": _text,
    "language": _text,
    "talk": _one_of("minimal", "normal", "coach"),
    "level": _one_of("start", "build", "full"),
    "count": _one_of("every", "fives", "tens", "total", "off"),
    "volume": _volumes,
    "mic": _device,
    "speaker": _device,
    "keep": _truth,
}
"""What options of the same name say as well."""

IN_THE_ENVIRONMENT: Mapping[str, Callable[[object], Value]] = {
    "engine": _one_of("piper", "pyttsx3", "none"),
    "database": _address,
    "person": _text,
    "machine": _text,
}
"""What variables say as well: ``VOICECOACH_`` and the name in capitals."""

KEYS = {**ON_THE_COMMAND_LINE, **IN_THE_ENVIRONMENT}


def read_defaults(path: Path) -> Mapping[str, Default]:
    """Return the values of the file at `path` by their keys; none if there is no such file.

    Raises
    ------
    ConfigError
        It can't be read, or a key or value in it is wrong: the first, with its line.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(f"{path} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is no text; save it as UTF-8") from error
    if len(content) > LARGEST_BYTES:
        raise ConfigError(f"{path} is larger than {LARGEST_BYTES // 1000} kB; it is to hold a few lines")
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    lines = key_lines(text)
    return {key: _default(path, key, value, lines[(key,)]) for key, value in table.items()}


def _default(path: Path, key: str, value: object, line: int) -> Default:
    if key not in KEYS:
        close = difflib.get_close_matches(key, KEYS, n=1)
        remedy = f'did you mean "{close[0]}"?' if close else f"known: {', '.join(KEYS)}"
        raise ConfigError(f'{path}: line {line}: unknown key "{key}"; {remedy}')
    try:
        return Default(KEYS[key](value), line)
    except ValueError as wrong:
        raise ConfigError(f"{path}: line {line}: {key} {wrong}") from wrong
