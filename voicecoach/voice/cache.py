"""Rendered clips on disk, one file each, named by what made them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import soundfile

from voicecoach.voice.clip import StoredClip
from voicecoach.voice.engine import Maker, Utterance

FORMAT = 3
"""Changes whenever shaping does: older clips are then no longer found."""


class ClipCache:
    """A folder of clips.  A folder that can't be used is said once, and then does without.

    Parameters
    ----------
    folder
        Where clips lie; None for no cache.
    on_trouble
        Told once, in a sentence, when clips can't be kept.
    """

    def __init__(self, folder: Path | None, on_trouble: Callable[[str], None]) -> None:
        self._folder = folder
        self._on_trouble = on_trouble

    def get(self, maker: Maker | None, utterance: Utterance, rate_hz: int) -> StoredClip | None:
        """Return `maker`'s clip if it is there and whole; None stands for a maker whose clips are not kept."""
        if self._folder is None or maker is None:
            return None
        try:
            whole, found_hz = soundfile.read(self._path(maker, utterance, rate_hz), dtype="int16")
        except (OSError, soundfile.LibsndfileError):
            return None
        if found_hz != rate_hz or len(whole) == 0:
            return None
        return StoredClip(whole, rate_hz)

    def put(self, maker: Maker | None, utterance: Utterance, clip: StoredClip) -> None:
        """Keep the clip; whoever reads meanwhile sees all of it or nothing."""
        if self._folder is None or maker is None:
            return
        path = self._path(maker, utterance, clip.rate_hz)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=self._folder, suffix=".flac")
            os.close(handle)
            soundfile.write(draft, clip.whole, clip.rate_hz, format="FLAC", subtype="PCM_16")
            Path(draft).replace(path)
        except (OSError, soundfile.LibsndfileError) as reason:
            folder, self._folder = self._folder, None
            self._on_trouble(f"{folder}: clips can't be kept there ({reason}); they are rendered anew in every session")

    def _path(self, maker: Maker, utterance: Utterance, rate_hz: int) -> Path:
        assert self._folder is not None  # noqa: S101 - callers have looked
        made_by = (maker.engine, maker.voice, maker.language)
        key = "\0".join((str(FORMAT), *made_by, str(utterance.rate_wpm), str(rate_hz), utterance.text))
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:40]}.flac"
