"""Our listener, asked as the bench asks its peers."""

from __future__ import annotations

import time
from dataclasses import dataclass

from lab.bank import Sound
from lab.scenes import Take
from voicecoach.listening.landing import Landing, Recount
from voicecoach.listening.listener import Listener

BLOCK_S = 0.01


@dataclass(frozen=True)
class Answer:
    """What the listener made of a take."""

    landings: list[Landing]
    recount: Recount


def answer(take: Take, *, expecting: bool, knowing_what_played: bool = False) -> Answer:
    """Return what is told of a whole take."""
    listener = Listener(take.rate_hz)
    listener.expect(expecting=expecting, from_at=0.0)
    landings = [*listener.hear(take.sound, take.played if knowing_what_played else None), *listener.finish()]
    recount = listener.recount(0.0, len(take.sound) / take.rate_hz)
    if recount is None:
        raise ValueError("a take is longer than what a listener remembers")
    return Answer(landings, recount)


def live_cost(sound: Sound, rate_hz: int) -> float:
    """Return the share of one core that blocks of 10 ms cost while landings are expected."""
    listener = Listener(rate_hz)
    listener.expect(expecting=True, from_at=0.0)
    block = round(BLOCK_S * rate_hz)
    began = time.process_time()
    for start in range(0, len(sound), block):
        listener.hear(sound[start : start + block])
    return (time.process_time() - began) * rate_hz / len(sound)
