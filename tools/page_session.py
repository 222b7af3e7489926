"""A session in real time with a live page, on sound files: for tests, and to look at."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

TOKEN = "a-token-of-the-tests"  # noqa: S105
HERE, NETWORK = "http://127.0.0.1:8720", "http://192.168.1.20:8720"

LINK = re.compile(r"live page: (http://\S+)")
START_S = 60.0


class PageSession:
    """Runs a voicecoach command that serves a page, and notes when each line it prints came.

    Parameters
    ----------
    arguments
        The command line after ``voicecoach``.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        command = [sys.executable, "-m", "voicecoach", *arguments]
        self.lines: list[tuple[float, str]] = []
        """(time.time(), line) of everything printed."""
        self.process = subprocess.Popen(
            command,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            bufsize=1,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> PageSession:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def link(self) -> str:
        """What a browser opens."""
        return self.find(LINK, START_S)[1]

    @property
    def port(self) -> int:
        """Where the page is served."""
        return int(self.link.split(":")[2].split("/")[0])

    def find(self, pattern: re.Pattern[str], within_s: float) -> re.Match[str]:
        """Return the first match in a printed line, waiting for it."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            for _, line in list(self.lines):
                if found := pattern.search(line):
                    return found
            if self.process.poll() is not None and not self._reader.is_alive():
                break
            time.sleep(0.05)
        printed = "".join(line for _, line in self.lines)
        raise TimeoutError(f"nothing printed matches {pattern.pattern}:\n{printed}")

    def stop(self) -> int:
        """Ask it to end, and wait."""
        if self.process.poll() is None:
            self.process.terminate()
        status = self.process.wait(30.0)
        self._reader.join(5.0)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return status

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.append((time.time(), line))


def run_arguments(circuit: Path, hops: Path, *more: str) -> list[str]:
    """Return the command line of a session on files with a page on any free port."""
    return ["run", str(circuit), "--mic", str(hops), "--speaker", "none", "--web=127.0.0.1:0", *more]
