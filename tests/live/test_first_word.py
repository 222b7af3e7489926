"""No first word is lost: the output is awake before it, and never falls asleep again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile
from live_session import LiveSession
from measuring import Clips, Sound, find_cue, of_kind
from virtual_audio import RATE_HZ, VirtualAudio

pytestmark = pytest.mark.live

SESSION_S = 50.0
LEAD_IN_S = 1.0
WHOLE = 0.95
"""How like its clip the beginning of a word is that was not cut, murmur and all."""

ASLEEP_S = 0.1
"""An underrun of a busy machine is a hundredth of a second; what sleeps does so after seconds."""


@contextmanager
def recorded(audio: VirtualAudio, path: Path) -> Iterator[None]:
    """Record, from before anything sounds."""
    recorder = audio.record(path)
    deadline_at = time.monotonic() + 20.0
    try:
        while not path.exists() or path.stat().st_size < RATE_HZ:
            assert time.monotonic() < deadline_at
            time.sleep(0.05)
        yield
    finally:
        recorder.terminate()
        recorder.communicate(timeout=10.0)


def longest_silence_s(sound: Sound) -> float:
    """Return the longest stretch of samples that are exactly 0."""
    sounding = np.flatnonzero(np.concatenate(([1.0], sound, [1.0])))
    return float(np.diff(sounding).max() - 1) / RATE_HZ


def test_the_first_word_comes_whole_to_an_output_that_is_awake(session: LiveSession, audio: VirtualAudio) -> None:
    with recorded(audio, session.room_path):
        session.start(recorded=False)
        assert session.finish(SESSION_S + 30.0) == 0
    room, _ = soundfile.read(session.room_path, dtype="float32")
    speaker = room[:, 0]
    spoken = [cue for cue in of_kind(session.events(), "cue") if cue["lane"] != "tone"]
    first, last = spoken[0], spoken[-1]
    loud_s = int(np.argmax(np.abs(speaker) > 0.01)) / RATE_HZ
    clips = Clips(RATE_HZ)
    onset_s, likeness = find_cue(speaker, first, clips, loud_s, 0.5)
    clips.close()
    begin, end = onset_s - LEAD_IN_S, onset_s + last["end"] - first["start"]
    awake = speaker[round(begin * RATE_HZ) : round(end * RATE_HZ)]
    lead_in = speaker[round(begin * RATE_HZ) : round((onset_s - 0.05) * RATE_HZ)]
    level_db = 20.0 * np.log10(np.std(lead_in))
    silence_s = longest_silence_s(awake)
    print(f"likeness {likeness:.2f}; lead-in {level_db:.1f} dB; longest digital silence {1e3 * silence_s:.1f} ms")
    assert likeness > WHOLE
    assert -85.0 < level_db < -75.0, "there, and not to be heard"
    assert silence_s < ASLEEP_S
