"""The microphone's side: blocks in, landings out, in session time."""

from __future__ import annotations

import dataclasses
import math
import queue
import threading
from collections.abc import Callable

import numpy as np

from voicecoach.audio.ports import MicBlock
from voicecoach.coaching.events import Recounted
from voicecoach.listening.fitting import UNFITTED
from voicecoach.listening.landing import RECOUNT_AFTER_S, Landing
from voicecoach.listening.listener import Listener
from voicecoach.units import Samples

SILENT_DB = -120.0

RESTING_BLOCKS = 10
"""Blocks heard at once while nothing is expected: 0.1 s, as often as the level meter is drawn."""


class Ears:
    """A listener and where its time line lies on the session's.

    The listener counts frames from its first block; `zero_at` is where that frame lies in session time, told anew
    by every block, since a sound card's crystal and the computer's drift apart (100 ppm is 0.1 s in a session).  A
    stream that was lost and came back begins anew, with a new listener.

    Parameters
    ----------
    on_landing, on_recount
        Told each landing, and after each stretch in which landings were expected how many there were with hindsight.
    to_session
        Turns a block's instant into session time.
    """

    def __init__(
        self,
        on_landing: Callable[[Landing], None],
        to_session: Callable[[float], float],
        on_recount: Callable[[Recounted], None] | None = None,
    ) -> None:
        self.played_over: Callable[[MicBlock], Samples | None] = lambda _block: None
        """Tells what loudspeakers played while a block was heard; set it before the first block."""
        self.fit = UNFITTED
        """What is known about the microphone; set it before its first block."""
        self._on_landing = on_landing
        self._to_session = to_session
        self._on_recount = on_recount
        self._to_recount: tuple[float, float] | None = None
        self._listener: Listener | None = None
        self._zero_at = 0.0
        self._first_frame = 0
        self._expecting = (False, 0.0)

    @property
    def expecting(self) -> bool:
        """Whether landings are expected, or soon will be."""
        return self._expecting[0]

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits for what is heard: a landing, or the recount of the set that has just ended."""
        return self.expecting or self._to_recount is not None

    @property
    def level_db(self) -> float:
        """The microphone's level, for a meter."""
        return SILENT_DB if self._listener is None else self._listener.level_db

    def expect(self, *, expecting: bool, from_at: float) -> None:
        """Tell the listener what the session expects from a session instant on."""
        if self.expecting and not expecting and self._listener is not None and self._on_recount is not None:
            self._to_recount = (self._expecting[1], from_at)
        self._expecting = (expecting, from_at)
        if self._listener is not None:
            self._listener.expect(expecting=expecting, from_at=from_at - self._zero_at)

    def forget(self) -> None:
        """Begin anew with the next block: the stream was interrupted."""
        self._listener = self._to_recount = None

    def hear(self, block: MicBlock) -> None:
        """Take in a block and report the landings it completes."""
        if self._listener is None or block.start_frame == 0:
            self._listener = Listener(block.rate_hz, fit=self.fit, recounts=self._on_recount is not None)
            self._first_frame = block.start_frame
            self._place(block)
            expecting, from_at = self._expecting
            self._listener.expect(expecting=expecting, from_at=from_at - self._zero_at)
        self._place(block)
        for landing in self._listener.hear(block.samples, self.played_over(block)):
            self._report(landing)
        self._recount(self._to_session(block.start_at) + len(block.samples) / block.rate_hz)

    def plainness(self, from_at: float, to_at: float) -> list[float]:
        """Return how plain whatever sounded like a landing was in a stretch of session time, for a calibration."""
        if self._listener is None:
            return []
        return self._listener.plainness(from_at - self._zero_at, to_at - self._zero_at)

    def _recount(self, heard_to: float) -> None:
        """Count a stretch that is over once more, as soon as everything is known about it."""
        if self._to_recount is None or self._listener is None or self._on_recount is None:
            return
        from_at, to_at = self._to_recount
        if heard_to >= to_at + RECOUNT_AFTER_S:
            self._to_recount = None
            recount = self._listener.recount(from_at - self._zero_at, to_at - self._zero_at)
            if recount is not None:
                self._on_recount(Recounted(from_at, to_at, recount.count, recount.confidence, recount.others))

    def _place(self, block: MicBlock) -> None:
        heard_s = (block.start_frame - self._first_frame) / block.rate_hz
        self._zero_at = self._to_session(block.start_at) - heard_s

    def finish(self) -> None:
        """Report what the end of the sound completes."""
        if self._listener is not None:
            for landing in self._listener.finish():
                self._report(landing)
            self._recount(math.inf)

    def _report(self, landing: Landing) -> None:
        at, heard_at = landing.at + self._zero_at, landing.heard_at + self._zero_at
        self._on_landing(dataclasses.replace(landing, at=at, heard_at=heard_at))


class EarsThread:
    """Ears in a thread of their own: the audio callback only puts blocks into the queue.

    While nobody waits for what is heard blocks are heard several at a time, at a tenth of the cost.

    Parameters
    ----------
    ears
        Who listens.
    on_fault
        Told, in the thread, what broke it: a fault of ours, after which nothing is heard any more.
    """

    def __init__(self, ears: Ears, on_fault: Callable[[Exception], None]) -> None:
        self._ears = ears
        self._on_fault = on_fault
        self._work: queue.SimpleQueue[MicBlock | Callable[[], None] | None] = queue.SimpleQueue()
        self._gathered: list[MicBlock] = []
        self._thread = threading.Thread(target=self._run, name="ears", daemon=True)

    @property
    def expecting(self) -> bool:
        """Whether landings are expected, or soon will be."""
        return self._ears.expecting

    @property
    def level_db(self) -> float:
        """The microphone's level, for a meter."""
        return self._ears.level_db

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def hear(self, block: MicBlock) -> None:
        """Queue a block."""
        self._work.put(block)

    def expect(self, *, expecting: bool, from_at: float) -> None:
        """Queue what the session expects."""
        self._work.put(lambda: self._ears.expect(expecting=expecting, from_at=from_at))

    def forget(self) -> None:
        """Queue the stream's interruption."""
        self._work.put(self._ears.forget)

    def finish(self) -> None:
        """Queue the end of the sound: no block comes after it."""
        self._work.put(self._ears.finish)

    def close(self) -> None:
        """End the thread after what is queued."""
        self._work.put(None)
        self._thread.join(timeout=2.0)

    def _run(self) -> None:
        try:
            self._work_off()
        except Exception as fault:  # noqa: BLE001 - the owner must not believe that all is well
            self._on_fault(fault)

    def _work_off(self) -> None:
        while (task := self._work.get()) is not None:
            if isinstance(task, MicBlock):
                self._gather(task)
            else:
                self._hear_gathered()
                task()
        self._hear_gathered()

    def _gather(self, block: MicBlock) -> None:
        if block.start_frame == 0:
            self._hear_gathered()
        self._gathered.append(block)
        if self._ears.is_awaited or len(self._gathered) >= RESTING_BLOCKS:
            self._hear_gathered()

    def _hear_gathered(self) -> None:
        blocks, self._gathered = self._gathered, []
        if blocks:
            self._ears.hear(joined(blocks))


def joined(blocks: list[MicBlock]) -> MicBlock:
    """Return blocks that follow one another as one."""
    if len(blocks) == 1:
        return blocks[0]
    first = blocks[0]
    return MicBlock(
        np.concatenate([block.samples for block in blocks]),
        first.rate_hz,
        first.start_at,
        first.start_frame,
        overflowed=any(block.overflowed for block in blocks),
    )
