"""The commands that try devices, on virtual ones."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
import soundfile
from render_hops import render_hops
from virtual_audio import MIC, SPEAKER, VirtualAudio

pytestmark = pytest.mark.live

DOCTOR = (sys.executable, "-m", "voicecoach", "doctor", "--speaker", SPEAKER)


def test_the_doctor_finds_everything_well_when_somebody_hops(audio: VirtualAudio, tmp_path: Path) -> None:
    hops, _ = render_hops([(0.0, 20.0)], 20.0, seed=1)
    soundfile.write(tmp_path / "hops.wav", hops, 48_000)
    with subprocess.Popen([*DOCTOR, "--mic", MIC], env=audio.environ, stdout=subprocess.PIPE, text=True) as doctor:
        time.sleep(2.0)
        feeder = audio.feed(tmp_path / "hops.wav")
        said, _ = doctor.communicate(timeout=60.0)
        feeder.terminate()
        feeder.wait()
    assert doctor.returncode == 0, said
    assert [line.split()[1] for line in said.splitlines() if not line.startswith(" ")][:3] == ["ok"] * 3


def test_the_doctor_says_which_microphone_is_silent_and_what_to_do(audio: VirtualAudio) -> None:
    done = subprocess.run([*DOCTOR, "--mic", MIC], env=audio.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f'"{MIC}" is silent' in done.stdout
    assert "unmute it" in done.stdout


def test_a_name_that_fits_two_devices_is_told_both(audio: VirtualAudio) -> None:
    words = ("listen", "--mic", "coach_")
    done = subprocess.run(
        [sys.executable, "-m", "voicecoach", *words], env=audio.environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "fits 2 devices" in done.stderr
    assert MIC in done.stderr
