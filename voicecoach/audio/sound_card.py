"""The live devices of a session, watched: a lost one is noticed, told, and opened again when it is back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from voicecoach.audio import portaudio
from voicecoach.audio.live_device import LiveDevice
from voicecoach.audio.live_stream import START_WITHIN_S
from voicecoach.audio.ports import Back, Change, Lost
from voicecoach.audio.speaker_live import LiveSpeaker
from voicecoach.errors import DeviceError

WATCH_S = 0.05
"""How often each stream is looked at; with the 0.4 s of silence that mean loss, under half a second."""

RETRY_S = (0.3, 0.5, 1.0, 2.0)
"""Waits between attempts to open a lost device again; the last one repeats."""

LAST_WORDS_S = 3.0
"""Looking for devices anew ends every stream (PortAudio's issue 447); a speaker that still works may first finish
what it says, at most this long."""


class SoundCard:
    """Opens devices together, watches them, and opens them again.

    Parameters
    ----------
    devices
        At most one microphone and one speaker.
    on_change
        Told, in the watcher's thread, of devices lost and back, and of glitches.
    """

    def __init__(self, devices: Sequence[LiveDevice], on_change: Callable[[Change], None]) -> None:
        self._devices = tuple(devices)
        self._on_change = on_change
        self._closing = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="sound card", daemon=True)

    def open(self) -> None:
        """Start every stream; raises DeviceError if one does not let us."""
        for device in self._devices:
            device.open()

    def wait_until_steady(self) -> None:
        """Wait until every stream runs regularly, then begin to watch; raises DeviceError if one does not start."""
        for device in self._devices:
            reason = self._settle(device)
            if reason is not None:
                raise DeviceError(
                    f'The {device.kind} "{device.name}" does not start ({reason}); '
                    "see whether the sound server runs, or choose another device"
                )
        self._watcher.start()

    def close(self) -> None:
        """Stop watching and let every stream go."""
        self._closing.set()
        if self._watcher.is_alive():
            self._watcher.join()
        for device in self._devices:
            device.close()

    def _watch(self) -> None:
        while not self._closing.wait(WATCH_S):
            for device in self._devices:
                glitch = device.new_glitch()
                if glitch is not None:
                    self._on_change(glitch)
            if any(device.failure() for device in self._devices):
                self._mend()

    def _mend(self) -> None:
        lost: set[str] = set()
        attempt = 0
        while not self._closing.is_set():
            self._note_lost(lost)
            if self._reopen():
                break
            self._closing.wait(RETRY_S[min(attempt, len(RETRY_S) - 1)])
            attempt += 1
        for device in self._devices:
            if device.kind in lost and not self._closing.is_set():
                self._on_change(Back(device.kind, device.name))

    def _note_lost(self, lost: set[str]) -> None:
        """Tell of every device that has failed since the last look, and let its stream go."""
        for device in self._devices:
            reason = device.failure()
            if reason is not None and device.kind not in lost:
                lost.add(device.kind)
                self._on_change(Lost(device.kind, device.name, reason))
        for device in self._devices:
            if device.kind in lost:
                device.close()

    def _reopen(self) -> bool:
        """Look for all devices anew and start them; say whether all run."""
        self._let_finish()
        for device in self._devices:
            device.close()
        try:
            portaudio.look_again()
        except DeviceError:
            return False
        # Each by itself: a speaker that works stays of use while the microphone is away.
        opened = [_opens(device) for device in self._devices]
        return all(opened) and all(self._settle(device) is None for device in self._devices)

    def _let_finish(self) -> None:
        deadline_at = time.monotonic() + LAST_WORDS_S
        speakers = [device for device in self._devices if isinstance(device, LiveSpeaker)]
        while time.monotonic() < deadline_at and any(s.failure() is None and not s.idle for s in speakers):
            self._closing.wait(WATCH_S)

    def _settle(self, device: LiveDevice) -> str | None:
        """Wait until the device is steady; return the reason if it will not be."""
        deadline_at = time.monotonic() + START_WITHIN_S
        while not device.steady:
            reason = device.failure()
            if reason is not None or time.monotonic() > deadline_at:
                return reason or "it is not steady"
            time.sleep(WATCH_S / 2)
        return None


def _opens(device: LiveDevice) -> bool:
    try:
        device.open()
    except DeviceError:
        return False
    return True
