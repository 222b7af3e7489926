"""A clip from the cache is always the clip that would have been rendered."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np

from voicecoach.voice.cache import ClipCache
from voicecoach.voice.clip import Clip
from voicecoach.voice.engine import Maker, Utterance

MAKERS = [Maker(*parts) for parts in itertools.product(("pyttsx3", "piper"), ("", "joe"), ("en", "de"))]
WORDS = [Utterance(text, rate_wpm) for text, rate_wpm in itertools.product(("17", "Rest."), (170, 320))]


def test_clips_of_another_engine_voice_language_rate_or_text_are_other_clips(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path, print)
    every = list(itertools.product(MAKERS, WORDS, (16_000, 48_000)))
    for number, (maker, words, rate_hz) in enumerate(every, start=1):
        cache.put(maker, words, Clip(np.full(number, 0.5, np.float32), rate_hz))
    for number, (maker, words, rate_hz) in enumerate(every, start=1):
        clip = cache.get(maker, words, rate_hz)
        assert clip is not None
        assert len(clip.samples) == number


def test_what_has_no_maker_is_not_kept(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path, print)
    cache.put(None, WORDS[0], Clip(np.ones(9, np.float32), 48_000))
    assert cache.get(None, WORDS[0], 48_000) is None
    assert not list(tmp_path.iterdir())
