"""The user's own systemd: where its units lie, and what it is asked."""

from __future__ import annotations

import getpass
import os
import subprocess
from pathlib import Path
from typing import Final

from voicecoach.errors import ServiceError

ANSWER_WITHIN_S: Final = 60.0

UNKNOWN: Final = "unknown"

LINGERING: Final = Path("/var/lib/systemd/linger")
"""Has a file for each user whose services start at boot, as `loginctl enable-linger` makes it."""


def units_folder() -> Path:
    """Return where units of this user's own belong."""
    config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(config, "systemd", "user")


def systemctl(*words: str) -> str:
    """Ask this user's systemd something and return its answer; ServiceError if there is none, or it refuses."""
    done = _asked(words)
    if done.returncode:
        said = done.stderr.strip() or done.stdout.strip()
        raise ServiceError(said.splitlines()[0] if said else f"systemctl ended with status {done.returncode}")
    return done.stdout.strip()


def answer(*words: str) -> str:
    """Return the first line of what systemd says to a question, also where saying no is its status."""
    try:
        said = _asked(words).stdout.strip()
    except ServiceError:
        return UNKNOWN
    return said.splitlines()[0] if said else UNKNOWN


def _asked(words: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    command = ["systemctl", "--user", *words]
    try:
        return subprocess.run(  # noqa: S603 - our own words
            command, capture_output=True, text=True, check=False, timeout=ANSWER_WITHIN_S
        )
    except FileNotFoundError:
        raise ServiceError("this machine has no systemd: systemctl is missing") from None
    except subprocess.TimeoutExpired:
        raise ServiceError(f"systemd gave no answer to `{' '.join(command)}`") from None


def user_name() -> str:
    """Return the login name, as `loginctl` takes it."""
    return getpass.getuser()


def lingers(user: str) -> bool:
    """Say whether the services of `user` start at boot, without a login."""
    return (LINGERING / user).exists()


def write_unit(path: Path, text: str) -> None:
    """Write a unit file that only its owner reads: it may name a database with its password; ServiceError if not."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
    except OSError as reason:
        raise ServiceError(f"{path} can't be written ({reason.strerror}); make its folder writable") from reason
