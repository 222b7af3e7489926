"""A folder of recorded clips is a voice."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.errors import RecordedVoiceError, SpeechError, UnspokenError
from voicecoach.voice.clip import Clip
from voicecoach.voice.engine import Maker, Utterance, VoiceInfo
from voicecoach.voice.recorded_engine import RecordedEngine
from voicecoach.voice.recordings import plain, read_recordings
from voicecoach.voice.voicebox import Voicebox

RATE_HZ = 22_050
SPOKEN_S = 0.6


class Helper:
    """An engine whose every clip is a tenth of a second long, or that fails."""

    name = "helper"
    voice = ""

    def __init__(self, *, fails: bool = False) -> None:
        self.fails = fails
        self.said: list[Utterance] = []

    def maker(self, _utterance: Utterance) -> Maker:
        return Maker("helper", "", "en")

    def render(self, utterance: Utterance) -> Clip:
        if self.fails:
            raise SpeechError("the helper is broken")
        self.said.append(utterance)
        return Clip(np.full(RATE_HZ // 10, 0.5, np.float32), RATE_HZ)

    def rest(self) -> None:
        pass

    def chosen(self) -> VoiceInfo:
        return VoiceInfo("helper", "", "", ())

    def close(self) -> None:
        pass


def record(folder: Path, name: str, seconds: float = SPOKEN_S) -> None:
    at = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    silence = np.zeros(RATE_HZ // 5)
    soundfile.write(folder / name, np.concatenate([silence, 0.4 * np.sin(2 * np.pi * 150 * at), silence]), RATE_HZ)


def coach(folder: Path, helper: Helper | None) -> tuple[RecordedEngine, list[str]]:
    troubles: list[str] = []
    return RecordedEngine(read_recordings(folder), helper, troubles.append), troubles


@pytest.mark.parametrize(
    "name",
    [
        "Rest.wav",
        "rest.flac",
        "REST.ogg",
        "and-rest.wav",
        "And rest..wav",
        "thats-it-good-work.wav",
        "That's it. Good work.wav",
        "Thats_it__Good_work!.wav",
    ],
)
def test_a_file_is_named_by_its_words_however_they_are_written(name: str, tmp_path: Path) -> None:
    record(tmp_path, name)
    said = [text for text in ("Rest.", "And rest.", "That's it. Good work.") if plain(text) == plain(Path(name).stem)]
    helper = Helper()
    engine, _ = coach(tmp_path, helper)
    (text,) = said
    assert engine.render(Utterance(text)).length_s == pytest.approx(SPOKEN_S, abs=0.03)
    assert not helper.said


@given(st.text())
def test_comparing_words_is_settled_at_once_and_deaf_to_case(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert plain(text) == plain(f"  {text}! ")


def test_accents_are_forgiven() -> None:
    assert plain("Fünf Sprünge, größer!") == plain("funf sprunge grosser")
    assert plain("¿Listo?") == "listo"


def test_an_index_names_the_words_of_files(tmp_path: Path) -> None:
    record(tmp_path, "take 12.wav")
    record(tmp_path, "rest.wav")
    index = 'name = "Anna"\n[files]\n"take 12.wav" = ["Ready?", "Here we go."]\n'
    (tmp_path / "voice.toml").write_text(index, "utf-8")
    recordings = read_recordings(tmp_path)
    assert recordings.name == "Anna"
    assert recordings.missing(["Ready?", "Here we go.", "Rest.", "take 12", "Go.", "Go."]) == ["take 12", "Go."]


@pytest.mark.parametrize(
    ("index", "told"),
    [
        ("files = 3", "line 1: files = 3 is not a table; write [files] above its keys"),
        ("name = 3", "line 1: name = 3 is not text; write it in quotes"),
        ('[file]\na = "b"', 'line 1: unknown key "file"; did you mean "files"?'),
        (
            '[files]\n"gone.wav" = "Rest."',
            'line 2: files: there is no sound file "gone.wav" in this folder; correct its',
        ),
        ('[files]\n"rset.wav" = "Rest."', 'no sound file "rset.wav" in this folder; did you mean "rest.wav"?'),
        ('[files]\n"../rest.wav" = "Rest."', 'no sound file "../rest.wav" in this folder; did you mean "rest.wav"?'),
        ('[files]\n"voice.toml" = "Rest."', 'no sound file "voice.toml" in this folder; a sound file ends in .aif, '),
        ('[files]\n"rest.wav" = 7', 'line 2: files: "rest.wav" = 7 is not text; write it in quotes'),
        ('[files]\n"rest.wav" = ["Rest.", ""]', 'line 2: files: "rest.wav" = "" says nothing'),
        ('[files]\n"rest.wav" = []', 'line 2: files: "rest.wav" needs the words it says'),
        ("files = \nname = 3", "line 1: not valid TOML: "),
    ],
)
def test_an_index_that_is_wrong_is_told_by_its_path_line_and_reason(index: str, told: str, tmp_path: Path) -> None:
    record(tmp_path, "rest.wav")
    (tmp_path / "voice.toml").write_text(index, "utf-8")
    with pytest.raises(RecordedVoiceError) as refusal:
        read_recordings(tmp_path)
    (problem,) = refusal.value.problems
    assert told in problem
    assert str(refusal.value) == f"{tmp_path / 'voice.toml'}: {problem}"


def test_all_that_is_wrong_with_an_index_is_told_at_once(tmp_path: Path) -> None:
    record(tmp_path, "rest.wav")
    (tmp_path / "voice.toml").write_text('names = "A"\n[files]\n"rest.wav" = 7\n"gone.wav" = []\n', "utf-8")
    with pytest.raises(SpeechError) as refusal:
        read_recordings(tmp_path)
    lines = [line.removeprefix(f"{tmp_path / 'voice.toml'}: ")[:6] for line in str(refusal.value).splitlines()]
    assert lines == ["line 1", "line 3", "line 4", "line 4"]


def test_an_index_that_is_not_utf8_is_told_at_which_line(tmp_path: Path) -> None:
    (tmp_path / "voice.toml").write_bytes('\nname = "Jörg"\n'.encode("latin-1"))
    with pytest.raises(RecordedVoiceError, match=r"voice\.toml: line 2: not UTF-8 text; save the file as UTF-8"):
        read_recordings(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match="nowhere can't be read"):
        read_recordings(tmp_path / "nowhere")


@pytest.mark.parametrize(("rate_wpm", "length_s"), [(170, SPOKEN_S), (200, SPOKEN_S), (260, 0.46), (320, 0.375)])
def test_a_number_asked_faster_is_the_same_recording_quickened(rate_wpm: int, length_s: float, tmp_path: Path) -> None:
    record(tmp_path, "17.wav")
    engine, _ = coach(tmp_path, Helper())
    words = Utterance("17", rate_wpm)
    assert engine.render(words).length_s == pytest.approx(length_s, abs=0.03)
    assert engine.maker(words) is None


def test_faster_than_people_listen_it_is_the_other_voices(tmp_path: Path) -> None:
    record(tmp_path, "17.wav")
    helper = Helper()
    engine, _ = coach(tmp_path, helper)
    words = Utterance("17", 380)
    engine.render(words)
    assert helper.said == [words]
    assert engine.maker(words) == Maker("helper", "", "en")


def test_a_quick_recording_serves_the_quick_rates(tmp_path: Path) -> None:
    record(tmp_path, "17.wav")
    record(tmp_path, "17@320.wav", 0.3)
    helper = Helper()
    engine, _ = coach(tmp_path, helper)
    lengths = {rate_wpm: engine.render(Utterance("17", rate_wpm)).length_s for rate_wpm in (200, 260, 320, 380)}
    assert lengths == pytest.approx({200: SPOKEN_S, 260: 0.3, 320: 0.3, 380: 0.3 * 320 / 380}, abs=0.03)
    assert not helper.said


class Box:
    def __init__(self, engine: RecordedEngine) -> None:
        self.troubles: list[str] = []
        self.voicebox = Voicebox(
            engine, rate_hz=48_000, cache_dir=None, on_ready=lambda *_: None, on_trouble=self.troubles.append
        )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    record(tmp_path, "rest.wav")
    return tmp_path


def test_without_another_voice_what_is_recorded_is_still_heard(folder: Path) -> None:
    engine, troubles = coach(folder, None)
    with pytest.raises(UnspokenError):
        engine.render(Utterance("Go."))
    box = Box(engine)
    with closing(box.voicebox):
        words = [Utterance("Go."), Utterance("On."), Utterance("Rest.")]
        box.voicebox.prepare(words)
        assert box.voicebox.wait(words, 20.0)
        assert box.voicebox.silent is None
        assert [box.voicebox.clip(one) is not None for one in words] == [False, False, True]
        why = f"nobody has recorded it in {folder}"
        assert [box.voicebox.unspoken(one) for one in words] == [why, why, None]
    assert not box.troubles
    assert not troubles


def test_another_voice_that_fails_is_told_once(folder: Path) -> None:
    engine, troubles = coach(folder, Helper(fails=True))
    box = Box(engine)
    with closing(box.voicebox):
        words = [Utterance("Go."), Utterance("On."), Utterance("Rest.")]
        box.voicebox.prepare(words)
        assert box.voicebox.wait(words, 20.0)
        assert box.voicebox.clip(words[-1]) is not None
    assert troubles == ["the helper is broken; what is not recorded is only shown"]


def test_a_recording_that_can_not_be_read_is_told_and_spoken_by_the_other_voice(tmp_path: Path) -> None:
    (tmp_path / "rest.wav").write_bytes(b"these are words")
    helper = Helper()
    engine, troubles = coach(tmp_path, helper)
    engine.render(Utterance("Rest."))
    assert helper.said == [Utterance("Rest.")]
    assert "rest.wav" in troubles[0]


def test_a_recording_that_can_not_be_read_and_that_nobody_else_says_is_only_shown(tmp_path: Path) -> None:
    (tmp_path / "rest.wav").write_bytes(b"these are words")
    engine, troubles = coach(tmp_path, None)
    with pytest.raises(UnspokenError, match=r"rest\.wav: it is no sound that can be read"):
        engine.render(Utterance("Rest."))
    (trouble,) = troubles
    assert trouble.startswith(f"{tmp_path / 'rest.wav'}: it is no sound that can be read (")
    assert trouble.endswith("); its words are only shown")


def test_files_without_a_sound_in_them_are_told_and_are_no_recordings(tmp_path: Path) -> None:
    record(tmp_path, "rest.wav")
    record(tmp_path, "three.wav")
    soundfile.write(tmp_path / "empty.wav", np.zeros(0), RATE_HZ)
    (tmp_path / "one.wav").write_bytes(b"these are words")
    (tmp_path / "three@320.wav").write_bytes(b"")
    troubles: list[str] = []
    recordings = read_recordings(tmp_path).readable(troubles.append)
    assert recordings.missing(["Rest.", "One.", "Three.", "Empty."]) == ["One.", "Empty."]
    empty, one, three = troubles
    assert empty == f"{tmp_path / 'empty.wav'}: there is no sound in it; record it again"
    assert one.startswith(f"{tmp_path / 'one.wav'}: it is no sound that can be read (")
    assert "three@320.wav: " in three
    best = recordings.best("Three.", 320)
    assert best is not None
    assert best.path.name == "three.wav"
