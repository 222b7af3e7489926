"""What the speaker keeps for the echo filter, on a real stream: words, and no tones."""

from __future__ import annotations

import subprocess
import sys

import pytest
from virtual_audio import SPEAKER, VirtualAudio

pytestmark = pytest.mark.live

PROGRAM = """
import sys, time
import numpy as np
from voicecoach.audio.sound_card import SoundCard
from voicecoach.audio.speaker_live import LiveSpeaker

speaker = LiveSpeaker(sys.argv[1], on_report=lambda report: None)
card = SoundCard([speaker], lambda change: None)
card.open()
card.wait_until_steady()
at = speaker.soonest_at() + 0.3
sound = np.full(round(0.1 * speaker.rate_hz), 0.25, np.float32)
speaker.play("tone", sound, at=at, not_after=at + 1.0, speech=False)
speaker.play("word", sound, at=at + 0.5, not_after=at + 1.5, speech=True)
time.sleep(at + 1.0 - time.monotonic())
for began_at in (at, at + 0.5):
    kept = speaker.spoken.between(speaker.frame_at(began_at - 0.05), round(0.2 * speaker.rate_hz), 1.0)
    print(f"{abs(kept).max():.2f}")
card.close()
"""


def test_words_are_kept_for_the_echo_filter_and_tones_are_not(audio: VirtualAudio) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, SPEAKER],
        env=audio.environ,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert done.stdout.split() == ["0.00", "0.25"]
