"""The pacer: a clock for devices that have none, when the session runs in real time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from voicecoach.audio.ports import Paced


class Pacer:
    """Advances paced devices to the present instant, over and over, in a thread of its own.

    Parameters
    ----------
    devices
        Microphone before speaker: what is heard is dealt with before time moves on for what is said.
    now
        The present instant on the caller's clock.
    period_s
        How often; as fine as a sound card's blocks.
    """

    def __init__(self, devices: Sequence[Paced], now: Callable[[], float], period_s: float = 0.01) -> None:
        self._devices = tuple(devices)
        self._now = now
        self._period_s = period_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pacer", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def close(self) -> None:
        """End the thread; the devices stay open."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self._period_s):
            now = self._now()
            for device in self._devices:
                device.advance(now)
