"""The process that owns pyttsx3: requests in and answers out, one JSON line each.

Run as ``python -m voicecoach.voice.pyttsx3_child``.  pyttsx3 blocks, hangs when driven from several threads
and prints to standard output; alone in a process of its own it can be timed, killed and started again.
It ends when its standard input does, so it never outlives its parent.

Requests: ``{"render": path, "text": ..., "rate_wpm": ..., "voice": ...}`` and ``{"voices": true}``.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

SETTLE_S = 0.03
"""Measured with pyttsx3 2.99 on espeak: a new rate followed at once by runAndWait is lost in 36 % of trials, after
20 ms in none of 120.  (Its stop() empties espeak's queue, the pending rate with it.)"""


class _Renderer:
    def __init__(self) -> None:
        import pyttsx3  # noqa: PLC0415 - slow, and its failure is an answer

        self._engine = pyttsx3.init()
        self._rate_wpm: int | None = None
        self._voice: str | None = None

    def render(self, path: str, text: str, rate_wpm: int, voice: str) -> dict[str, Any]:
        if voice and voice != self._voice:
            self._engine.setProperty("voice", voice)
            self._voice, self._rate_wpm = voice, None
        if rate_wpm != self._rate_wpm:
            self._engine.setProperty("rate", rate_wpm)
            self._rate_wpm = rate_wpm
            time.sleep(SETTLE_S)
        # One text a run: of two, only the last would be written.
        self._engine.save_to_file(text, path)
        self._engine.runAndWait()
        self._wait_for(path)
        return {"rendered": path}

    def forget_rate(self) -> None:
        """Set the rate again with the next text: the last one was not taken."""
        self._rate_wpm = None

    def voices(self) -> dict[str, Any]:
        found = [
            {"id": str(v.id), "name": str(v.name), "languages": [_text(tag) for tag in v.languages or []]}
            for v in self._engine.getProperty("voices")
        ]
        return {"voices": found}

    @staticmethod
    def _wait_for(path: str) -> None:
        # macOS writes the file after runAndWait has returned.
        for _ in range(100):
            if Path(path).exists() and Path(path).stat().st_size > 0:
                return
            time.sleep(0.01)


def _text(tag: object) -> str:
    return tag.decode("utf-8", "replace").strip("\x05\x02") if isinstance(tag, bytes) else str(tag)


def _answer(renderer: _Renderer, request: dict[str, Any]) -> dict[str, Any]:
    if "voices" in request:
        return renderer.voices()
    if request.get("again"):
        renderer.forget_rate()
    return renderer.render(request["render"], request["text"], request["rate_wpm"], request["voice"])


def main() -> None:
    """Answer requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # espeak and pyttsx3 print
    renderer: _Renderer | None = None
    for line in sys.stdin:
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                renderer = renderer or _Renderer()
                answer = _answer(renderer, json.loads(line))
        except Exception as error:  # noqa: BLE001 - whatever a driver raises is the answer
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
