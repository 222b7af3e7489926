from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from scratch_postgres import ScratchPostgres
from small_disk import SmallDisk, small_disk

# A slow machine is no fault: the first text drawn builds tables of characters, under load for over a second.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture(autouse=True, scope="session")
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the user's own circuits, cache, state, history, language and voices out of the tests.

    Clips are rendered once for all of them, by the engine that every machine has.
    """
    home = tmp_path_factory.mktemp("home")
    folders = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "HOME")
    ours = {name: str(home / name.lower()) for name in folders}
    for folder in ours.values():
        Path(folder).mkdir(exist_ok=True)
    ours |= {"LC_ALL": "C.UTF-8", "VOICECOACH_ENGINE": "pyttsx3"}
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    yield
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@pytest.fixture(autouse=True, scope="session")
def _closed_terminals() -> None:
    """Let a closed terminal end what the tests start, under nohup too: what is handled here is not handed on."""
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda _number, _frame: None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[ScratchPostgres]:
    """Give a PostgreSQL server of the tests' own."""
    with ScratchPostgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: ScratchPostgres) -> str:
    """Give an empty database on it."""
    return postgres.new_database()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """Give a real disk of 4 MB: room for a few sessions, whatever their journal takes on a slow machine."""
    with ExitStack() as mounted:
        try:
            yield mounted.enter_context(small_disk(tmp_path / "disk", kilobytes=4_000))
        except PermissionError as reason:
            pytest.skip(f"no disk can be mounted here: {reason}")


@pytest.fixture(scope="session")
def stepped_clock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a library that steps the wall clock of a program, and of nothing else; see tools/stepped_clock.c."""
    library = tmp_path_factory.mktemp("clock") / "stepped_clock.so"
    source = Path(__file__).parents[1] / "tools" / "stepped_clock.c"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(source)], check=True)
    return library
