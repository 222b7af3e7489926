"""The system's own voices through pyttsx3, in a process of its own with a deadline for every text."""

from __future__ import annotations

import json
import select
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from voicecoach.errors import SpeechError
from voicecoach.voice.clip import Clip
from voicecoach.voice.engine import Utterance, VoiceInfo
from voicecoach.voice.shaping import read_clip

CHILD = (sys.executable, "-m", "voicecoach.voice.pyttsx3_child")
DEADLINE_S = 5.0
"""For one text; espeak needs 10 ms, the first one also starts Python and the engine."""

TRIES = 3
REMEDY = "install one (Debian, Raspberry Pi OS: sudo apt install espeak-ng)"

_PROBE = "one two three four five six"
_RATE_TOLERANCE = 0.12
"""A probe's length is predicted from the probe at another rate; espeak keeps to it within a few percent."""


class Pyttsx3Engine:
    """Renders with pyttsx3.

    Parameters
    ----------
    voice
        A voice's id, empty for the system's default.
    deadline_s
        Seconds a text may take before the process is killed and started again.
    command
        What to start; it speaks the protocol of :mod:`voicecoach.voice.pyttsx3_child`.
    """

    name = "pyttsx3"

    def __init__(self, voice: str = "", *, deadline_s: float = DEADLINE_S, command: Sequence[str] = CHILD) -> None:
        self.voice = voice
        self.restarts = 0
        """How often the process had to be killed."""
        self._deadline_s = deadline_s
        self._command = tuple(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="voicecoach-")
        self._rate_wpm: int | None = None
        self._probes: dict[int, float] = {}

    def render(self, utterance: Utterance) -> Clip:
        """Return the raw sound of `utterance`, whose rate has been verified."""
        if utterance.rate_wpm != self._rate_wpm:
            self._verify_rate(utterance.rate_wpm)
        return self._render(utterance)

    def voices(self) -> list[VoiceInfo]:
        """Return the system's voices."""
        found = self._ask({"voices": True})["voices"]
        return [VoiceInfo(self.name, one["id"], one["name"], tuple(one["languages"])) for one in found]

    def close(self) -> None:
        """End the process."""
        self._end()
        self._folder.cleanup()

    def _verify_rate(self, rate_wpm: int) -> None:
        """Render a probe and compare its length with the same words at other rates: pyttsx3 can lose a rate."""
        for again in (False, True, True):
            probe_s = self._render(Utterance(_PROBE, rate_wpm), again=again).length_s
            if self._plausible(rate_wpm, probe_s):
                self._probes[rate_wpm] = probe_s
                self._rate_wpm = rate_wpm
                return
        raise SpeechError(f"the speech engine does not change its speed to {rate_wpm} words a minute")

    def _plausible(self, rate_wpm: int, probe_s: float) -> bool:
        """Say whether a probe's length differs from the other rates' probes as it should.

        Faster must be shorter: the length that a lost rate would have had is another rate's own.
        """
        if rate_wpm in self._probes:
            return abs(probe_s - self._probes[rate_wpm]) < _RATE_TOLERANCE * probe_s
        return all((other_s - probe_s) * (rate_wpm - other_wpm) > 0 for other_wpm, other_s in self._probes.items())

    def _render(self, utterance: Utterance, *, again: bool = False) -> Clip:
        path = Path(self._folder.name) / "clip.wav"
        path.unlink(missing_ok=True)
        request = {
            "render": str(path),
            "text": utterance.text,
            "rate_wpm": utterance.rate_wpm,
            "voice": self.voice,
            "again": again,
        }
        self._ask(request)
        return read_clip(path)

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        reason = ""
        for _ in range(TRIES):
            answer = self._try(request)
            if answer is not None and "error" not in answer:
                return answer
            reason = "it does not answer" if answer is None else str(answer["error"])
            self._end()
            self.restarts += 1
        raise SpeechError(f"the speech engine fails ({reason}); {REMEDY}")

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
            self._rate_wpm = None
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        self._rate_wpm = None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
