"""Standard output and standard error when they can't be written any more: no space, no reader, no terminal."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, TextIO, cast


class Lasting(io.TextIOBase):
    """A stream that goes silent for good as soon as it can't be written: what else happens matters more.

    Parameters
    ----------
    stream
        Where text goes until then.
    """

    encoding = "utf-8"

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self.encoding = getattr(stream, "encoding", None) or "utf-8"

    def writable(self) -> bool:
        """Say yes."""
        return True

    def isatty(self) -> bool:
        """Say whether it is a terminal."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """Return the stream's own descriptor."""
        return self._stream.fileno()

    def write(self, text: str) -> int:
        """Write what can be written."""
        try:
            return self._stream.write(text)
        except OSError:
            silence(self._stream)
            return len(text)

    def flush(self) -> None:
        """Flush what can be flushed."""
        try:
            self._stream.flush()
        except OSError:
            silence(self._stream)


@contextmanager
def lasting(*, on_stderr: bool) -> Iterator[None]:
    """Let what is printed meanwhile never fail; `on_stderr` leaves standard output, where events go, as it is."""
    before = sys.stdout, sys.stderr
    if not on_stderr and sys.stdout is not None:
        sys.stdout = cast("TextIO", Lasting(sys.stdout))
    if sys.stderr is not None:
        sys.stderr = cast("TextIO", Lasting(sys.stderr))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def is_stuck(stream: IO[str]) -> bool:
    """Say whether a stream can't be written, by trying: a buffer, which would still hold what failed, is not sure."""
    try:
        stream.write("\n")
        stream.flush()
    except OSError:
        return True
    return False


def silence(stream: IO[str]) -> None:
    """Let everything written to a stream from now on go nowhere, and what is still in its buffer too.

    The interpreter flushes it once more as it ends, and would complain, with a status of its own.
    """
    with suppress(OSError, ValueError):  # not every stream has a descriptor
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, stream.fileno())
        finally:
            os.close(nowhere)
        stream.flush()


def let_go() -> None:
    """Leave nothing in the buffers of standard output and standard error that can't be written."""
    for stream in (sys.stdout, sys.stderr):
        if stream is None:
            continue
        try:
            stream.flush()
        except OSError:
            silence(stream)
