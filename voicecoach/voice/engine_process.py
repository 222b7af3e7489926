"""A speech engine in a process of its own: asked in JSON lines, with a deadline for every answer, started again.

Engines block, hang, print and take memory (Piper: 220 MB, twice what a session may take); alone in a process they
can be timed, killed and started again, and leave nothing behind.  The other end is :mod:`voicecoach.voice.serving`.
"""

from __future__ import annotations

import json
import select
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from voicecoach.errors import SpeechError
from voicecoach.voice.clip import Clip
from voicecoach.voice.shaping import read_clip

TRIES = 3


class UnheardError(SpeechError):
    """The process answered, but there is no sound in what it wrote."""


class EngineProcess:
    """Asks a process and has it answer.

    Parameters
    ----------
    command
        What to start.
    deadline_s
        Seconds an answer may take before the process is killed and started again.
    remedy
        What the user can do when it fails for good.
    on_start
        Told of each new process, which knows nothing of what the one before was told.
    """

    def __init__(
        self, command: Sequence[str], *, deadline_s: float, remedy: str, on_start: Callable[[], None] = lambda: None
    ) -> None:
        self.restarts = 0
        """How often the process had to be killed."""
        self._command = tuple(command)
        self._deadline_s = deadline_s
        self._remedy = remedy
        self._on_start = on_start
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="voicecoach-")

    @property
    def pid(self) -> int | None:
        """The running process, None while there is none."""
        return None if self._process is None else self._process.pid

    def render(self, request: dict[str, Any]) -> Clip:
        """Return the sound that the process writes for `request`; SpeechError if there is none to be had."""
        for _ in range(TRIES - 1):
            try:
                return self._render(request)
            except UnheardError:
                # On a busy machine pyttsx3 now and then returns before espeak has written a sample.
                self._give_up()
        return self._render(request)

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to `request`; SpeechError after three failures."""
        reason = ""
        for _ in range(TRIES):
            answer = self._try(request)
            if answer is not None and "refused" in answer:
                raise SpeechError(str(answer["refused"]))
            if answer is not None and "error" not in answer:
                return answer
            reason = "it does not answer" if answer is None else str(answer["error"])
            self._give_up()
        raise SpeechError(f"the speech engine fails ({reason}); {self._remedy}")

    def restart(self) -> None:
        """Have the next request answered by a new process."""
        self._give_up()

    def rest(self) -> None:
        """End the process until the next request."""
        self._end()

    def close(self) -> None:
        """End the process."""
        self._end()
        self._folder.cleanup()

    def _render(self, request: dict[str, Any]) -> Clip:
        path = Path(self._folder.name) / "clip.wav"
        path.unlink(missing_ok=True)
        self.ask(request | {"render": str(path)})
        try:
            return read_clip(path)
        except SpeechError as reason:
            raise UnheardError(f"the speech engine wrote nothing to hear: {reason}") from reason

    def _give_up(self) -> None:
        self._end()
        self.restarts += 1

    def _try(self, request: dict[str, Any]) -> dict[str, Any] | None:
        process = self._running()
        assert process.stdin is not None  # noqa: S101 - opened with a pipe
        assert process.stdout is not None  # noqa: S101
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            ready, _, _ = select.select([process.stdout], [], [], self._deadline_s)
            line = process.stdout.readline() if ready else b""
            answer = json.loads(line) if line else None
        except (OSError, ValueError):
            return None
        return answer if isinstance(answer, dict) else None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(  # noqa: S603 - our own child
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            self._on_start()
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
