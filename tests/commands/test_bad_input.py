"""Whatever is wrong with what a user gives: one clear sentence, the right status, nothing lost."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest
from own_process import PROGRAM, noise_file, own_circuit, refused, voicecoach

from voicecoach import config
from voicecoach.runtime.alone import alone

NO_DEVICES = {"PULSE_SERVER": "unix:/nowhere"}
"""What is left on a machine that has no sound card of its own."""


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
    assert "8000 Hz" in refused("listen", str(noise_file(tmp_path / "phone.wav", 1.0, 8_000)))


@pytest.mark.parametrize(("seconds", "channels"), [(1.0, 1), (3.0, 2)])
def test_a_short_and_a_stereo_recording_are_fine(seconds: float, channels: int, tmp_path: Path) -> None:
    path = noise_file(tmp_path / "in.wav", seconds, channels=channels)
    assert voicecoach("run", own_circuit(tmp_path), "--fast", "--mic", str(path)).returncode == 0
    assert f"0 landings in {seconds:.1f} s" in voicecoach("listen", str(path)).stdout


def test_a_session_that_would_write_over_what_it_reads_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    circuit, recording = own_circuit(tmp_path), noise_file(tmp_path / "in.wav", 1.0)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    told = refused("run", circuit, "--fast", "--mic", str(recording), "--speaker", str(recording))
    assert told == f"voicecoach: {recording} is both --mic and --speaker; give another name\n"
    told = refused("run", circuit, "--fast", "--events", circuit)
    assert told == f"voicecoach: {circuit} is both the circuit and --events; give another name\n"
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


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
