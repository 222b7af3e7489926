"""Clips from the real speech engine, and from engines that misbehave."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from voicecoach.errors import SpeechError
from voicecoach.units import gain_to_db
from voicecoach.voice.clip import Clip
from voicecoach.voice.engine import Engine, Utterance
from voicecoach.voice.pyttsx3_engine import Pyttsx3Engine
from voicecoach.voice.tones import TONES, tone
from voicecoach.voice.voicebox import Voicebox

RATE_HZ = 48_000
HANGS = (sys.executable, "-c", "import time; time.sleep(60)")
DIES = (sys.executable, "-c", "raise SystemExit(1)")
HANGS_ONCE = """
import os, pathlib, sys, time
mark = pathlib.Path(sys.argv[1])
if not mark.exists():
    mark.touch()
    time.sleep(60)
os.execv(sys.executable, [sys.executable, "-m", "voicecoach.voice.pyttsx3_child"])
"""


class Resting(Pyttsx3Engine):
    """Lets a test wait until it rests, or speaks."""

    def __init__(self) -> None:
        super().__init__()
        self.rested, self.spoken = threading.Event(), threading.Event()

    def rest(self) -> None:
        super().rest()
        self.rested.set()

    def render(self, utterance: Utterance) -> Clip:
        clip = super().render(utterance)
        self.spoken.set()
        return clip


class Box:
    def __init__(self, engine: Engine | None, cache: Path | None, **rests: float) -> None:
        self.ready: list[Utterance] = []
        self.troubles: list[str] = []
        self.voicebox = Voicebox(
            engine,
            rate_hz=RATE_HZ,
            cache_dir=cache,
            on_ready=lambda utterance, _length: self.ready.append(utterance),
            on_trouble=self.troubles.append,
            **rests,
        )

    def render(self, *utterances: Utterance, within_s: float = 30.0) -> bool:
        self.voicebox.prepare(utterances)
        return self.voicebox.wait(utterances, within_s)


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    made = Box(Pyttsx3Engine(), tmp_path / "clips")
    with closing(made.voicebox):
        yield made


def test_an_engine_without_work_gives_its_memory_back_and_speaks_again_when_it_is_wanted(tmp_path: Path) -> None:
    engine = Resting()
    box = Box(engine, tmp_path / "clips", rests_after_s=0.2)
    with closing(box.voicebox):
        assert box.render(Utterance("One."), Utterance("Two."))
        assert engine.rested.wait(30.0)
        assert engine.process.pid is None
        assert box.render(Utterance("Three."))
    assert len(box.ready) == 3
    assert not box.troubles
    assert engine.process.restarts == 0


def test_an_engine_gets_up_before_words_are_wanted_at_once_and_rests_when_they_no_longer_are(tmp_path: Path) -> None:
    engine = Resting()
    box = Box(engine, tmp_path / "clips", rests_after_s=0.2)
    with closing(box.voicebox):
        assert box.render(Utterance("One."))
        assert engine.rested.wait(30.0)
        engine.spoken.clear()
        box.voicebox.stay_ready(needed=True)
        assert engine.spoken.wait(30.0)
        engine.rested.clear()
        assert not engine.rested.wait(1.0)
        box.voicebox.stay_ready(needed=False)
        assert engine.rested.wait(30.0)
    assert box.ready == [Utterance("One.")]


def test_an_engine_whose_words_were_all_kept_is_not_started_to_be_ready(tmp_path: Path) -> None:
    words = Utterance("One.")
    for engine in (Resting(), Resting()):
        box = Box(engine, tmp_path / "clips", rests_after_s=0.1)
        with closing(box.voicebox):
            box.voicebox.stay_ready(needed=True)
            assert box.render(words)
            started = engine.process.pid is not None
    assert not started


def test_words_become_a_trimmed_levelled_clip_at_the_outputs_rate(box: Box) -> None:
    words = Utterance("Ankle hops. Quick off the floor.")
    assert box.render(words)
    clip = box.voicebox.clip(words)
    assert clip is not None
    assert clip.rate_hz == RATE_HZ
    assert 1.5 < clip.length_s < 4.0
    peak = float(np.abs(clip.samples).max())
    assert -12.0 < gain_to_db(peak) <= -0.9
    loud = np.flatnonzero(np.abs(clip.samples) > 0.02 * peak)
    assert loud[0] / RATE_HZ < 0.01
    assert (len(clip.samples) - loud[-1]) / RATE_HZ < 0.03


def test_a_faster_rate_is_really_faster_every_time(box: Box) -> None:
    for turn in range(3):
        slow, fast = Utterance(f"seventy {turn}", 200), Utterance(f"seventy {turn}", 380)
        assert box.render(slow, fast)
        slow_s, fast_s = box.voicebox.length_s(slow), box.voicebox.length_s(fast)
        assert slow_s is not None
        assert fast_s is not None
        assert fast_s < 0.7 * slow_s


def test_what_is_urgent_is_rendered_before_what_waits(box: Box) -> None:
    many = [Utterance(f"word number {n}") for n in range(40)]
    box.voicebox.prepare(many)
    urgent = Utterance("Stopped.")
    box.voicebox.prepare([urgent], urgent=True)
    assert box.voicebox.wait([*many, urgent], 30.0)
    assert box.ready.index(urgent) < 5


def test_a_second_box_takes_the_same_clip_from_the_cache_without_an_engine_call(tmp_path: Path) -> None:
    words = Utterance("Halfway.")
    first = Box(Pyttsx3Engine(), tmp_path)
    with closing(first.voicebox):
        assert first.render(words)
    second = Box(Pyttsx3Engine(command=DIES), tmp_path)
    with closing(second.voicebox):
        assert second.render(words)
        one, two = first.voicebox.clip(words), second.voicebox.clip(words)
        assert one is not None
        assert two is not None
        assert np.array_equal(one.samples, two.samples)


def test_an_engine_that_hangs_is_killed_and_started_again(tmp_path: Path) -> None:
    command = (sys.executable, "-c", HANGS_ONCE, str(tmp_path / "hung"))
    engine = Pyttsx3Engine(command=command, deadline_s=3.0)
    made = Box(engine, None)
    with closing(made.voicebox):
        assert made.render(Utterance("Go on."))
        assert made.voicebox.clip(Utterance("Go on.")) is not None
        assert engine.process.restarts == 1


@pytest.mark.parametrize("command", [HANGS, DIES])
def test_an_engine_that_never_speaks_is_given_up_with_a_sentence(command: tuple[str, ...]) -> None:
    made = Box(Pyttsx3Engine(command=command, deadline_s=0.3), None)
    with closing(made.voicebox):
        begun_at = time.monotonic()
        assert made.render(Utterance("Hello."), Utterance("World."))
        assert time.monotonic() - begun_at < 10.0
        assert made.voicebox.silent is not None
        assert "espeak-ng" in made.voicebox.silent


def test_a_cache_that_cannot_be_written_is_said_once_and_done_without(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", "utf-8")
    made = Box(Pyttsx3Engine(), blocked / "clips")
    with closing(made.voicebox):
        assert made.render(Utterance("One."), Utterance("Two."))
        assert len(made.troubles) == 1
        assert "can't be kept" in made.troubles[0]
        assert made.voicebox.clip(Utterance("Two.")) is not None


def test_the_system_has_voices() -> None:
    with closing(Pyttsx3Engine()) as engine:
        assert any("en" in tag for voice in engine.voices() for tag in voice.languages)


def test_an_engine_without_sound_raises_for_one_text() -> None:
    with closing(Pyttsx3Engine()) as engine, pytest.raises(SpeechError):
        engine.render(Utterance(""))


@pytest.mark.parametrize("name", sorted(TONES))
def test_tones_are_short_soft_and_unlike_each_other(name: str) -> None:
    sound = tone(name, RATE_HZ)
    assert sound.length_s <= 0.36
    assert gain_to_db(float(np.abs(sound.samples).max())) <= -11.9
    assert abs(sound.samples[0]) < 0.001
    others = [tone(other, RATE_HZ).samples for other in TONES if other != name]
    assert not any(np.array_equal(sound.samples, other) for other in others)
