"""Which sessions are running: each holds the lock of a file with its name, which dies with its process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

SUFFIX = ".lock"


@contextmanager
def alive(folder: Path, uid: str) -> Iterator[None]:
    """Be seen as running meanwhile; where that can't be told (a folder that can't be written) nobody sees it."""
    lock = FileLock(folder / f"{uid}{SUFFIX}")
    with suppress(OSError, Timeout):
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    try:
        yield
    finally:
        lock.release()
        with suppress(OSError):
            Path(lock.lock_file).unlink(missing_ok=True)


def is_alive(folder: Path, uid: str) -> bool:
    """Say whether the session of that name runs on this machine."""
    path = folder / f"{uid}{SUFFIX}"
    if not path.exists():
        return False
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        return True
    lock.release()
    with suppress(OSError):
        path.unlink(missing_ok=True)
    return False
