"""What each command prints when all is well."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from voicecoach.cli import main
from voicecoach.cuefiles import cue_sound

COMMANDS = (
    *("demo", "run", "listen", "check", "circuits", "devices", "voices", "doctor", "calibrate", "config"),
    *("history", "delete", "backup", "export", "import", "plan", "service"),
)


def output_of(*words: str) -> str:
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_teaches_itself_with_an_example(command: str) -> None:
    text = output_of(command, "--help")
    assert f"voicecoach {command}" in text
    assert "Example" in text


def test_export_says_that_its_json_is_a_log_which_import_takes_back() -> None:
    told = " ".join(output_of("export", "--help").split())
    assert "json is JSON Lines, an event log that `import` takes back" in told


def test_listening_to_the_demo_recording_hears_its_landings() -> None:
    recording = str(cue_sound("demo-hops.flac"))
    lines = [json.loads(line) for line in output_of("listen", recording, "--json").splitlines()]
    assert [line["event"] for line in lines] == ["landing"] * 42 + ["summary"]
    assert lines[-1]["count"] == 42
    assert lines[-1]["cadence_hz"] == pytest.approx(2.2, abs=0.1)
    assert output_of("listen", recording).splitlines()[-1].startswith("42 landings in 74.0 s")


def test_a_recording_whose_channels_cancel_each_other_is_heard_as_well(tmp_path: Path) -> None:
    sound, rate_hz = soundfile.read(cue_sound("demo-hops.flac"))
    soundfile.write(tmp_path / "crossed.flac", np.stack([sound, -sound], axis=1), rate_hz)
    assert output_of("listen", str(tmp_path / "crossed.flac")).splitlines()[-1].startswith("42 landings in 74.0 s")


@pytest.mark.parametrize("name", ["ankle-stiffness", "ankle-hops", "hop-test", "jump-rope", "demo"])
def test_no_shipped_circuit_has_an_overlap_at_any_level(name: str) -> None:
    assert output_of("check", name).splitlines()[-1] == "no overlaps"


def test_every_shipped_circuit_fits_at_every_level_in_every_language_with_nothing_left_out() -> None:
    *lines, verdict = output_of("check", "--all").splitlines()
    assert verdict == "no overlaps"
    assert {line.split()[2] for line in lines} == {"de", "en", "es", "fr"}
    assert len(lines) == 4 * (3 + 3 + 1 + 1 + 3)
    assert all(line.endswith("0 in fewer words, 0 left out, no overlaps") for line in lines), lines


def test_a_check_tells_each_cues_instant_length_lane_and_words() -> None:
    lines = output_of("check", "ankle-stiffness", "--level", "start").splitlines()
    assert lines[0] == "Ankle stiffness, level start, en: 14:09"
    assert any(line.split()[2:] == ["s", "countdown", "Three.", "Two.", "One."] for line in lines)
    assert any(line.endswith("instruction  Heel high. Push through your toes.") for line in lines)


def test_the_circuits_are_listed_with_their_length() -> None:
    text = output_of("circuits")
    assert "ankle-stiffness" in text
    assert "14:0" in text


def test_events_on_standard_output_are_alone_there() -> None:
    done = CliRunner().invoke(main, ["run", "demo", "--fast", "--events", "-"])
    assert done.exit_code == 0
    assert all(json.loads(line)["event"] for line in done.stdout.splitlines())
    assert "finished" in done.stderr


def test_the_voices_are_those_of_the_system() -> None:
    assert "pyttsx3" in output_of("voices")
