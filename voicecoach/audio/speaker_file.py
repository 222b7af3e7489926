"""A sound file, or nothing at all, as the speaker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

from voicecoach.audio.mixer import Mixer
from voicecoach.audio.ports import Report
from voicecoach.audio.reports import report_of
from voicecoach.audio.sound_files import WriteFailures, open_to_write
from voicecoach.units import Samples

PAGE_S = 1.0
"""Sound is handed to the file in pieces this long: few writes, and never more than this to lose."""


def _ignore_trouble(_sentence: str) -> None:
    pass


class FileSpeaker:
    """Mixes clips exactly where they belong as the caller's time passes, into a file or nowhere.

    Parameters
    ----------
    path
        A ``.wav`` or ``.flac`` to write, 16 bit mono; None for a speaker that only keeps time and reports.
    rate_hz
        Frames a second.
    on_report
        Receives what became of each clip.
    start_at
        The instant of frame 0 on the caller's clock.
    on_trouble
        Receives a sentence if the file can't be written any further; the session goes on without it.

    Raises
    ------
    SoundFileError
        If the file can't be written there.
    """

    def __init__(
        self,
        path: Path | None,
        rate_hz: int = 48_000,
        *,
        on_report: Callable[[Report], None],
        start_at: float = 0.0,
        on_trouble: Callable[[str], None] = _ignore_trouble,
    ) -> None:
        self.name = "none" if path is None else str(path)
        self.rate_hz = rate_hz
        self._on_report = on_report
        self._on_trouble = on_trouble
        self._start_at = start_at
        self._mixer = Mixer(rate_hz)
        self._next_frame = 0
        self._page = None if path is None else _Page(open_to_write(path, rate_hz), round(PAGE_S * rate_hz))

    def play(self, id: str, samples: Samples, *, at: float, not_after: float, speech: bool) -> None:  # noqa: A002
        """Book a clip for the frame nearest to `at`."""
        self._mixer.play(id, samples, self._frame(at), self._frame(not_after), speech=speech)

    def cut(self, id: str, *, at: float) -> None:  # noqa: A002
        """Fade a clip out, silent at `at` or soonest after."""
        self._mixer.cut(id, self._frame(at))

    def cut_all(self) -> None:
        """Fade out what sounds and drop what is booked."""
        self._mixer.cut_all()

    def set_gain(self, gain: float) -> None:
        """Multiply all that sounds by `gain` from the next frame on."""
        self._mixer.set_gain(gain)

    def soonest_at(self) -> float:
        """Return the instant up to which all is mixed."""
        return self._at(self._next_frame)

    def advance(self, to_at: float) -> None:
        """Mix up to `to_at`, and report."""
        to_frame = self._frame(to_at)
        while self._next_frame < to_frame:
            out, frames = None, to_frame - self._next_frame
            if self._page is not None:
                out = self._page.take(frames)
                frames = len(out)
            notes = self._mixer.mix(out, self._next_frame, frames)
            self._next_frame += frames
            for note in notes:
                self._on_report(report_of(note, self._at(note.frame)))
            if self._page is not None and self._page.full:
                self._write()

    def close(self) -> None:
        """Write what is left and let go of the file; a clip that sounds is not waited for."""
        if self._page is not None:
            self._write()
        if self._page is not None:
            self._page.sound.close()
            self._page = None

    def _write(self) -> None:
        if self._page is None:
            return
        try:
            self._page.write()
        except WriteFailures:
            self._page = None
            self._on_trouble(f"{self.name} can't be written any further (disk full?); the session goes on without")

    def _frame(self, at: float) -> int:
        return round((at - self._start_at) * self.rate_hz)

    def _at(self, frame: int) -> float:
        return self._start_at + frame / self.rate_hz


class _Page:
    """The sound that is mixed and not yet written."""

    def __init__(self, sound: soundfile.SoundFile, frames: int) -> None:
        self.sound = sound
        self._samples: Samples = np.zeros(frames, np.float32)
        self._used = 0

    @property
    def full(self) -> bool:
        return self._used == len(self._samples)

    def take(self, frames: int) -> Samples:
        """Return the next silent piece, `frames` long or what is left."""
        first = self._used
        self._used = min(len(self._samples), first + frames)
        return self._samples[first : self._used]

    def write(self) -> None:
        self.sound.write(self._samples[: self._used])
        self._samples[: self._used] = 0.0
        self._used = 0
