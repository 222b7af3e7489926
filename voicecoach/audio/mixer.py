"""The mixer: prepared clips, added into an output at exact frames.

It knows frames and nothing else: no device, no clock, no lock.  Other threads leave their wishes in a deque;
whoever fills the output (a sound card's callback, a file) takes them up and learns what happened and at
which frame.  What comes out depends on the frames asked for only, never on how they are cut into blocks.
"""

from __future__ import annotations

from bisect import insort
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from voicecoach.audio.blend import add_clip, protect
from voicecoach.audio.fader import Fader
from voicecoach.audio.ports import FADE_S, VOLUME_RAMP_S
from voicecoach.units import Samples


class Happening(Enum):
    """What can happen to a clip."""

    STARTED = auto()
    ENDED = auto()
    CUT = auto()
    DROPPED = auto()


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that happened to a clip, at the exact frame."""

    frame: int
    happening: Happening
    id: str


@dataclass(slots=True, order=True)
class _Voice:
    """A clip booked or sounding; ordered by when it starts, then by when it was booked."""

    start_frame: int
    order: int
    id: str = field(compare=False)
    samples: Samples = field(compare=False)
    not_after_frame: int = field(compare=False)
    speech: bool = field(compare=False)
    fade_frame: int | None = field(compare=False, default=None)
    end_frame: int = field(compare=False, default=0)


class Mixer:
    """Adds clips into an output.

    Parameters
    ----------
    rate_hz
        The output's sample rate; decides how many frames a fade has.
    """

    def __init__(self, rate_hz: int) -> None:
        self.fade_frames = max(1, round(FADE_S * rate_hz))
        self._fader = Fader(max(1, round(VOLUME_RAMP_S * rate_hz)))
        self._wishes: deque[Callable[[int], None]] = deque()
        self._booked: list[_Voice] = []
        self._sounding: list[_Voice] = []
        self._notes: list[Note] = []
        self._speech_free_frame = 0
        self._orders = 0

    @property
    def idle(self) -> bool:
        """Whether nothing sounds and nothing is wished or booked."""
        return not (self._sounding or self._booked or self._wishes)

    def play(
        self,
        id: str,  # noqa: A002 - the name it has in every report
        samples: Samples,
        start_frame: int,
        not_after_frame: int,
        *,
        speech: bool,
    ) -> None:
        """Book a clip; it is dropped if it can't start by `not_after_frame`."""
        self._orders += 1
        voice = _Voice(start_frame, self._orders, id, samples, max(start_frame, not_after_frame), speech)
        self._wishes.append(lambda _frame: insort(self._booked, voice))

    def cut(self, id: str, silent_frame: int) -> None:  # noqa: A002
        """Fade a clip out, to be silent at `silent_frame` or one fade after the next frame."""
        self._wishes.append(lambda frame: self._cut(id, max(frame, silent_frame - self.fade_frames)))

    def cut_all(self) -> None:
        """Fade everything out from the next frame on and drop what is booked."""
        self._wishes.append(self._cut_all)

    def set_gain(self, gain: float) -> None:
        """Multiply all that sounds by `gain` from the next frame on, with a short ramp."""
        self._wishes.append(lambda frame: self._fader.move(gain, frame))

    def shift(self, frames: int) -> None:
        """Move what is booked: the stream slipped, and instants lie at other frames now."""
        self._wishes.append(lambda _frame: self._shift(frames))

    def clear(self, frame: int) -> list[Note]:
        """End everything at once, for a stream that is gone; only when nobody mixes.  The next begins at frame 0."""
        self._take_up(frame)
        self._notes += [Note(frame, Happening.CUT, voice.id) for voice in self._sounding]
        self._notes += [Note(frame, Happening.DROPPED, voice.id) for voice in self._booked]
        self._sounding.clear()
        self._booked.clear()
        self._speech_free_frame = 0
        self._fader.arrive()
        return self._collect()

    def mix(self, out: Samples | None, first_frame: int, frames: int, *, spoken: Samples | None = None) -> list[Note]:
        """Add what sounds in these frames to `out` (zeros on entry, shape (frames,)) and say what happened.

        With `out` None everything happens the same, unheard.  `spoken` is like it, and is given speech alone.
        """
        if self._wishes:
            self._take_up(first_frame)
        end_frame = first_frame + frames
        if self._booked:
            self._start_due(first_frame, end_frame)
        if self._sounding:
            self._sound(out, spoken, first_frame, end_frame)
        return self._collect() if self._notes else []

    def _take_up(self, frame: int) -> None:
        while self._wishes:
            self._wishes.popleft()(frame)

    def _collect(self) -> list[Note]:
        notes = sorted(self._notes, key=lambda note: note.frame)
        self._notes.clear()
        return notes

    def _cut(self, id: str, fade_frame: int) -> None:  # noqa: A002
        for voice in self._sounding:
            if voice.id == id:
                self._fade(voice, fade_frame)
        for voice in [voice for voice in self._booked if voice.id == id]:
            if voice.start_frame >= fade_frame:
                self._booked.remove(voice)
                self._notes.append(Note(voice.start_frame, Happening.DROPPED, id))
            else:
                voice.fade_frame = fade_frame

    def _cut_all(self, frame: int) -> None:
        for voice in self._sounding:
            self._fade(voice, frame)
        self._notes += [Note(frame, Happening.DROPPED, voice.id) for voice in self._booked]
        self._booked.clear()

    def _fade(self, voice: _Voice, fade_frame: int) -> None:
        silent_frame = fade_frame + self.fade_frames
        if silent_frame < voice.end_frame:
            voice.fade_frame, voice.end_frame = fade_frame, silent_frame
            if voice.speech:
                self._speech_free_frame = silent_frame

    def _shift(self, frames: int) -> None:
        for voice in self._booked:
            voice.start_frame += frames
            voice.not_after_frame += frames

    def _start_due(self, first_frame: int, end_frame: int) -> None:
        waiting: list[_Voice] = []
        for voice in self._booked:
            start_frame = max(voice.start_frame, first_frame)
            if voice.speech:
                start_frame = max(start_frame, self._speech_free_frame)
            called_off = voice.fade_frame is not None and start_frame >= voice.fade_frame
            too_late = start_frame > voice.not_after_frame and voice.not_after_frame < end_frame
            if called_off or too_late:
                frame = max(first_frame, voice.start_frame if called_off else voice.not_after_frame)
                self._notes.append(Note(frame, Happening.DROPPED, voice.id))
            elif start_frame < end_frame:
                self._start(voice, start_frame)
            else:
                waiting.append(voice)
        self._booked = waiting

    def _start(self, voice: _Voice, start_frame: int) -> None:
        voice.start_frame = start_frame
        voice.end_frame = start_frame + len(voice.samples)
        if voice.speech:
            self._speech_free_frame = voice.end_frame
        fade_frame, voice.fade_frame = voice.fade_frame, None
        if fade_frame is not None:
            self._fade(voice, fade_frame)
        self._sounding.append(voice)
        self._notes.append(Note(start_frame, Happening.STARTED, voice.id))

    def _sound(self, out: Samples | None, spoken: Samples | None, first_frame: int, end_frame: int) -> None:
        for voice in self._sounding:
            for sum_of in (out, spoken if voice.speech else None):
                if sum_of is not None:
                    self._add(voice, sum_of, first_frame, end_frame)
            if voice.end_frame <= end_frame:
                happening = Happening.ENDED if voice.fade_frame is None else Happening.CUT
                self._notes.append(Note(voice.end_frame, happening, voice.id))
        self._sounding = [voice for voice in self._sounding if voice.end_frame > end_frame]
        for sum_of in (out, spoken):
            if sum_of is not None:
                self._fader.apply(sum_of, first_frame)
                protect(sum_of)

    def _add(self, voice: _Voice, sum_of: Samples, first_frame: int, end_frame: int) -> None:
        add_clip(
            sum_of,
            first_frame,
            min(voice.end_frame, end_frame),
            clip=voice.samples,
            start_frame=voice.start_frame,
            fade_frame=voice.fade_frame,
            fade_frames=self.fade_frames,
        )
