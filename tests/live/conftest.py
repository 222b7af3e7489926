from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from live_session import SHORT_CIRCUIT, LiveSession
from standstill import StandstillWatch
from virtual_audio import VirtualAudio

ATTEMPTS = 3


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Function, nextitem: pytest.Item | None) -> bool | None:
    """Run a live test; again if it failed while the machine stood still, which no program can make up for."""
    if item.get_closest_marker("live") is None:
        return None  # the hook sees every test there is
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for attempt in range(1, ATTEMPTS + 1):
        if attempt > 1:
            item._initrequest()  # its fixtures are made anew
        with StandstillWatch() as machine:
            reports = runtestprotocol(item, nextitem=nextitem, log=False)
        if not (machine.stood_still and any(report.failed for report in reports)):
            break
        print(f"\n{item.nodeid} failed while the machine stood still for {1e3 * machine.longest_s:.0f} ms")
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


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
