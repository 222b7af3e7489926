"""A microphone and nothing else: landings as they come, until somebody says stop."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack

from voicecoach import config
from voicecoach.audio.microphone_live import LiveMicrophone
from voicecoach.audio.ports import Change
from voicecoach.audio.sound_card import SoundCard
from voicecoach.listening.fitting import Fit
from voicecoach.listening.landing import Landing
from voicecoach.runtime.ears import Ears, EarsThread
from voicecoach.runtime.fits import Fits

LOOK_EVERY_S = 0.1


class Overhearing:
    """An open microphone; instants are seconds from its opening.

    Parameters
    ----------
    mic
        The device, as on the command line; None for the default.
    on_landing
        Told each landing, in the listening thread; the last ones by :meth:`close`.
    on_change
        Told when the microphone is lost and back.
    expecting
        Whether to believe single landings, or only rows of them.
    fit
        What is known about the microphone; None for what was found by its last calibration.
    otherwise
        What can be done where there is no microphone at all, besides plugging one in.

    Raises
    ------
    DeviceError
        If there is no such microphone, or it does not start.
    """

    def __init__(
        self,
        mic: str | None,
        on_landing: Callable[[Landing], None],
        on_change: Callable[[Change], None],
        *,
        expecting: bool = False,
        fit: Fit | None = None,
        otherwise: str = "",
    ) -> None:
        self._closing = ExitStack()
        self._faults: list[Exception] = []
        self._zero_at: float | None = None
        self._listens = Ears(on_landing, self._since_begin)
        self._ears = EarsThread(self._listens, self._faults.append)
        self._ears.expect(expecting=expecting, from_at=0.0)
        self.microphone = LiveMicrophone(mic, on_block=self._ears.hear, otherwise=otherwise)
        self._listens.fit = fit or Fits(config.state_dir()).of(self.microphone.name, _note)
        self._ears.start()
        self._closing.callback(self._ears.close)
        self._closing.callback(self._ears.finish)
        with ExitStack() as undo:
            undo.push(self._closing)
            card = SoundCard([self.microphone], on_change)
            self._closing.callback(card.close)
            card.open()
            card.wait_until_steady()
            undo.pop_all()

    @property
    def level_db(self) -> float:
        """The microphone's level."""
        return self._ears.level_db

    def seconds(self) -> float:
        """Return how long ago the first block began."""
        return 0.0 if self._zero_at is None else time.monotonic() - self._zero_at

    def plainness(self, from_at: float, to_at: float) -> list[float]:
        """Return how plain whatever sounded like a landing was, log odds, in seconds since the first block."""
        return self._listens.plainness(from_at, to_at)

    def wait(self, stop: threading.Event, timeout_s: float | None = None) -> None:
        """Wait until `stop` is set, or for `timeout_s` seconds; signals are taken meanwhile, see :meth:`check`."""
        waited_s = 0.0
        while not stop.wait(LOOK_EVERY_S):
            self.check()
            waited_s += LOOK_EVERY_S
            if timeout_s is not None and waited_s >= timeout_s:
                return

    def check(self) -> None:
        """Raise what broke the listening, a fault of ours: nothing is heard any more then."""
        if self._faults:
            raise self._faults[0]

    def close(self) -> None:
        """Let the microphone go, and hear to the end: a landing may be told 0.7 s after it fell."""
        self._closing.close()

    def _since_begin(self, at: float) -> float:
        if self._zero_at is None:
            self._zero_at = at
        return at - self._zero_at


def _note(text: str) -> None:
    sys.stderr.write(f"note: {text}\n")
