from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.audio.mixer import Happening, Mixer
from voicecoach.units import Samples

RATE_HZ = 1000
FADE = round(0.008 * RATE_HZ)


def ones(frames: int, level: float = 0.25) -> Samples:
    return np.full(frames, level, np.float32)


def play_out(mixer: Mixer, frames: int, blocks: list[int] | None = None) -> tuple[Samples, list[tuple[int, str, str]]]:
    out = np.zeros(frames, np.float32)
    notes, first, turn = [], 0, 0
    while first < frames:
        size = min(blocks[turn % len(blocks)] if blocks else frames, frames - first)
        notes += mixer.mix(out[first : first + size], first, size)
        first, turn = first + size, turn + 1
    return out, [(note.frame, note.happening.name, note.id) for note in notes]


def test_a_clip_sounds_from_its_frame_to_its_end() -> None:
    mixer = Mixer(RATE_HZ)
    mixer.play("a", ones(50), 100, 200, speech=True)
    out, notes = play_out(mixer, 300)
    assert np.flatnonzero(out).tolist() == list(range(100, 150))
    assert notes == [(100, "STARTED", "a"), (150, "ENDED", "a")]


def test_two_spoken_clips_never_sound_at_once_but_tones_mix() -> None:
    mixer = Mixer(RATE_HZ)
    mixer.play("one", ones(100), 0, 0, speech=True)
    mixer.play("two", ones(100), 50, 200, speech=True)
    mixer.play("tone", ones(100), 50, 200, speech=False)
    _, notes = play_out(mixer, 400)
    assert (100, "STARTED", "two") in notes
    assert (50, "STARTED", "tone") in notes


@given(st.lists(st.integers(1, 90), min_size=1, max_size=8), st.sampled_from([0.3, 1.0, 2.0]))
def test_what_is_spoken_is_also_given_without_tones(blocks: list[int], gain: float) -> None:
    def mixed(*, tones: bool) -> tuple[Samples, Samples]:
        mixer, out, spoken = Mixer(RATE_HZ), np.zeros(300, np.float32), np.zeros(300, np.float32)
        mixer.play("word", ones(100), 20, 20, speech=True)
        if tones:
            mixer.play("tone", ones(100, 0.5), 60, 60, speech=False)
        mixer.set_gain(gain)
        mixer.cut("word", 110)
        first, turn = 0, 0
        while first < 300:
            size = min(blocks[turn % len(blocks)], 300 - first)
            mixer.mix(out[first : first + size], first, size, spoken=spoken[first : first + size])
            first, turn = first + size, turn + 1
        return out, spoken

    (out, spoken), (alone, also_spoken) = mixed(tones=True), mixed(tones=False)
    assert np.array_equal(spoken, also_spoken)
    assert np.array_equal(spoken, alone)
    assert not np.array_equal(spoken, out)


def test_a_clip_too_late_to_start_is_dropped() -> None:
    mixer = Mixer(RATE_HZ)
    mixer.play("one", ones(100), 0, 0, speech=True)
    mixer.play("two", ones(100), 50, 80, speech=True)
    _, notes = play_out(mixer, 400)
    assert "DROPPED" in {what for _, what, clip in notes if clip == "two"}


def test_a_cut_fades_to_silence_at_its_frame_without_a_step() -> None:
    mixer = Mixer(RATE_HZ)
    mixer.play("a", ones(200), 0, 0, speech=True)
    mixer.cut("a", 100)
    out, notes = play_out(mixer, 300)
    assert not out[100:].any()
    assert out[100 - FADE - 1] == np.float32(0.25)
    assert np.abs(np.diff(out[:101])[1:]).max() < 0.1
    assert notes[-1] == (100, Happening.CUT.name, "a")


def test_a_sum_too_loud_bends_instead_of_clipping() -> None:
    mixer = Mixer(RATE_HZ)
    for name in "abcd":
        mixer.play(name, ones(100, 0.5), 0, 0, speech=False)
    out, _ = play_out(mixer, 100)
    assert 0.8 < out.max() < 1.0


def test_a_stream_that_begins_anew_owes_nothing_to_the_one_before() -> None:
    mixer = Mixer(RATE_HZ)
    mixer.play("old", ones(400), 100, 200, speech=True)
    play_out(mixer, 300)
    assert [note.happening for note in mixer.clear(300)] == [Happening.CUT]
    mixer.play("new", ones(50), 10, 20, speech=True)
    assert play_out(mixer, 100)[1] == [(10, "STARTED", "new"), (60, "ENDED", "new")]


@given(st.lists(st.integers(1, 64), min_size=1, max_size=6), st.lists(st.integers(0, 300), min_size=1, max_size=6))
def test_what_comes_out_does_not_depend_on_the_blocks(blocks: list[int], starts: list[int]) -> None:
    def mixer() -> Mixer:
        made = Mixer(RATE_HZ)
        for number, start in enumerate(starts):
            made.play(str(number), ones(40, 0.3), start, start + 30, speech=number % 2 == 0)
        return made

    whole, notes = play_out(mixer(), 500)
    cut, cut_notes = play_out(mixer(), 500, blocks)
    assert np.array_equal(whole, cut)
    assert sorted(notes) == sorted(cut_notes)


def test_a_change_of_volume_ramps_without_a_step_and_stays() -> None:
    mixer = Mixer(RATE_HZ)
    mixer.play("a", ones(300), 0, 0, speech=True)
    out = np.zeros(300, np.float32)
    mixer.mix(out[:100], 0, 100)
    mixer.set_gain(0.5)
    mixer.mix(out[100:200], 100, 100)
    mixer.set_gain(0.0)
    mixer.mix(out[200:], 200, 100)
    assert np.abs(np.diff(out)).max() < 0.25 * 0.5 / 25, "as even as a ramp of 30 ms is"
    assert out[150:201] == pytest.approx(0.125)
    assert not out[231:].any()


@given(st.lists(st.tuples(st.integers(0, 180), st.floats(0.0, 2.0)), max_size=5), st.integers(1, 60))
def test_volume_does_not_depend_on_how_the_frames_are_cut(changes: list[tuple[int, float]], size: int) -> None:
    def played(cuts: set[int]) -> Samples:
        mixer, out = Mixer(RATE_HZ), np.zeros(200, np.float32)
        mixer.play("a", ones(200, 0.2), 0, 0, speech=True)
        edges = sorted({0, 200, *cuts, *(frame for frame, _ in changes)})
        for first, end in pairwise(edges):
            for gain in [gain for frame, gain in changes if frame == first]:
                mixer.set_gain(gain)
            mixer.mix(out[first:end], first, end - first)
        return out

    assert played(set()) == pytest.approx(played(set(range(0, 200, size))), abs=1e-6)


def test_volume_outlives_the_stream() -> None:
    mixer = Mixer(RATE_HZ)
    mixer.set_gain(0.5)
    mixer.clear(1000)
    mixer.play("a", ones(100), 0, 0, speech=True)
    out, _ = play_out(mixer, 100)
    assert out == pytest.approx(0.125)
