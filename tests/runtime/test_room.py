from __future__ import annotations

import numpy as np

from voicecoach.audio.played import PlayedSound
from voicecoach.audio.ports import MicBlock
from voicecoach.runtime.room import AHEAD_S, JUMP_S, Room

RATE_HZ = 1000


def block(at: float) -> MicBlock:
    return MicBlock(np.zeros(10, np.float32), RATE_HZ, at, round(at * RATE_HZ), overflowed=False)


def ramp() -> PlayedSound:
    played = PlayedSound(RATE_HZ)
    played.record(0, np.arange(3000, dtype=np.float32))
    return played


def test_a_block_is_given_what_was_played_a_little_before_it() -> None:
    room = Room(ramp(), lambda at: at * RATE_HZ)
    sound = room.played_over(block(1.0))
    assert sound is not None
    assert np.allclose(sound, (1.0 - AHEAD_S) * RATE_HZ + np.arange(10), atol=0.01)


def test_clocks_that_waver_do_not_make_the_sound_waver() -> None:
    wavering = iter([0.0, 0.002, -0.002, 0.003, -0.001] * 20)
    room = Room(ramp(), lambda at: (at + next(wavering)) * RATE_HZ)
    sounds = [room.played_over(block(1.0 + 0.01 * number)) for number in range(100)]
    steps = np.diff(np.concatenate([sound for sound in sounds if sound is not None]))
    assert np.abs(steps - 1.0).max() < 0.02


def test_a_real_slip_is_followed_at_once() -> None:
    slipped = {False: 0.0, True: 3.0 * JUMP_S}
    room = Room(ramp(), lambda at: (at + slipped[at > 1.0]) * RATE_HZ)
    room.played_over(block(1.0))
    sound = room.played_over(block(1.0 + 2.0 * AHEAD_S))
    assert sound is not None
    assert abs(sound[0] - (1.0 + AHEAD_S + 3.0 * JUMP_S) * RATE_HZ) < 0.1


def test_without_a_stream_nothing_was_played() -> None:
    assert Room(ramp(), lambda _at: None).played_over(block(1.0)) is None
