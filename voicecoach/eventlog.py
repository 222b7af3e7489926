"""The event log: one JSON line a fact, written as it happens.

A line that can't be written (disk full, folder gone) is kept and tried again with the next one; what is still
unwritten at the end goes to the state folder, or else to standard error.  Nothing is lost silently.
"""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import stat
import sys
from collections.abc import Callable
from io import FileIO
from pathlib import Path

from voicecoach.coaching.facts import Fact
from voicecoach.errors import EventLogError

STDOUT = "-"


def as_values(fact: Fact) -> dict[str, object]:
    """Return a fact as the values of its line, `t` and `event` first; times to the microsecond."""
    values = {name: _rounded(value) for name, value in dataclasses.asdict(fact).items()}
    return {"t": values.pop("t"), "event": fact.event, **values}


def as_line(fact: Fact) -> str:
    """Return a fact as its JSON line."""
    return json.dumps(as_values(fact), ensure_ascii=False)


class EventLog:
    """Where facts go.

    Parameters
    ----------
    target
        A path, ``-`` for standard output, or None to keep nothing.
    on_trouble
        Told once, in a sentence, when lines can't be written for now.
    rescue_dir
        Where lines go at the end that could not be written to `target`.
    goes_on
        Whether they follow those that are there; otherwise the log is begun anew.
    """

    def __init__(
        self, target: str | None, on_trouble: Callable[[str], None], rescue_dir: Path, *, goes_on: bool = False
    ) -> None:
        self._target = target
        self._on_trouble = on_trouble
        self._rescue_dir = rescue_dir
        self._unwritten: list[str] = []
        self._trouble: OSError | None = None
        """Why lines could not be written last."""
        self._goes_on = goes_on
        self._begun = goes_on
        self._file = self._open()

    def write(self, fact: Fact) -> None:
        """Write a fact, together with any that could not be written before."""
        if self._target is None:
            return
        if not self._begun and self._file is not None and _is_regular(self._file):
            self._file.truncate(0)
        self._begun = True
        self._unwritten.append(as_line(fact))
        self._flush(self._target)

    def close(self) -> None:
        """Write what is left, elsewhere if it must be; EventLogError then tells where it is."""
        if self._target is None:
            return
        target, self._target = self._target, None
        self._flush(target)
        if self._file is not None:
            self._file.close()
        if self._unwritten:
            raise EventLogError(self._rescue(target))

    def _open(self) -> FileIO | None:
        """Return the file, None for standard output or nothing."""
        if self._target == STDOUT and sys.stdout is None:
            raise EventLogError("--events -: standard output is closed; give --events FILE, or leave it out")
        if self._target is None or self._target == STDOUT:
            return None
        try:
            # Opened for appending, emptied with the first line: a session that can't begin keeps the log of the last.
            return Path(self._target).open("ab", buffering=0)
        except OSError as reason:
            folder = Path(self._target).parent
            what = reason.strerror
            remedy = "choose another --events FILE"
            if not folder.exists():
                what, remedy = f"there is no folder {folder}", "make the folder first"
            raise EventLogError(f"{self._target}: the event log can't be written ({what}); {remedy}") from reason

    def _flush(self, target: str) -> None:
        try:
            while self._unwritten:
                self._write_whole(self._unwritten[0] + "\n")
                self._unwritten.pop(0)
        except OSError as reason:
            if self._trouble is None:
                self._on_trouble(
                    f"{_called(target)}: events can't be written for now ({reason.strerror}); they are kept"
                )
            self._trouble = reason

    def _write_whole(self, line: str) -> None:
        """Write a line whole or not at all: the next try would write behind what a full disk still took of it."""
        if self._file is None:
            sys.stdout.write(line)
            sys.stdout.flush()
            return
        whole = line.encode()
        taken = self._file.write(whole)
        if taken is not None and taken < len(whole):
            if _is_regular(self._file):
                self._file.truncate(os.fstat(self._file.fileno()).st_size - taken)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _rescue(self, target: str) -> str:
        text = "\n".join(self._unwritten) + "\n"
        rescue = self._rescue_dir / "unwritten-events.jsonl"
        try:
            rescue.parent.mkdir(parents=True, exist_ok=True)
            with rescue.open("a" if self._goes_on else "w", encoding="utf-8") as file:
                file.write(text)
        except OSError:
            sys.stderr.write(text)
            rescue = Path("standard error, above")
        lines = f"{len(self._unwritten)} event lines could not be written; they are in {rescue}"
        if isinstance(self._trouble, BrokenPipeError):
            return f"{_called(target)} was closed by whoever read it: {lines}"
        if self._trouble is None or self._trouble.errno in {errno.ENOSPC, errno.EDQUOT}:
            return f"{_called(target)}: {lines}. Free some space and append them."
        return f"{_called(target)}: {lines}. The reason: {self._trouble.strerror}."


def _called(target: str) -> str:
    return "standard output" if target == STDOUT else target


def _is_regular(file: FileIO) -> bool:
    return stat.S_ISREG(os.fstat(file.fileno()).st_mode)


def _rounded(value: object) -> object:
    if isinstance(value, tuple):
        return [_rounded(one) for one in value]
    return round(value, 6) if isinstance(value, float) else value
