"""The stage of one session: clock, microphone and speaker, opened together and closed together.

Either everything is simulated (files or nothing, on a clock that jumps) or everything runs in real time: sound
devices on their own clocks, files and nothing advanced by a pacer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from voicecoach import config
from voicecoach.audio.live_device import LiveDevice
from voicecoach.audio.microphone_file import FileMicrophone
from voicecoach.audio.microphone_live import LiveMicrophone
from voicecoach.audio.pacer import Pacer
from voicecoach.audio.ports import MicBlock, Paced, Report, Speaker
from voicecoach.audio.sound_card import SoundCard
from voicecoach.audio.speaker_file import FileSpeaker
from voicecoach.audio.speaker_live import LiveSpeaker
from voicecoach.coaching.events import DeviceNote
from voicecoach.coaching.setting import NO_DEVICE
from voicecoach.runtime.alone import alone
from voicecoach.runtime.clocks import Clock, Fault, Inbox, LiveClock, SimulatedClock
from voicecoach.runtime.conductor import Hearing
from voicecoach.runtime.ears import Ears, EarsThread
from voicecoach.runtime.fits import Fits
from voicecoach.runtime.request import Request, is_paced, sound_path
from voicecoach.runtime.room import Room
from voicecoach.runtime.session_time import LiveTimedSpeaker, clip_event, device_event
from voicecoach.units import Samples

COUNTING_BLOCK_S = 0.01
RESTING_BLOCK_S = 0.1
"""Blocks of a file microphone: short ones only while their end decides when a number is said."""

BLUETOOTH_WARNING = (
    'the microphone "{name}" is a Bluetooth headset: using it forces both directions down to telephone quality; '
    "better use the computer's own microphone or a USB one, with the headphones for output only"
)

WITHOUT_DEVICE = "give {0} a sound file, or {0} none"

Notice = Callable[[str], None]
PlayedOver = Callable[[MicBlock], Samples | None]


@dataclass(frozen=True, slots=True)
class Stage:
    """What a session plays on."""

    inbox: Inbox
    clock: Clock
    speaker: Speaker
    hearing: Hearing
    mic_name: str
    begin: Callable[[], None]
    """Lets session time start, as soon as every stream runs steadily."""


@contextmanager
def open_stage(request: Request, notice: Notice) -> Iterator[Stage]:
    """Open what `request` asks for; DeviceError, SoundFileError or SessionRunningError if it can't be."""
    with ExitStack() as closing:
        yield _simulated(request, notice, closing) if request.fast else _live(request, notice, closing)


def _simulated(request: Request, notice: Notice, closing: ExitStack) -> Stage:
    inbox = Inbox()
    hearing = _FileHearing(Ears(inbox.put, lambda at: at, inbox.put))
    microphone = _file_microphone(request.mic, hearing.hear, inbox, notice)
    hearing.microphone = microphone
    speaker = _file_speaker(request.speaker, inbox, notice)
    closing.callback(speaker.close)
    paced: list[Paced] = [speaker]
    if microphone is not None:
        closing.callback(microphone.close)
        paced.insert(0, microphone)
    clock = SimulatedClock(paced, lambda: hearing.expecting)
    return Stage(inbox, clock, speaker, hearing, _name(microphone), lambda: None)


class _FileHearing:
    """Ears that ask a file microphone for short blocks only while it matters."""

    def __init__(self, ears: Ears) -> None:
        self._ears = ears
        self.microphone: FileMicrophone | None = None
        self.hear = ears.hear
        self.forget = ears.forget

    @property
    def expecting(self) -> bool:
        return self._ears.expecting

    @property
    def level_db(self) -> float:
        return self._ears.level_db

    def expect(self, *, expecting: bool, from_at: float) -> None:
        if self.microphone is not None:
            self.microphone.block_s = COUNTING_BLOCK_S if expecting else RESTING_BLOCK_S
        self._ears.expect(expecting=expecting, from_at=from_at)


def _live(request: Request, notice: Notice, closing: ExitStack) -> Stage:
    inbox = Inbox()
    if request.uses_devices:
        closing.enter_context(alone(config.state_dir(), notice))
    clock = LiveClock(inbox)
    closing.callback(clock.close)
    paced: list[Paced] = []
    devices: list[LiveDevice] = []
    ears = Ears(inbox.put, _to_session(request, clock), inbox.put)
    hearing = EarsThread(ears, lambda fault: inbox.put(Fault(fault)))
    hearing.start()
    closing.callback(hearing.close)
    microphone: FileMicrophone | LiveMicrophone | None
    if is_paced(request.mic):
        microphone = _file_microphone(request.mic, hearing.hear, inbox, notice)
        if microphone is not None:
            microphone.block_s = COUNTING_BLOCK_S
            closing.callback(microphone.close)
            paced.append(microphone)
    else:
        microphone = LiveMicrophone(request.mic, on_block=hearing.hear, otherwise=WITHOUT_DEVICE.format("--mic"))
        ears.fit = Fits(config.state_dir()).of(microphone.name, notice)
        devices.append(microphone)
        if microphone.info.bluetooth_headset_mic:
            notice(BLUETOOTH_WARNING.format(name=microphone.name))
    speaker, ears.played_over = _live_speaker(request, notice, inbox, clock, closing, paced, devices)
    begin = _start_devices(clock, devices, paced, inbox, closing)
    return Stage(inbox, clock, speaker, hearing, _name(microphone), begin)


def _live_speaker(
    request: Request,
    notice: Notice,
    inbox: Inbox,
    clock: LiveClock,
    closing: ExitStack,
    paced: list[Paced],
    devices: list[LiveDevice],
) -> tuple[Speaker, PlayedOver]:
    """Return the speaker, put among the paced or the devices, and what a live microphone hears of it."""
    if is_paced(request.speaker):
        file_speaker = _file_speaker(request.speaker, inbox, notice)
        closing.callback(file_speaker.close)
        paced.append(file_speaker)
        return file_speaker, lambda _block: None
    live = LiveSpeaker(
        request.speaker,
        on_report=lambda report: inbox.put(clip_event(report, clock.zero_at)),
        otherwise=WITHOUT_DEVICE.format("--speaker"),
    )
    devices.append(live)
    room = Room(live.spoken, live.frame_at)
    return LiveTimedSpeaker(live, clock), (lambda _block: None) if is_paced(request.mic) else room.played_over


def _start_devices(
    clock: LiveClock, devices: list[LiveDevice], paced: list[Paced], inbox: Inbox, closing: ExitStack
) -> Callable[[], None]:
    """Start the streams now, while there is still time to settle; return what lets session time start."""
    card = SoundCard(devices, lambda change: inbox.put(device_event(change)))
    closing.callback(card.close)
    card.open()
    pacer = Pacer(paced, clock.now)
    closing.callback(pacer.close)

    def begin() -> None:
        card.wait_until_steady()
        clock.begin()
        pacer.start()

    return begin


def _to_session(request: Request, clock: LiveClock) -> Callable[[float], float]:
    if is_paced(request.mic):
        return lambda at: at
    return lambda at: at - clock.zero_at


def _file_microphone(
    name: str | None, on_block: Callable[[MicBlock], None], inbox: Inbox, notice: Notice
) -> FileMicrophone | None:
    path = sound_path(name)
    if path is None:
        return None

    def ended() -> None:
        inbox.put(DeviceNote("microphone file ended", str(path), microphone.seconds))

    microphone = FileMicrophone(path, on_block=on_block, block_s=RESTING_BLOCK_S, on_end=ended, on_trouble=notice)
    return microphone


def _file_speaker(name: str | None, inbox: Inbox, notice: Notice) -> FileSpeaker:
    def report(what: Report) -> None:
        inbox.put(clip_event(what))

    return FileSpeaker(sound_path(name), on_report=report, on_trouble=notice)


def _name(microphone: FileMicrophone | LiveMicrophone | None) -> str:
    return NO_DEVICE if microphone is None else microphone.name
