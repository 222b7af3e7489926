"""A fault of ours in the thread that listens: it must not leave anybody silently unheard."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest

from voicecoach.audio.ports import MicBlock
from voicecoach.coaching.cue import Cue
from voicecoach.coaching.facts import Fact
from voicecoach.coaching.snapshot import Snapshot
from voicecoach.cuefiles import load_circuit
from voicecoach.runtime.clips import Clips
from voicecoach.runtime.conductor import Conductor
from voicecoach.runtime.ears import EarsThread
from voicecoach.runtime.request import Request
from voicecoach.runtime.stage import open_stage
from voicecoach.testing import SessionRig
from voicecoach.voice.voicebox import Voicebox

IMPOSSIBLE = MicBlock(np.zeros(480, np.float32), 0, 0.0, 0, overflowed=False)
"""No microphone delivers 0 samples a second."""


class Nobody:
    """Neither reads nor keeps."""

    def write(self, fact: Fact) -> None:
        pass

    def show(self, snapshot: Snapshot, level_db: float) -> None:
        pass

    def said(self, cue: Cue, at: float) -> None:
        pass

    def noted(self, fact: Fact) -> None:
        pass


def test_a_session_ends_with_what_broke_its_ears() -> None:
    circuit = load_circuit("demo")
    with (
        open_stage(Request(circuit, mic="none", speaker="none"), print) as stage,
        closing(
            Voicebox(None, rate_hz=48_000, cache_dir=None, on_ready=lambda *_: None, on_trouble=lambda _: None)
        ) as voicebox,
    ):
        conductor = Conductor(
            SessionRig(circuit).session,
            clock=stage.clock,
            inbox=stage.inbox,
            clips=Clips(voicebox, 48_000, patient=False),
            speaker=stage.speaker,
            hearing=stage.hearing,
            log=Nobody(),
            screen=Nobody(),
        )
        assert isinstance(stage.hearing, EarsThread)
        stage.begin()
        stage.hearing.hear(IMPOSSIBLE)
        # What it raises for such a block is its own affair; that it comes out here, with its place, is the point.
        with pytest.raises((ArithmeticError, ValueError)) as fault:
            conductor.run()
    assert any(str(entry.path).endswith("ears.py") for entry in fault.traceback)
