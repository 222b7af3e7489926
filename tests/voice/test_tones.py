"""Each tone tells what begins or ends, so none may be taken for another."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from voicecoach.coaching.lengths import TONE_LENGTH_S
from voicecoach.voice.tones import TONES, tone

RATE_HZ = 16_000
SEMITONE = 2.0 ** (1.0 / 12.0)

PAIRS = list(combinations(sorted(TONES), 2))


def alike(one: str, other: str) -> float:
    """Return the largest correlation of two tones at any shift, 1 for the same tone."""
    a, b = tone(one, RATE_HZ).samples, tone(other, RATE_HZ).samples
    energy = float(np.sqrt(np.sum(np.square(a)) * np.sum(np.square(b))))
    return float(np.abs(np.correlate(a, b, mode="full")).max()) / energy


def contour(name: str) -> tuple[int, ...]:
    """Return where the notes of a tone go: up 1, down -1, same 0; empty for a single one."""
    return tuple(int(np.sign(later - earlier)) for (earlier, _), (later, _) in pairwise(TONES[name]))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_no_tone_sounds_like_another_at_any_shift(one: str, other: str) -> None:
    assert alike(one, one) == pytest.approx(1.0)
    assert alike(one, other) < 0.35


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_tones_are_told_apart_by_their_notes_way_or_else_by_length_or_pitch(one: str, other: str) -> None:
    if contour(one) != contour(other):
        return
    (pitch, length_s), (other_pitch, other_length_s) = TONES[one][0], TONES[other][0]
    assert max(pitch, other_pitch) / min(pitch, other_pitch) > SEMITONE**7 or (
        max(length_s, other_length_s) / min(length_s, other_length_s) > 3.0
    )


@pytest.mark.parametrize("name", sorted(TONES))
def test_a_tone_is_over_before_words_begin(name: str) -> None:
    clip = tone(name, RATE_HZ)
    assert clip.length_s <= TONE_LENGTH_S
    assert np.abs(clip.samples[[0, -1]]).max() < 0.01
