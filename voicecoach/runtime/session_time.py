"""Between session time and the clock of live devices, ``time.monotonic()``."""

from __future__ import annotations

from voicecoach.audio.ports import Back, Change, Dropped, Ended, Glitch, Lost, Report, Speaker, Started
from voicecoach.coaching.events import ClipDropped, ClipEnded, ClipStarted, DeviceBack, DeviceLost, DeviceNote
from voicecoach.runtime.clocks import LiveClock
from voicecoach.units import Samples

NOT_IN_TIME = "it could not start in time"


def clip_event(report: Report, zero_at: float = 0.0) -> ClipStarted | ClipEnded | ClipDropped:
    """Return a speaker's report as the session hears of it; `zero_at` is session zero on the speaker's clock."""
    match report:
        case Started(id, at):
            return ClipStarted(id, at - zero_at)
        case Ended(id, at, cut):
            return ClipEnded(id, at - zero_at, cut)
        case Dropped(id, at):
            return ClipDropped(id, at - zero_at, NOT_IN_TIME)


def device_event(change: Change) -> DeviceLost | DeviceBack | DeviceNote:
    """Return a change of the sound card as the session hears of it."""
    match change:
        case Lost():
            return DeviceLost(change.what, change.device)
        case Back():
            return DeviceBack(change.what, change.device)
        case Glitch():
            return DeviceNote(f"{change.what} glitch", change.device, change.seconds)


class LiveTimedSpeaker:
    """A live speaker whose instants are session seconds."""

    def __init__(self, speaker: Speaker, clock: LiveClock) -> None:
        self._speaker = speaker
        self._clock = clock
        self.name = speaker.name
        self.rate_hz = speaker.rate_hz

    def play(self, id: str, samples: Samples, *, at: float, not_after: float, speech: bool) -> None:  # noqa: A002
        """See :class:`~voicecoach.audio.ports.Speaker`."""
        zero_at = self._clock.zero_at
        self._speaker.play(id, samples, at=zero_at + at, not_after=zero_at + not_after, speech=speech)

    def cut(self, id: str, *, at: float) -> None:  # noqa: A002
        """See :class:`~voicecoach.audio.ports.Speaker`."""
        self._speaker.cut(id, at=self._clock.zero_at + at)

    def cut_all(self) -> None:
        """See :class:`~voicecoach.audio.ports.Speaker`."""
        self._speaker.cut_all()

    def set_gain(self, gain: float) -> None:
        """See :class:`~voicecoach.audio.ports.Speaker`."""
        self._speaker.set_gain(gain)

    def soonest_at(self) -> float:
        """See :class:`~voicecoach.audio.ports.Speaker`."""
        return self._speaker.soonest_at() - self._clock.zero_at

    def close(self) -> None:
        """See :class:`~voicecoach.audio.ports.Speaker`."""
        self._speaker.close()
