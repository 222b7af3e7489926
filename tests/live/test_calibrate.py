"""Fitting the listener to a microphone, on virtual devices."""

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

SAID_WITHIN_S = 2.5
"""The line that asks for hops is over by then, also where the voice is only beginning; nobody hops before."""

CALIBRATE = (sys.executable, "-m", "voicecoach", "calibrate", "--mic", MIC)


def environ(audio: VirtualAudio, hops: Path) -> dict[str, str]:
    return audio.environ | {"XDG_STATE_HOME": str(hops.parent)}


def calibrated(audio: VirtualAudio, hops: Path) -> tuple[int, str]:
    """Run a calibration; the hops begin when it asks for them."""
    with subprocess.Popen(
        [*CALIBRATE, "--speaker", SPEAKER],
        env=environ(audio, hops),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as program:
        assert program.stdout is not None
        said = ""
        while "Now" not in said:
            line = program.stdout.readline()
            assert line, said
            said += line
        time.sleep(SAID_WITHIN_S)
        feeder = audio.feed(hops)
        rest = program.stdout.read()  # by the same reader, which may have read on
        feeder.terminate()
        feeder.wait()
    return program.returncode, said + rest


def test_five_plain_hops_are_heard_plainly(audio: VirtualAudio, tmp_path: Path) -> None:
    hops, _ = render_hops([(0.0, 3.0)], 8.0, seed=1)
    soundfile.write(tmp_path / "hops.wav", hops, 48_000)
    status, said = calibrated(audio, tmp_path / "hops.wav")
    assert status == 0, said
    assert MIC in said.splitlines()[-1]


def test_without_a_hop_nothing_is_kept_and_the_remedy_is_named(audio: VirtualAudio, tmp_path: Path) -> None:
    hops, _ = render_hops([], 8.0, seed=1)
    soundfile.write(tmp_path / "hops.wav", hops, 48_000)
    status, said = calibrated(audio, tmp_path / "hops.wav")
    assert status == 2
    assert "calibrate again" in said
    done = subprocess.run(
        [*CALIBRATE, "--forget"], env=environ(audio, tmp_path / "hops.wav"), capture_output=True, text=True, check=False
    )
    assert "no fit to forget" in done.stdout
