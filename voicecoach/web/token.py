"""The token that lets a browser of the network in; kept, so that a phone which had the link once stays let in."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

BYTES = 16
"""128 bits: nobody guesses that, at any speed."""

_FILE = "web-token"
_LENGTH = len(secrets.token_urlsafe(BYTES))


def kept_token(folder: Path, notice: Callable[[str], None]) -> str:
    """Return this user's token, made at the first call; readable by nobody else.  Deleting its file makes a new one."""
    path = folder / _FILE
    try:
        kept = path.read_text("ascii").strip()
    except (OSError, ValueError):
        kept = ""
    return kept if len(kept) == _LENGTH else _new_token(path, notice)


def _new_token(path: Path, notice: Callable[[str], None]) -> str:
    token = secrets.token_urlsafe(BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(token)
    except OSError as error:
        notice(f"{path} can't be written ({error.strerror}); the next start will need a new link")
    return token
