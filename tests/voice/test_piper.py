"""The real Piper with the voice that ships in a package, and Pipers that misbehave."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from voicecoach.coaching.numbers import RATES_WPM
from voicecoach.errors import SpeechError
from voicecoach.voice.clip import Clip
from voicecoach.voice.engine import Engine, Utterance
from voicecoach.voice.falling_back import FallingBack
from voicecoach.voice.piper_engine import PiperEngine
from voicecoach.voice.piper_voices import PiperVoice, find_piper_voices
from voicecoach.voice.pyttsx3_engine import Pyttsx3Engine
from voicecoach.voice.shaping import shaped
from voicecoach.voice.voicebox import Voicebox

RATE_HZ = 48_000
DIES = (sys.executable, "-c", "raise SystemExit(1)")
HANGS = (sys.executable, "-c", "import time; time.sleep(60)")
LINES = (
    "Calf hold. Left side.",
    "Heel high. Weight on the big toe.",
    "Next: Balance adductor. Use looped resistance band.",
    "Small bouncy jumps on the balls of your feet.",
    "Round one of three done.",
)


@pytest.fixture(scope="module")
def joe() -> PiperVoice:
    return next(voice for voice in find_piper_voices() if voice.name == "en_US-joe-medium")


@pytest.fixture(scope="module")
def piper(joe: PiperVoice) -> Iterator[PiperEngine]:
    with closing(PiperEngine(joe)) as engine:
        yield engine


def length_s(engine: Engine, *texts: str, rate_wpm: int) -> float:
    return sum(shaped(engine.render(Utterance(text, rate_wpm)), RATE_HZ).length_s for text in texts)


def test_the_packaged_voice_is_found_with_its_language(joe: PiperVoice) -> None:
    assert joe.language == "en_US"
    assert joe.path.is_file()


def test_the_same_words_are_the_same_clip_in_another_process(piper: PiperEngine, joe: PiperVoice) -> None:
    words = Utterance("Ankle hops. Quick off the floor.")
    with closing(PiperEngine(joe)) as other:
        other.render(Utterance("Something else first."))
        assert np.array_equal(piper.render(words).samples, other.render(words).samples)


@pytest.mark.parametrize("rate_wpm", [150, 200, 320])
def test_a_rate_takes_as_long_as_the_systems_voice_takes(piper: PiperEngine, rate_wpm: int) -> None:
    with closing(Pyttsx3Engine()) as system:
        expected_s = length_s(system, *LINES, rate_wpm=rate_wpm)
    assert length_s(piper, *LINES, rate_wpm=rate_wpm) == pytest.approx(expected_s, rel=0.12)


def test_numbers_get_shorter_with_every_rate_and_fit_quick_hops(piper: PiperEngine) -> None:
    numbers = ("2", "7", "13", "20", "27", "30")
    lengths = {rate_wpm: [length_s(piper, number, rate_wpm=rate_wpm) for number in numbers] for rate_wpm in RATES_WPM}
    print(lengths)
    sums = [sum(of_rate) for of_rate in lengths.values()]
    assert sums == sorted(sums, reverse=True)
    assert max(lengths[RATES_WPM[-1]]) <= 0.45


def test_no_words_are_one_texts_trouble_and_no_reason_to_start_again(piper: PiperEngine) -> None:
    with pytest.raises(SpeechError, match="no words"):
        piper.render(Utterance(""))
    assert piper.process.restarts == 0
    assert piper.render(Utterance("Go.")).length_s > 0.1


@pytest.mark.parametrize("command", [DIES, HANGS])
def test_when_it_fails_the_systems_voice_goes_on_and_says_so_once(
    command: tuple[str, ...], joe: PiperVoice, tmp_path: Path
) -> None:
    notes: list[str] = []
    words = [Utterance("Rest."), Utterance("And rest.")]

    def rendered(engine: Engine) -> list[Clip | None]:
        box = Voicebox(engine, rate_hz=RATE_HZ, cache_dir=tmp_path, on_ready=lambda *_: None, on_trouble=notes.append)
        with closing(box):
            box.prepare(words)
            assert box.wait(words, 30.0)
            return [box.clip(one) for one in words]

    failing = PiperEngine(joe, command=command, deadline_s=0.3)
    assert all(rendered(FallingBack(failing, Pyttsx3Engine(), notes.append)))
    assert len(notes) == 1
    assert "piper can't speak" in notes[0]
    assert "pyttsx3 goes on" in notes[0]
    # The system's clips were kept as the system's own: it has them, Piper has not.
    assert all(rendered(Pyttsx3Engine(command=DIES)))
    assert not any(rendered(PiperEngine(joe, command=DIES)))


def test_words_that_no_engine_can_say_do_not_change_the_voice(joe: PiperVoice) -> None:
    notes: list[str] = []
    with closing(FallingBack(PiperEngine(joe), Pyttsx3Engine(), notes.append)) as engine:
        with pytest.raises(SpeechError):
            engine.render(Utterance(""))
        assert engine.name == "piper"
        assert not notes
