from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from live_session import SHORT_CIRCUIT, LiveSession
from virtual_audio import VirtualAudio


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
