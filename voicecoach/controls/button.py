"""A button on a Raspberry Pi's GPIO pins: short press pauses and goes on, double is next, long stops."""

from __future__ import annotations

import importlib
import queue
import sys
import threading
import time
import warnings
from collections.abc import Callable
from types import TracebackType
from typing import Any

from voicecoach.coaching.events import Command
from voicecoach.controls.presses import Presses
from voicecoach.errors import ControlError

_LIBRARY_MISSING = (
    "--button {pin}: the GPIO library is not installed; install it with: {python} -m pip install gpiozero lgpio"
)


class GpioButton:
    """A push button between a pin and ground.

    gpiozero tells the edges; what they mean is decided in :mod:`voicecoach.controls.presses`, since gpiozero's own
    debouncing lets double events through (its issue 378) and its ``when_held`` comes besides ``when_pressed``.

    Parameters
    ----------
    pin
        The BCM number.
    give
        Told each command.
    clock
        Tells instants, in seconds.

    Raises
    ------
    ControlError
        If there is no such pin, no library, or no permission.
    """

    def __init__(
        self, pin: int, give: Callable[[Command], None], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._give = give
        self._clock = clock
        self._presses = Presses()
        self._edges: queue.SimpleQueue[tuple[float, bool]] = queue.SimpleQueue()
        self._news = threading.Event()
        self._over = False
        self._thread = threading.Thread(target=self._run, name="button", daemon=True)
        self._button = _open(pin)
        self._button.when_pressed = lambda: self._note(down=True)
        self._button.when_released = lambda: self._note(down=False)

    def __enter__(self) -> GpioButton:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over = True
        self._news.set()
        self._thread.join(timeout=1.0)
        self.close()

    def close(self) -> None:
        """Let the pin go."""
        self._button.close()

    def look(self) -> None:
        """Give the commands that have become certain by now."""
        while not self._edges.empty():
            at, down = self._edges.get()
            self._tell(self._presses.edge(at, down=down))
        self._tell(self._presses.look(self._clock()))

    def _note(self, *, down: bool) -> None:
        self._edges.put((self._clock(), down))
        self._news.set()

    def _run(self) -> None:
        while not self._over:
            next_at = self._presses.next_at()
            self._news.wait(None if next_at is None else max(0.0, next_at - self._clock()))
            self._news.clear()
            self.look()

    def _tell(self, commands: list[Command]) -> None:
        for command in commands:
            self._give(command)


def _open(pin: int) -> Any:  # noqa: ANN401 - gpiozero ships no types
    try:
        gpiozero = importlib.import_module("gpiozero")
    except ImportError as error:
        raise ControlError(_LIBRARY_MISSING.format(pin=pin, python=sys.executable)) from error
    try:
        with warnings.catch_warnings():
            # It warns of each way to the pins that it tries in vain; the last reason is in the error.
            warnings.simplefilter("ignore")
            return gpiozero.Button(pin, pull_up=True, bounce_time=None)
    except Exception as error:  # gpiozero's own errors, and whatever the library beneath it raises
        raise ControlError(
            f"--button {pin}: the pin can't be used ({error or type(error).__name__}); "
            "GPIO pins need a Raspberry Pi and a user in the group gpio"
        ) from error
