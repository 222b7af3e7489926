"""Says words outside a session, and returns when they are over: at an output, or into a sound file."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Protocol

import numpy as np

from voicecoach.audio.sound_card import SoundCard
from voicecoach.audio.sound_files import WriteFailures, open_to_write
from voicecoach.audio.speaker_live import LiveSpeaker
from voicecoach.errors import SoundFileError
from voicecoach.runtime.request import sound_path
from voicecoach.voice.clip import Clip
from voicecoach.voice.shaping import shaped

AFTER_WORDS_S = 0.4
WORDS_WITHIN_S = 6.0
FILE_RATE_HZ = 48_000


class Saying(Protocol):
    """Where words go."""

    def __call__(self, clip: Clip) -> None:
        """Sound an engine's raw clip, and the pause after it."""
        ...

    def close(self) -> None:
        """End it; a file is whole then."""
        ...


def open_saying(speaker: str | None) -> Saying:
    """Open an output by name, None for the default, or a sound file to write.

    Raises
    ------
    DeviceError
        There is no such output.
    SoundFileError
        The file can't be written there.
    """
    path = sound_path(speaker)
    return _Aloud(speaker) if path is None else _IntoFile(path)


class _Aloud:
    def __init__(self, wanted: str | None) -> None:
        self._speaker = LiveSpeaker(
            wanted, on_report=lambda _report: None, otherwise="give --speaker a sound file to write"
        )
        self._card = SoundCard([self._speaker], lambda _change: None)
        self._card.open()
        self._card.wait_until_steady()

    def __call__(self, clip: Clip) -> None:
        words = shaped(clip, self._speaker.rate_hz)
        at = self._speaker.soonest_at()
        self._speaker.play("words", words.samples, at=at, not_after=at + WORDS_WITHIN_S, speech=True)
        threading.Event().wait(words.length_s + self._speaker.latency_s + AFTER_WORDS_S)

    def close(self) -> None:
        self._card.close()


class _IntoFile:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._sound = open_to_write(path, FILE_RATE_HZ)

    def __call__(self, clip: Clip) -> None:
        pause = np.zeros(round(AFTER_WORDS_S * FILE_RATE_HZ), np.float32)
        try:
            self._sound.write(np.concatenate([shaped(clip, FILE_RATE_HZ).samples, pause]))
        except WriteFailures as error:
            raise SoundFileError(f"{self._path} can't be written any further: is the disk full?") from error

    def close(self) -> None:
        self._sound.close()
