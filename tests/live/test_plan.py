"""A reminder at its time, on the virtual speaker and on a desktop."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile
from measuring import Clips, find_cue
from notification_daemon import Desktop
from virtual_audio import RATE_HZ, SPEAKER, VirtualAudio

pytestmark = pytest.mark.live

PROGRAM = (sys.executable, "-m", "voicecoach", "plan")
TO_PLAN = timedelta(seconds=10.0)

SPOKEN = 0.8
"""How like its clip a word is that was spoken, murmur and all."""


def test_at_its_time_somebody_is_told_aloud_and_on_the_desktop(audio: VirtualAudio, tmp_path: Path) -> None:
    # The next full minute that leaves time to plan it.  The clock is the real one: PortAudio waits by it.
    minute = datetime.now(UTC) + TO_PLAN + timedelta(minutes=1)
    with Desktop() as desktop:
        own = {
            "TZ": "UTC",
            "XDG_DATA_HOME": str(tmp_path / "data"),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "DBUS_SESSION_BUS_ADDRESS": desktop.address,
        }
        env = os.environ | audio.environ | own
        subprocess.run([*PROGRAM, "add", "daily", f"{minute:%H:%M}"], env=env, check=True, stdout=subprocess.DEVNULL)
        env |= {"PYTHONUNBUFFERED": "1"}
        recorder = audio.record(tmp_path / "room.wav")
        with subprocess.Popen(
            [*PROGRAM, "watch", "--speaker", SPEAKER], env=env, stdout=subprocess.PIPE, text=True
        ) as watcher:
            assert watcher.stdout is not None
            said = ""
            while "reminded: " not in said and "failed: " not in said:
                line = watcher.stdout.readline()
                assert line, said
                said += line
            watcher.terminate()
            assert watcher.wait(30.0) == 130
        recorder.terminate()
        recorder.wait()
    ((title, _body),) = desktop.shown
    assert title in said
    assert "reminded: " in said, said
    room, _ = soundfile.read(tmp_path / "room.wav", dtype="float32")
    loud_s = int(np.argmax(np.abs(room[:, 0]) > 0.01)) / RATE_HZ
    clips = Clips(RATE_HZ)
    _, likeness = find_cue(
        room[:, 0], {"lane": "instruction", "text": title, "start": 0.0, "end": 9.0}, clips, loud_s, 0.5
    )
    clips.close()
    print(f"likeness {likeness:.2f}")
    assert likeness > SPOKEN
