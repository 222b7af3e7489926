"""One live session at a time: two would fight for the microphone and talk over each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from voicecoach.errors import SessionRunningError


@contextmanager
def alone(state_dir: Path, notice: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of this user's live sessions; SessionRunningError while another one has it.

    The operating system gives the lock back when a process dies, however it dies.
    """
    lock = FileLock(state_dir / "session.lock")
    try:
        state_dir.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise SessionRunningError(
            "Another session is running; stop it first (q in its terminal), or use --fast for one without devices"
        ) from None
    except OSError as reason:
        notice(f"{state_dir} can't be written ({reason.strerror}); a second session would not be noticed")
    try:
        yield
    finally:
        lock.release()
