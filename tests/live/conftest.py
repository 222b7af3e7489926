from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from live_session import LiveSession
from virtual_audio import VirtualAudio

SHORT_CIRCUIT = """\
schema = 1
name = "Live"
rounds = 1

[defaults]
welcome = "3s"
get_ready = "5s"
rest = "6s"

[[step]]
exercise = "calf-hold"
kind = "hold"
work = "6s"
sides = "each"
cues = [{ at = "+1s", say = "Heel high." }]

[[step]]
exercise = "ankle-hops"
kind = "landings"
work = "10s"
"""


@pytest.fixture
def audio() -> Iterator[VirtualAudio]:
    with VirtualAudio() as server:
        yield server


@pytest.fixture
def circuit(tmp_path: Path) -> Path:
    path = tmp_path / "live.toml"
    path.write_text(SHORT_CIRCUIT, encoding="utf-8")
    return path


@pytest.fixture
def session(audio: VirtualAudio, circuit: Path, tmp_path: Path) -> Iterator[LiveSession]:
    live = LiveSession(audio, circuit, tmp_path)
    yield live
    live.stop()
