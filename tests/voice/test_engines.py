"""Who speaks: by engine, voice and language, with the real engines."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.errors import SpeechError
from voicecoach.voice.clip import Clip
from voicecoach.voice.engine import Utterance, VoiceInfo
from voicecoach.voice.engines import VoiceChoice, every_voice, open_engine, reason
from voicecoach.voice.piper_voices import find_piper_voices
from voicecoach.voice.pyttsx3_engine import Pyttsx3Engine
from voicecoach.voice.recorded_engine import RecordedEngine


def chosen(choice: VoiceChoice) -> VoiceInfo:
    engine = open_engine(choice)
    assert engine is not None
    with closing(engine):
        return engine.chosen()


def rendered(engine: Pyttsx3Engine, text: str = "17") -> Clip:
    with closing(engine):
        return engine.render(Utterance(text))


@pytest.mark.parametrize(
    ("choice", "engine", "voice"),
    [
        (VoiceChoice(), "piper", "en_US-joe-medium"),
        (VoiceChoice(language="en-gb"), "piper", "en_US-joe-medium"),
        (VoiceChoice(engine="pyttsx3"), "pyttsx3", "gmw/en"),
        (VoiceChoice(engine="pyttsx3", language="en-us"), "pyttsx3", "gmw/en-us"),
        (VoiceChoice(language="de"), "pyttsx3", "gmw/de"),
        (VoiceChoice(language="es"), "pyttsx3", "roa/es"),
        (VoiceChoice(language="fr"), "pyttsx3", "roa/fr"),
        (VoiceChoice(voice="joe"), "piper", "en_US-joe-medium"),
        (VoiceChoice(voice="gmw/en-us"), "pyttsx3", "gmw/en-us"),
        (VoiceChoice(voice="scotland"), "pyttsx3", "gmw/en-gb-scotland"),
        (VoiceChoice(voice="German"), "pyttsx3", "gmw/de"),
    ],
)
def test_the_voice_that_is_asked_for_or_fits_the_language_speaks(choice: VoiceChoice, engine: str, voice: str) -> None:
    taken = chosen(choice)
    assert (taken.engine, taken.id) == (engine, voice)
    assert reason(choice, taken)


def test_a_language_is_really_spoken_in_its_own_voice() -> None:
    clips = [rendered(Pyttsx3Engine(language=language)) for language in ("en", "de", "es", "fr")]
    lengths = [len(clip.samples) for clip in clips]
    assert len(set(lengths)) == 4
    # Two renders of one line may differ by a little; languages differ by more.
    for again in (rendered(Pyttsx3Engine(language="de")), rendered(Pyttsx3Engine("gmw/de"))):
        apart = [abs(len(again.samples) - length) for length in lengths]
        assert min(apart) == apart[1] < again.rate_hz // 100


def test_none_is_nobody() -> None:
    assert open_engine(VoiceChoice(engine="none")) is None
    assert open_engine(VoiceChoice(engine="none", voice="joe")) is None


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (VoiceChoice(voice="no such voice"), "`voicecoach voices` lists them"),
        (VoiceChoice(voice="Germann"), 'did you mean "german"?'),
        (VoiceChoice(engine="piper", language="de"), 'no voice for "de"'),
        (VoiceChoice(engine="piper", voice="German"), 'no voice "German"'),
        (VoiceChoice(voice="/nowhere/de.onnx"), "/nowhere/de.onnx does not exist"),
        (VoiceChoice(voice="/nowhere/anna"), "/nowhere/anna can't be read"),
    ],
)
def test_a_voice_there_is_not_is_told_with_the_remedy(choice: VoiceChoice, told: str) -> None:
    with pytest.raises(SpeechError) as refusal:
        open_engine(choice)
    assert told in str(refusal.value)


def test_an_engine_there_is_not_is_told_with_the_known_ones() -> None:
    with pytest.raises(SpeechError, match="piper, pyttsx3, none"):
        VoiceChoice(engine="festival")


def test_a_language_no_voice_speaks_names_the_package_to_install() -> None:
    with closing(Pyttsx3Engine(language="tlh")) as engine, pytest.raises(SpeechError, match="apt install espeak-ng"):
        engine.render(Utterance("Qapla"))
    assert engine.process.restarts == 0


def german_model(folder: Path) -> Path:
    """Return a model that says it speaks German (it is joe under another name)."""
    joe = next(iter(find_piper_voices())).path
    folder.mkdir()
    (folder / "de_DE-hans-low.onnx").symlink_to(joe)
    description = json.loads(joe.with_name(f"{joe.name}.json").read_text("utf-8"))
    description["language"]["code"] = "de_DE"
    (folder / "de_DE-hans-low.onnx.json").write_text(json.dumps(description), "utf-8")
    return folder / "de_DE-hans-low.onnx"


def test_a_piper_voice_of_the_users_own_speaks_its_language(tmp_path: Path) -> None:
    model = german_model(tmp_path / "voices")
    assert chosen(VoiceChoice(language="de", own_folder=model.parent)).id == "de_DE-hans-low"
    assert chosen(VoiceChoice(language="en", own_folder=model.parent)).id == "en_US-joe-medium"
    by_path = open_engine(VoiceChoice(voice=str(model)))
    assert by_path is not None
    with closing(by_path):
        assert by_path.render(Utterance("Go.")).length_s > 0.1


def test_a_model_without_its_description_is_refused(tmp_path: Path) -> None:
    model = german_model(tmp_path / "voices")
    model.with_name(f"{model.name}.json").unlink()
    with pytest.raises(SpeechError, match="must lie beside it"):
        open_engine(VoiceChoice(voice=str(model)))
    assert not [voice for voice in find_piper_voices(model.parent) if voice.name == model.stem]


def test_every_engines_voices_are_listed() -> None:
    engines = {voice.engine for voice in every_voice()}
    assert engines == {"piper", "pyttsx3"}


def test_recordings_have_the_best_other_voice_behind_them(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match="holds no recordings"):
        open_engine(VoiceChoice(voice=str(tmp_path)))
    soundfile.write(tmp_path / "rest.wav", np.full(4_000, 0.3), 16_000)
    for engine, helper in ((None, "piper"), ("pyttsx3", "pyttsx3"), ("none", None)):
        opened = open_engine(VoiceChoice(engine=engine, voice=str(tmp_path)))
        assert isinstance(opened, RecordedEngine)
        with closing(opened):
            assert opened.helper_name == helper
    shutil.rmtree(tmp_path)
