"""A human coach: recorded clips where there are any, another engine's words where there are none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from voicecoach.errors import SpeechError, UnspokenError
from voicecoach.voice.clip import Clip
from voicecoach.voice.engine import Engine, Maker, Utterance, VoiceInfo
from voicecoach.voice.quickening import quickened
from voicecoach.voice.recordings import Recording, Recordings
from voicecoach.voice.shaping import read_clip, trimmed

MOST_QUICKENED = 1.6
"""A recording is made this much shorter at most, as fast as people still like to listen; faster numbers are the other
engine's, which says them quickly from the start.  A number recorded at ease serves up to 320 words a minute so."""


class RecordedEngine:
    """Plays recordings.

    Parameters
    ----------
    recordings
        What was recorded.
    helper
        Who speaks what was not; None for nobody.
    on_trouble
        Told, in a sentence, of a recording that can't be read, and of a helper that fails.
    """

    name = "recorded"

    def __init__(self, recordings: Recordings, helper: Engine | None, on_trouble: Callable[[str], None]) -> None:
        self.voice = recordings.name
        self._recordings = recordings
        self._helper = helper
        self._on_trouble = on_trouble

    @property
    def folder(self) -> Path:
        """Where the recordings lie."""
        return self._recordings.folder

    @property
    def helper_name(self) -> str | None:
        """Who speaks what is not recorded."""
        return None if self._helper is None else self._helper.name

    def maker(self, utterance: Utterance) -> Maker | None:
        """Return None for a recording, which is kept already; else the helper's maker."""
        if self._helper is None or self._chosen(utterance) is not None:
            return None
        return self._helper.maker(utterance)

    def render(self, utterance: Utterance) -> Clip:
        """Return the recording of `utterance`, quickened to its rate, or the helper's sound.

        Raises
        ------
        UnspokenError
            If there is neither.
        """
        chosen = self._chosen(utterance)
        if chosen is not None:
            try:
                return _played(chosen, utterance.rate_wpm)
            except SpeechError as reason:
                if self._helper is None:
                    self._on_trouble(f"{chosen.path}: {reason}; its words are only shown")
                    raise UnspokenError(f"{chosen.path}: {reason}") from reason
                self._on_trouble(f"{chosen.path}: {reason}; another voice says it")
        return self._helped(utterance)

    def missing(self, texts: Iterable[str]) -> list[str]:
        """Return which of `texts` the helper must speak."""
        return self._recordings.missing(texts)

    def chosen(self) -> VoiceInfo:
        """Return this voice."""
        return VoiceInfo(self.name, str(self._recordings.folder), self.voice, ())

    def rest(self) -> None:
        """Let the helper rest."""
        if self._helper is not None:
            self._helper.rest()

    def close(self) -> None:
        """End the helper."""
        if self._helper is not None:
            self._helper.close()

    def _chosen(self, utterance: Utterance) -> Recording | None:
        """Return the recording to play; None if the helper is to speak."""
        found = self._recordings.best(utterance.text, utterance.rate_wpm)
        if found is None or self._helper is None:
            return found
        return found if _times(found, utterance.rate_wpm) <= MOST_QUICKENED else None

    def _helped(self, utterance: Utterance) -> Clip:
        if self._helper is None:
            raise UnspokenError(f"nobody has recorded it in {self._recordings.folder}")
        try:
            return self._helper.render(utterance)
        except SpeechError as reason:
            helper, self._helper = self._helper, None
            helper.close()
            self._on_trouble(f"{reason}; what is not recorded is only shown")
            raise UnspokenError(str(reason)) from reason


def _played(recording: Recording, rate_wpm: int) -> Clip:
    clip = read_clip(recording.path)
    # The silence at its ends is no part of the words that are quickened.
    words = np.ascontiguousarray(trimmed(clip.samples, clip.rate_hz))
    return Clip(quickened(words, clip.rate_hz, min(_times(recording, rate_wpm), MOST_QUICKENED)), clip.rate_hz)


def _times(recording: Recording, rate_wpm: int) -> float:
    """Return how many times as fast as it was spoken a recording is wanted."""
    return max(1.0, rate_wpm / recording.rate_wpm)
