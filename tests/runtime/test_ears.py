"""When what was heard is told."""

from __future__ import annotations

import queue

import pytest
from render_hops import render_hops

from voicecoach.audio.ports import MicBlock
from voicecoach.coaching.events import Recounted
from voicecoach.listening.landing import RECOUNT_AFTER_S
from voicecoach.runtime.ears import RESTING_BLOCKS, Ears, EarsThread

RATE_HZ, BLOCK = 48_000, 480
SET_S = 3.5


@pytest.mark.parametrize("before", range(0, RESTING_BLOCKS, 3))
def test_the_recount_of_a_set_comes_with_the_block_that_completes_it(before: int) -> None:
    """While nobody waits blocks are heard several at a time; the coach waits for the recount."""
    start_s = before * BLOCK / RATE_HZ
    sound, landings = render_hops([(start_s + 0.5, 2.8)], 6.0, seed=2)
    recounts: queue.SimpleQueue[Recounted] = queue.SimpleQueue()
    faults: list[Exception] = []
    ears = EarsThread(Ears(lambda _: None, lambda at: at, recounts.put), faults.append)
    ears.start()
    end = start_s + SET_S
    for number in range(round((end + RECOUNT_AFTER_S) * RATE_HZ / BLOCK) + 1):
        first = number * BLOCK
        if number == before:
            ears.expect(expecting=True, from_at=start_s)
        if number == before + round(SET_S * RATE_HZ / BLOCK):
            ears.expect(expecting=False, from_at=end)
        ears.hear(MicBlock(sound[first : first + BLOCK], RATE_HZ, first / RATE_HZ, first, overflowed=False))
    assert recounts.get(timeout=10.0).count == len(landings)
    ears.close()
    assert not faults
