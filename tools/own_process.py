"""The program as a user starts it: in a process of its own, with a circuit of the user's own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import soundfile

PROGRAM = (sys.executable, "-m", "voicecoach")


def hold_circuit(work: str = "10s", name: str = "Mine") -> str:
    """Return the text of a circuit of one hold."""
    return f"""\
schema = 1
name = "{name}"
rounds = 1
[defaults]
welcome = "3s"
get_ready = "6s"
[[step]]
exercise = "calf-hold"
kind = "hold"
work = "{work}"
"""


def own_circuit(folder: Path, extra: str = "") -> str:
    """Write the circuit of one hold, and what `extra` adds to its step; return its path."""
    path = folder / "mine.toml"
    path.write_text(hold_circuit() + extra, encoding="utf-8")
    return str(path)


def noise_file(path: Path, seconds: float, rate_hz: int = 48_000, channels: int = 1) -> Path:
    """Write a recording of faint noise; return its path."""
    noise = np.random.default_rng(1).normal(0.0, 0.01, (round(seconds * rate_hz), channels))
    soundfile.write(path, noise, rate_hz)
    return path


def voicecoach(*words: str, environ: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    env = os.environ | dict(environ or {})
    return subprocess.run([*PROGRAM, *words], env=env, capture_output=True, text=True, check=False, timeout=120)


def refused(*words: str, environ: Mapping[str, str] | None = None) -> str:
    """Return what a command says that ends with status 2, in a sentence."""
    done = voicecoach(*words, environ=environ)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr
