"""Commands in this process, for a person whose folders are nobody else's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from voicecoach.cli import main


def home_in(folder: Path) -> dict[str, str]:
    """Return the environment of ada, who keeps everything in `folder`."""
    own = {f"XDG_{kind.upper()}_HOME": str(folder / kind) for kind in ("data", "state")}
    return own | {"VOICECOACH_PERSON": "ada", "TZ": "UTC"}


def voicecoach(home: Mapping[str, str], *words: str, typed: str = "") -> Result:
    """Run a command to its end; `typed` answers what it asks."""
    return CliRunner(env=home).invoke(main, words, input=typed)


def output(home: Mapping[str, str], *words: str) -> str:
    """Return what a command prints that ends well."""
    done = voicecoach(home, *words)
    assert done.exit_code == 0, done.output
    return done.stdout


def refused(home: Mapping[str, str], *words: str) -> str:
    """Return the one sentence of a command that ends with status 2."""
    done = voicecoach(home, *words)
    assert done.exit_code == 2, done.output
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


def listed(home: Mapping[str, str], *words: str) -> list[dict[str, Any]]:
    """Return the rows of the history."""
    return [json.loads(line) for line in output(home, "history", "--json", *words).splitlines()]
