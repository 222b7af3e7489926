"""Which sessions are running: each holds the lock of a file with its name, which dies with its process.

The file of a session that did not come to its end, because its process was killed or a fault of ours broke it, stays
with nobody holding its lock: of that session, and of no other, this machine knows that it is dead.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

SUFFIX = ".lock"

PATIENCE_S: Final = 5.0
"""For another program that has found the file before it was locked, and looks whether there is something to close."""


@contextmanager
def alive(folder: Path, uid: str) -> Iterator[None]:
    """Be seen as running meanwhile; where that can't be told (a folder that can't be written) nobody sees it.

    The file stays: :func:`forget` it once nothing is left to be closed.
    """
    lock = FileLock(_path(folder, uid))
    with suppress(OSError, Timeout):
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=PATIENCE_S)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def dead(folder: Path, uid: str) -> Iterator[bool]:
    """Say whether no session of that name runs by this folder; if so, none can begin meanwhile."""
    path = _path(folder, uid)
    if not path.exists():
        yield True
        return
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def forget(folder: Path, uid: str) -> None:
    """Delete a session's file, if it has one."""
    with suppress(OSError):
        _path(folder, uid).unlink(missing_ok=True)


def _path(folder: Path, uid: str) -> Path:
    return folder / f"{uid}{SUFFIX}"
