"""The process that owns pyttsx3, which blocks and hangs when driven from several threads.

Run as ``python -m voicecoach.voice.pyttsx3_child``.  Requests: ``{"render": path, "text": ..., "rate_wpm": ...,
"voice": ..., "language": ...}``, ``{"voices": true}`` and ``{"choose": language}``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from voicecoach.errors import SpeechError
from voicecoach.voice.languages import EXACT, SAME_LANGUAGE, distance, nearest
from voicecoach.voice.serving import Answering, serve

SETTLE_S = 0.03
"""Measured with pyttsx3 2.99 on espeak: a new rate followed at once by runAndWait is lost in 36 % of trials, after
20 ms in none of 120.  (Its stop() empties espeak's queue, the pending rate with it.)"""

MARK_BYTES = 8
"""A sound file's kind and the number of bytes that follow."""

PATIENCE_S = 1.0
POLL_S = 0.002

NO_VOICE = (
    'the system has no voice that speaks "{language}"; install one (Debian, Raspberry Pi OS: sudo apt install '
    "espeak-ng, which has them all)"
)


class _Renderer:
    def __init__(self) -> None:
        import pyttsx3  # noqa: PLC0415 - slow, and its failure is an answer

        self._engine = pyttsx3.init()
        self._rate_wpm: int | None = None
        self._voice = str(self._engine.getProperty("voice"))
        self._chosen: dict[str, str] = {}

    def render(self, path: str, text: str, rate_wpm: int, voice: str) -> dict[str, Any]:
        if voice != self._voice:
            self._engine.setProperty("voice", voice)
            self._voice, self._rate_wpm = voice, None
        if rate_wpm != self._rate_wpm:
            self._engine.setProperty("rate", rate_wpm)
            self._rate_wpm = rate_wpm
            time.sleep(SETTLE_S)
            _wait_until(_has_taken_all)
        # One text a run: of two, only the last would be written.
        self._engine.save_to_file(text, path)
        self._engine.runAndWait()
        self._wait_for(path)
        # A text that begins before the last one's callback has returned is silenced by it.
        _wait_until(lambda: not self._engine.isBusy())
        return {"rendered": path}

    def forget_rate(self) -> None:
        """Set the rate again with the next text: the last one was not taken."""
        self._rate_wpm = None

    def voices(self) -> list[dict[str, Any]]:
        return [
            {"id": str(v.id), "name": str(v.name), "languages": [_text(tag) for tag in v.languages or []]}
            for v in self._engine.getProperty("voices")
        ]

    def voice_of(self, language: str) -> str:
        """Return the voice for a language: the system's default if it speaks it, else the nearest there is."""
        if language not in self._chosen:
            self._chosen[language] = _choose(self.voices(), self._voice, language)
        return self._chosen[language]

    @staticmethod
    def _wait_for(path: str) -> None:
        # macOS writes the file after runAndWait has returned, and so does a starved espeak, which begins with a part.
        _wait_until(lambda: _is_whole(path))


def _wait_until(done: Callable[[], bool]) -> None:
    until_at = time.monotonic() + PATIENCE_S
    while not done() and time.monotonic() < until_at:
        time.sleep(POLL_S)


def _is_whole(path: str) -> bool:
    """Say whether a sound file is as long as its own header says: WAV, or the AIFF that macOS writes."""
    written = Path(path).read_bytes() if Path(path).exists() else b""
    order: Literal["little", "big"] = "little" if written[:4] == b"RIFF" else "big"
    return len(written) > MARK_BYTES and len(written) >= MARK_BYTES + int.from_bytes(written[4:8], order)


def _has_taken_all() -> bool:
    """Say whether espeak has carried out what it was told; what is still waiting is lost with the next run."""
    espeak = sys.modules.get("pyttsx3.drivers._espeak")
    return espeak is None or not espeak.IsPlaying()


def _choose(voices: list[dict[str, Any]], default: str, language: str) -> str:
    found = nearest(language, [voice["languages"] for voice in voices])
    if found is None:
        raise SpeechError(NO_VOICE.format(language=language))
    own = [voice["languages"] for voice in voices if voice["id"] == default]
    # The user has chosen the system's voice; only a region that was asked for comes before that.
    if own and distance(language, own[0]) <= (EXACT if "-" in language else SAME_LANGUAGE):
        return default
    return str(voices[found]["id"])


def _text(tag: object) -> str:
    return tag.decode("utf-8", "replace").strip("\x05\x02") if isinstance(tag, bytes) else str(tag)


def _start() -> Answering:
    renderer = _Renderer()

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        if "voices" in request:
            return {"voices": renderer.voices()}
        if "choose" in request:
            return {"chosen": renderer.voice_of(request["choose"])}
        if request.get("again"):
            renderer.forget_rate()
        voice = request["voice"] or renderer.voice_of(request["language"])
        return renderer.render(request["render"], request["text"], request["rate_wpm"], voice)

    return answer


if __name__ == "__main__":
    serve(_start)
