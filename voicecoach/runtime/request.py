"""What somebody asks of `voicecoach run`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from voicecoach.circuit.model import Circuit, Level
from voicecoach.coaching.metronome import QUICKEST_HZ, SLOWEST_HZ
from voicecoach.coaching.numbers import CountMode
from voicecoach.coaching.outlook import Wanted
from voicecoach.coaching.setting import NO_DEVICE
from voicecoach.coaching.wording import Talk
from voicecoach.errors import UserError
from voicecoach.eventlog import STDOUT
from voicecoach.runtime.volumes import Volumes
from voicecoach.sqlite_files import is_database

SOUND_SUFFIXES = {".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aiff", ".aif", ".caf", ".au", ".w64"}


@dataclass(frozen=True, slots=True)
class Request:
    """One session, as asked for on the command line."""

    circuit: Circuit
    circuit_file: Path | None = None
    """The file that the circuit was read from, so that nothing else is written there; None if it is out of reach."""
    level: Level | None = Level.START
    """None for the one that suits after the sessions before."""
    count: CountMode = CountMode.EVERY
    talk: Talk = Talk.NORMAL
    beat: float | None = None
    """A beat to hop to, in hops a second."""
    on_beat: bool = False
    """Numbers on the landings of a steady rhythm rather than behind them."""
    mic: str | None = None
    """A device's name or number, a sound file, ``none``, or None for the default device."""
    speaker: str | None = None
    """The same for the output."""
    fast: bool = False
    """Simulated time, with files or nothing as microphone and speaker."""
    events: str | None = None
    events_go_on: bool = False
    """Whether they follow what is in their file: the sessions before it of the same program."""
    seed: int = 0
    language: str = "en"
    voice: str | None = None
    """A voice's name, a Piper model's path, a folder of recordings, or None for the best for the language."""
    volumes: Volumes = field(default_factory=Volumes)
    headset: bool = True
    """Whether media keys are listened to."""
    button: int | None = None
    """The BCM number of a button's GPIO pin."""
    keep: bool | None = None
    """Whether history keeps it; None: if it is training."""
    wanted: Wanted = field(default_factory=Wanted)
    """What is wanted otherwise than the sessions before suggest."""

    def __post_init__(self) -> None:
        """Refuse what can't be done: devices and people have a clock of their own, and nobody hops at any beat.

        What is written must not be what is read, nor be written by two: a session would destroy it.
        """
        self._refuse_rhythms()
        self._refuse_empty_names()
        if self.fast:
            self._refuse_real_time()
        self._refuse_to_destroy()

    def _refuse_rhythms(self) -> None:
        for option, hz, like in (
            ("--beat", self.beat, "--beat 2.2"),
            ("--target", self.wanted.target_hz, "--target 2.3, or own, or circuit"),
        ):
            if hz is not None and not SLOWEST_HZ <= hz <= QUICKEST_HZ:
                raise UserError(
                    f"{option} {hz:g} is nothing to hop to; give {SLOWEST_HZ:g} to {QUICKEST_HZ:g} hops a second, "
                    f"like {like}"
                )

    def _refuse_empty_names(self) -> None:
        for option, name, instead in (
            ("--mic", self.mic, "none for no microphone"),
            ("--speaker", self.speaker, "none for no sound"),
            ("--events", self.events, "- for standard output"),
        ):
            if name is not None and not name.strip():
                raise UserError(f'{option} "" names nothing; give a name, or {instead}, or leave {option} out')

    def _refuse_real_time(self) -> None:
        if self.button is not None:
            raise UserError(
                f"--button {self.button}: nobody presses a button in simulated time; leave out --fast or --button"
            )
        for option, name in (("--mic", self.mic), ("--speaker", self.speaker)):
            if name is not None and not is_paced(name):
                raise UserError(
                    f'{option} {name}: --fast takes a sound file or "none", since a device runs in real time'
                )

    def _refuse_to_destroy(self) -> None:
        for (one, path), (other, second) in combinations(self._files(), 2):
            if _is_same_file(path, second):
                raise UserError(f"{second} is both {one} and {other}; give another name")
        for option, path in self._files():
            if option in {"--speaker", "--events"} and is_database(path):
                raise UserError(f"{path} is a database; give {option} another name, so that nothing is lost")

    def _files(self) -> Iterator[tuple[str, Path]]:
        """Yield the files that take part, with the words that name them on the command line."""
        if self.circuit_file is not None:
            yield "the circuit", self.circuit_file
        for option, name in (("--mic", self.mic), ("--speaker", self.speaker)):
            path = sound_path(name)
            if path is not None:
                yield option, path
        if self.events is not None and self.events != STDOUT:
            yield "--events", Path(self.events)

    @property
    def uses_devices(self) -> bool:
        """Whether a real microphone or speaker takes part."""
        return not self.fast and not (is_paced(self.mic) and is_paced(self.speaker))

    @property
    def is_kept(self) -> bool:
        """Whether history keeps it.

        A recording that hops in somebody's place is a rehearsal, and so is a session that nobody could hear: neither is
        among what a person trained, unless they say so.
        """
        if self.keep is not None:
            return self.keep
        return self.uses_devices and (self.mic == NO_DEVICE or not is_paced(self.mic))

    @property
    def wants_past(self) -> bool:
        """Whether it is to know the sessions before: training does, a rehearsal only for what it asks for."""
        return self.is_kept or self.level is None or self.wanted.own_target is True


def is_paced(name: str | None) -> bool:
    """Say whether `name` is a sound file or nothing, rather than a device."""
    return name is not None and (name == NO_DEVICE or sound_path(name) is not None)


def sound_path(name: str | None) -> Path | None:
    """Return the path if `name` names a sound file: by its suffix, a slash in it, or because it exists."""
    if name is None or name == NO_DEVICE:
        return None
    path = Path(name)
    with suppress(RuntimeError):  # the home of somebody whom this machine does not know
        path = path.expanduser()
    looks_like_one = path.suffix.lower() in SOUND_SUFFIXES or "/" in name or path.exists()
    return path if looks_like_one else None


def _is_same_file(one: Path, other: Path) -> bool:
    """Say whether two paths lead to one file, there already or still to be written; devices and pipes are none."""
    try:
        if one.exists() and other.exists():
            return one.is_file() and one.samefile(other)
        return one.resolve() == other.resolve()
    except (OSError, RuntimeError, ValueError):
        # A path that can't be followed; whoever opens it tells why.
        return False
