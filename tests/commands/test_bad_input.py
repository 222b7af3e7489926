"""Whatever is wrong with what a user gives: one clear sentence, the right status, nothing lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach import config
from voicecoach.cuefiles import cues_folder
from voicecoach.runtime.alone import alone

PROGRAM = (sys.executable, "-m", "voicecoach")
NO_DEVICES = {"PULSE_SERVER": "unix:/nowhere"}
"""What is left on a machine that has no sound card of its own."""
HOPS = """\
schema = 1
name = "Mine"
rounds = 1
[defaults]
welcome = "3s"
get_ready = "6s"
[[step]]
exercise = "calf-hold"
kind = "hold"
work = "10s"
"""


def voicecoach(*words: str, environ: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    env = os.environ | dict(environ or {})
    return subprocess.run([*PROGRAM, *words], env=env, capture_output=True, text=True, check=False, timeout=120)


def own_circuit(folder: Path, extra: str = "") -> str:
    path = folder / "mine.toml"
    path.write_text(HOPS + extra, encoding="utf-8")
    return str(path)


def refused(*words: str, environ: Mapping[str, str] | None = None) -> str:
    """Return the one sentence of a command that ends with status 2."""
    done = voicecoach(*words, environ=environ)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def sound(path: Path, seconds: float, rate_hz: int = 48_000, channels: int = 1) -> Path:
    noise = np.random.default_rng(1).normal(0.0, 0.01, (round(seconds * rate_hz), channels))
    soundfile.write(path, noise, rate_hz)
    return path


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("missing.wav", None, "does not exist"),
        ("empty.wav", b"", "is empty"),
        ("words.wav", b"these are words" * 100, "not a sound file"),
    ],
)
def test_a_microphone_file_that_is_no_sound(name: str, content: bytes | None, told: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    for command in (["run", "demo", "--fast", "--mic", str(path)], ["listen", str(path)]):
        sentence = refused(*command)
        assert told in sentence
        assert str(path) in sentence


def test_a_recording_of_too_low_a_rate(tmp_path: Path) -> None:
    assert "8000 Hz" in refused("listen", str(sound(tmp_path / "phone.wav", 1.0, 8_000)))


@pytest.mark.parametrize(("seconds", "channels"), [(1.0, 1), (3.0, 2)])
def test_a_short_and_a_stereo_recording_are_fine(seconds: float, channels: int, tmp_path: Path) -> None:
    path = sound(tmp_path / "in.wav", seconds, channels=channels)
    assert voicecoach("run", own_circuit(tmp_path), "--fast", "--mic", str(path)).returncode == 0
    assert f"0 landings in {seconds:.1f} s" in voicecoach("listen", str(path)).stdout


def test_a_session_that_would_write_over_what_it_reads_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    circuit, recording = own_circuit(tmp_path), sound(tmp_path / "in.wav", 1.0)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    told = refused("run", circuit, "--fast", "--mic", str(recording), "--speaker", str(recording))
    assert told == f"voicecoach: {recording} is both --mic and --speaker; give another name\n"
    told = refused("run", circuit, "--fast", "--events", circuit)
    assert told == f"voicecoach: {circuit} is both the circuit and --events; give another name\n"
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        ('colour = "red"\n', 'unknown key "colour"'),
        ("rest = 0\nsides = 3\n", "sides"),
        ('[[step]]\nexercise = "x"\nkind = "hold"\nwork = "0s"\n', "work"),
        ('[[step]]\nexercise = "x"\nkind = "hold"\nwork = "-5s"\n', "negative"),
    ],
)
def test_a_circuit_that_can_not_be_read_names_file_and_line(extra: str, told: str, tmp_path: Path) -> None:
    for command in ("check", "run"):
        sentence = refused(command, own_circuit(tmp_path, extra))
        assert told in sentence
        assert "mine.toml: line " in sentence


def own_phrases(folder: Path, language: str, text: str) -> dict[str, str]:
    """Return the environment of a user who has phrases of their own."""
    path = folder / "voicecoach" / "phrases" / f"{language}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return {"XDG_CONFIG_HOME": str(folder), "HOME": str(folder), "VOICECOACH_ENGINE": "none"}


def test_every_mistake_in_phrases_is_told_at_once_before_the_first_word(tmp_path: Path) -> None:
    text = '[lines]\nrest = ["Rest {exercize}."]\nset_total = ["You did {cout}."]\nhalfway = "Half."\n[line]\n'
    environ = own_phrases(tmp_path, "en", text)
    for command in (["run", "demo", "--fast"], ["check", "demo"], ["demo", "--folder", str(tmp_path / "demo")]):
        told = refused(*command, environ=environ).splitlines()
        assert [line.split("en.toml: ")[1].split(":")[0] for line in told] == ["line 2", "line 3", "line 4", "line 5"]


def test_a_new_language_with_less_than_a_session_needs_is_refused(tmp_path: Path) -> None:
    environ = own_phrases(tmp_path, "it", '[lines]\nrest = ["Riposo."]\n')
    sentence = refused("run", "demo", "--fast", "--language", "it", environ=environ)
    assert "it.toml: line 1: [lines]: lacks " in sentence
    assert "it.toml: line 1: [sides]: lacks left, right; " in sentence


def test_a_new_language_need_not_name_exercises_but_check_tells_of_it(tmp_path: Path) -> None:
    english = (cues_folder() / "phrases" / "en.toml").read_text("utf-8")
    environ = own_phrases(tmp_path, "it", english[: english.index("[exercises]")])
    done = voicecoach("check", own_circuit(tmp_path), "--language", "it", environ=environ)
    assert done.returncode == 0
    assert "Calf hold." in done.stdout
    assert '[exercises] of the phrases in "it" lacks "calf-hold", which is said as it stands' in done.stderr
    assert voicecoach("run", "demo", "--fast", "--language", "it", environ=environ).returncode == 0


def test_check_notes_each_text_that_a_language_has_no_words_for(tmp_path: Path) -> None:
    circuit = Path(own_circuit(tmp_path, 'equipment = "the wall"\nsetup = "Up."\n'))
    for language, notes in (("de", 2), ("en", 0), ("en-gb", 0)):
        done = voicecoach("check", str(circuit), "--language", language, environ={"VOICECOACH_ENGINE": "none"})
        assert done.returncode == 0
        assert done.stderr.count(f'note: [texts] of the phrases in "{language}" lacks ') == notes
        assert ('lacks "Up.", which is said as it stands' in done.stderr) == bool(notes)
        assert "the wall" not in done.stderr


def test_check_of_all_tells_how_many_texts_of_a_circuit_have_no_words(tmp_path: Path) -> None:
    environ = own_phrases(tmp_path, "de", "")
    (tmp_path / "voicecoach" / "circuits").mkdir()
    own_circuit(tmp_path / "voicecoach" / "circuits")
    said = voicecoach("check", "--all", "--language", "de", environ=environ).stdout.splitlines()
    assert [line.split()[0] for line in said if "no words in de for 1 of its texts" in line] == ["mine"]


def test_check_notes_a_name_for_an_exercise_that_no_circuit_has(tmp_path: Path) -> None:
    environ = own_phrases(tmp_path, "en", '[exercises]\ncalf-hlod = "Calf"\ntree-pose = "Tree"\n')
    done = voicecoach("check", own_circuit(tmp_path), environ=environ)
    assert done.returncode == 0
    assert done.stderr.count("an exercise of no circuit") == 1
    assert '[exercises] names "calf-hlod", an exercise of no circuit; did you mean "calf-hold"?' in done.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"name = '\xff'", "not UTF-8"), (b"\x07junk" * 1_000_000, "larger than"), (b"schema = 1", "step")],
)
def test_a_file_that_is_no_circuit(content: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "junk.toml"
    path.write_bytes(content)
    assert told in refused("check", str(path))


def test_forty_rounds_are_too_many(tmp_path: Path) -> None:
    path = Path(own_circuit(tmp_path))
    path.write_text(path.read_text("utf-8").replace("rounds = 1", "rounds = 40"), "utf-8")
    assert "rounds = 40" in refused("check", str(path))


def test_a_circuit_misspelt_is_told_the_nearest_name() -> None:
    assert 'did you mean "ankle-hops"?' in refused("run", "ankle-hop")


CLASH = 'cues = [ { at = "+3s", say = "Heel high." }, { at = "+3s", say = "Stand tall." } ]\n'


def test_check_names_both_of_two_cues_at_one_instant(tmp_path: Path) -> None:
    circuit = own_circuit(tmp_path, CLASH)
    sentence = refused("check", circuit)
    assert sentence.startswith(f"voicecoach: {circuit}: line 11: level start: at 0:12.00 r1.s1.calf-hold.work.line2 ")
    assert "Heel high." in sentence
    assert "Stand tall." in sentence
    assert sentence.endswith("; move it, or use fewer words\n")


def test_check_names_a_cue_longer_than_its_step(tmp_path: Path) -> None:
    long = "Keep the heel high and the knee straight and breathe calmly all the way through to the end."
    sentence = refused("check", own_circuit(tmp_path, f'cues = [ {{ at = "+4s", say = "{long}" }} ]\n'))
    assert long in sentence


CROWDED = """\
schema = 1
name = "Crowded"
rounds = 2
rest_between_rounds = "1s"
[defaults]
welcome = "3s"
rest = "1s"
[[step]]
exercise = "calf-hold"
kind = "hold"
work = "20s"
get_ready = "3s"
setup = "Stand on one leg, heel high, and the other one far behind you, without leaning on the wall."
cues = [ { at = "+9s", say = "Heel high and the knee straight." } ]
[[step]]
exercise = "tree-pose"
kind = "hold"
work = "5s"
"""


def test_what_check_finds_is_told_with_its_line_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "crowded.toml"
    path.write_text(CROWDED, "utf-8")
    told = refused("check", str(path), environ={"VOICECOACH_ENGINE": "none"}).splitlines()
    found = [line.partition("crowded.toml: ")[2] for line in told if "crowded.toml" in line]
    for line, cue, remedy in (
        (13, "r1.s1.calf-hold.get_ready.setup", "use fewer words, or make get_ready longer"),
        (11, "r1.s1.calf-hold.work.halfway", "make work longer, or write time_calls = false"),
        (7, "r1.s1.calf-hold.rest.next", "make rest longer"),
        (4, "r1.round_rest.round", "make rest_between_rounds longer"),
    ):
        assert [one for one in found if one.startswith(f"line {line}: ") and cue in one and one.endswith(f"; {remedy}")]


def test_check_of_all_goes_on_after_a_circuit_that_is_broken_and_names_it(tmp_path: Path) -> None:
    environ = own_phrases(tmp_path, "de", "")
    folder = tmp_path / "voicecoach" / "circuits"
    folder.mkdir()
    broken = folder / "broken.toml"
    broken.write_text("schema = 1\nrounds = 40\n", "utf-8")
    done = voicecoach("check", "--all", "--language", "en", "--level", "start", environ=environ)
    assert done.returncode == 2
    assert {line.split()[0] for line in done.stdout.splitlines()} >= {"ankle-hops", "demo", "jump-rope"}
    assert f"voicecoach: {broken}: line 2: rounds = 40 is too many" in done.stderr
    listed = voicecoach("circuits", environ=environ)
    assert listed.returncode == 0
    assert f"note: {broken}: line 1: " in listed.stderr
    assert listed.stderr.count(str(broken)) == 1


def test_check_tells_what_is_said_in_fewer_words_and_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    close = (
        '{ at = "+2s", say = "Heel high. Push through your toes.", short = "Heel high." }, { at = "+4s", say = "Up." }'
    )
    done = voicecoach("check", own_circuit(tmp_path, f"cues = [ {close} ]\n"))
    assert done.returncode == 0
    assert 'in fewer words: 0:11.00 r1.s1.calf-hold.work.line1 is "Heel high.", since' in done.stdout
    assert done.stdout.splitlines()[-1] == "no overlaps"


SHORT = """schema = 1
name = "Short"
[defaults]
switch = "0s"
[[step]]
exercise = "{exercise}"
kind = "{kind}"
sides = "each"
work = "5s"
"""


def test_a_switch_too_short_for_its_side_is_made_longer_and_check_and_run_say_so(tmp_path: Path) -> None:
    path = tmp_path / "short.toml"
    path.write_text(SHORT.format(exercise="calf-hold", kind="hold"), "utf-8")
    told = 'r1.s1.calf-hold.right.switch lasts 1 s instead of 0 s, so that "Right'
    checked, ran = voicecoach("check", str(path)), voicecoach("run", str(path), "--fast", "--mic", "none")
    assert (checked.returncode, ran.returncode) == (0, 0)
    assert told in checked.stdout
    assert f"made longer: {told}" in ran.stdout
    assert "Right" in ran.stdout.split("made longer")[1].split("\n", 1)[1]


def test_a_total_that_has_no_room_is_told_by_check_and_by_run(tmp_path: Path) -> None:
    path = tmp_path / "short.toml"
    path.write_text(SHORT.format(exercise="ankle-hops", kind="landings"), "utf-8")
    assert "r1.s1.ankle-hops.right.switch.total" in refused("check", str(path))
    done = voicecoach("run", str(path), "--fast", "--mic", str(sound(tmp_path / "in.wav", 1.0)))
    assert "left out: r1.s1.ankle-hops.right.switch.total" in done.stdout
    assert "left out" not in voicecoach("run", str(path), "--fast", "--mic", "none").stdout


def test_run_leaves_out_the_less_important_of_two_cues_says_so_and_goes_on(tmp_path: Path) -> None:
    done = voicecoach("run", own_circuit(tmp_path, CLASH), "--fast")
    assert done.returncode == 0
    assert "left out" in done.stdout
    assert "Stand tall." in done.stdout
    assert "finished" in done.stdout


def test_no_microphone_and_no_output_say_what_to_do(tmp_path: Path) -> None:
    circuit = own_circuit(tmp_path)
    no_mic, no_output = "No microphone was found; plug one in", "No sound output was found; plug one in"
    told = refused("run", circuit, environ=NO_DEVICES)
    assert told == f"voicecoach: {no_mic}, or give --mic a sound file, or --mic none\n"
    told = refused("run", circuit, "--mic", "none", environ=NO_DEVICES)
    assert told == f"voicecoach: {no_output}, or give --speaker a sound file, or --speaker none\n"
    assert "No sound devices" in refused("devices", environ=NO_DEVICES)


@pytest.mark.parametrize("mic", [[], ["--mic", "none"]])
def test_each_command_without_a_microphone_names_only_what_it_can_do_itself(mic: list[str]) -> None:
    environ = NO_DEVICES | {"VOICECOACH_ENGINE": "none"}
    told = refused("listen", *mic, environ=environ)
    assert told == "voicecoach: No microphone was found; plug one in, or name a sound file: voicecoach listen FILE\n"
    assert refused("calibrate", *mic, environ=environ).endswith("No microphone was found; plug one in\n")
    examined = voicecoach("doctor", *mic, environ=environ)
    assert examined.returncode == 2
    assert "FAILS  No microphone was found; plug one in\n" in examined.stdout
    assert "FAILS  No sound output was found; plug one in\n" in examined.stdout


def test_without_the_portaudio_library_its_package_is_named(tmp_path: Path) -> None:
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')\n", "utf-8")
    environ = {"PYTHONPATH": str(tmp_path)}
    assert "libportaudio2" in refused("devices", environ=environ)
    assert "libportaudio2" in refused("run", own_circuit(tmp_path), environ=environ)
    assert voicecoach("run", own_circuit(tmp_path), "--fast", environ=environ).returncode == 0


def test_without_a_speech_engine_tones_and_printed_words_guide_the_session(tmp_path: Path) -> None:
    (tmp_path / "pyttsx3.py").write_text("raise RuntimeError('libespeak.so.1 not found')\n", "utf-8")
    environ = {"PYTHONPATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    log = tmp_path / "out.jsonl"
    done = voicecoach("run", own_circuit(tmp_path), "--fast", "--events", str(log), environ=environ)
    assert done.returncode == 0
    assert done.stdout.count("espeak-ng") == 1
    assert "Calf hold" in done.stdout
    lanes = {line["lane"] for line in map(json.loads, log.read_text("utf-8").splitlines()) if line["event"] == "cue"}
    assert lanes == {"tone"}


def test_a_cache_folder_that_can_not_be_written_is_said_and_done_without(tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file", "utf-8")
    done = voicecoach("run", own_circuit(tmp_path), "--fast", environ={"XDG_CACHE_HOME": str(blocked)})
    assert done.returncode == 0
    assert done.stdout.count("can't be kept there") == 1


def test_a_full_disk_loses_no_event(tmp_path: Path) -> None:
    environ = {"XDG_STATE_HOME": str(tmp_path / "state")}
    done = voicecoach("run", own_circuit(tmp_path), "--fast", "--events", "/dev/full", environ=environ)
    assert done.returncode == 2
    assert "finished" in done.stdout
    rescued = tmp_path / "state" / "voicecoach" / "unwritten-events.jsonl"
    assert str(rescued) in done.stderr
    events = [json.loads(line)["event"] for line in rescued.read_text("utf-8").splitlines()]
    assert events[0] == "session_started"
    assert events[-1] == "session_ended"


def test_an_event_log_that_can_not_be_opened_is_told_before_the_session(tmp_path: Path) -> None:
    path = str(tmp_path / "nowhere" / "out.jsonl")
    assert path in refused("run", own_circuit(tmp_path), "--fast", "--events", path)


def test_a_session_that_can_not_begin_keeps_the_log_of_the_last(tmp_path: Path) -> None:
    log = tmp_path / "out.jsonl"
    log.write_text("precious\n", "utf-8")
    refused("run", own_circuit(tmp_path), "--fast", "--mic", "gone.wav", "--events", str(log))
    assert log.read_text("utf-8") == "precious\n"


def test_a_second_session_at_the_same_time_is_refused(tmp_path: Path) -> None:
    with alone(config.state_dir(), print):
        assert "Another session is running" in refused("run", own_circuit(tmp_path), environ=NO_DEVICES)


def test_devices_have_no_place_in_simulated_time() -> None:
    assert "--fast takes a sound file" in refused("run", "demo", "--fast", "--mic", "USB")


def test_a_button_has_no_place_in_simulated_time() -> None:
    assert "--button 17: nobody presses" in refused("run", "demo", "--fast", "--button", "17")


@pytest.mark.parametrize("beat", ["9", "0.5", "nan", "-2"])
def test_a_beat_that_nobody_can_hop_to_is_refused(beat: str) -> None:
    assert f"--beat {beat} is nothing to hop to; give 1 to 4" in refused("run", "demo", "--fast", "--beat", beat)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("after_s", [0.6, 1.5, 4.0])
def test_ctrl_c_at_any_stage_ends_in_good_order(number: signal.Signals, after_s: float, tmp_path: Path) -> None:
    log = tmp_path / "out.jsonl"
    words = ("run", own_circuit(tmp_path), "--mic", "none", "--speaker", "none", "--events", str(log))
    with subprocess.Popen([*PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        time.sleep(after_s)
        program.send_signal(number)
        said, complaint = program.communicate(timeout=30.0)
    events = [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []
    if events:
        assert program.returncode == 130
        assert events[-1]["event"] == "session_ended"
        assert events[-1]["reason"] == "interrupted"
        assert "interrupted" in said
    else:
        assert program.returncode in {130, -number}
    assert "Traceback" not in complaint
