"""One process waits for this user's plan: two would say everything twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from voicecoach.errors import PlanError

PATIENCE_S: Final = 1.0
"""Longer than :func:`is_watched` holds the lock to look."""

_NAME = "plan.lock"


@contextmanager
def only_watcher(state_dir: Path) -> Iterator[None]:
    """Be the one who waits; PlanError while another one does."""
    lock = FileLock(state_dir / _NAME)
    try:
        state_dir.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=PATIENCE_S)
    except Timeout:
        raise PlanError(
            "The plan is watched already, perhaps by a service: see `voicecoach service status`; stop that one first"
        ) from None
    except OSError as reason:
        raise PlanError(f"{state_dir} can't be written ({reason.strerror}); make it writable") from reason
    try:
        yield
    finally:
        lock.release()


def is_watched(state_dir: Path) -> bool:
    """Say whether somebody waits for the plan."""
    if not (state_dir / _NAME).exists():
        return False
    try:
        with FileLock(state_dir / _NAME).acquire(timeout=0):
            return False
    except (Timeout, OSError):
        return True
