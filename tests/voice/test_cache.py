"""A clip from the cache is always the clip that would have been rendered."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np

from voicecoach.units import Samples
from voicecoach.voice.cache import ClipCache
from voicecoach.voice.clip import Clip, StoredClip
from voicecoach.voice.engine import Maker, Utterance

MAKERS = [Maker(*parts) for parts in itertools.product(("pyttsx3", "piper"), ("", "joe"), ("en", "de"))]
WORDS = [Utterance(text, rate_wpm) for text, rate_wpm in itertools.product(("17", "Rest."), (170, 320))]


def stored(samples: Samples, rate_hz: int) -> StoredClip:
    return StoredClip.of(Clip(samples, rate_hz))


def test_clips_of_another_engine_voice_language_rate_or_text_are_other_clips(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path, print)
    every = list(itertools.product(MAKERS, WORDS, (16_000, 48_000)))
    for number, (maker, words, rate_hz) in enumerate(every, start=1):
        cache.put(maker, words, stored(np.full(number, 0.5, np.float32), rate_hz))
    for number, (maker, words, rate_hz) in enumerate(every, start=1):
        clip = cache.get(maker, words, rate_hz)
        assert clip is not None
        assert len(clip.whole) == number


def test_what_has_no_maker_is_not_kept(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path, print)
    cache.put(None, WORDS[0], stored(np.ones(9, np.float32), 48_000))
    assert cache.get(None, WORDS[0], 48_000) is None
    assert not list(tmp_path.iterdir())


def test_a_clip_that_was_kept_is_the_one_that_was_rendered(tmp_path: Path) -> None:
    cache, words = ClipCache(tmp_path, print), WORDS[0]
    rendered = np.random.default_rng(1).uniform(-1.0, 1.0, 4800).astype(np.float32)
    clip = stored(np.append(rendered, np.float32(1.0)), 48_000)
    cache.put(MAKERS[0], words, clip)
    kept = cache.get(MAKERS[0], words, 48_000)
    assert kept is not None
    assert np.array_equal(kept.clip().samples, clip.clip().samples)
    assert np.abs(clip.clip().samples[:-1] - rendered).max() <= 0.5 / 32768.0
    assert clip.clip().samples[-1] > 0.999
