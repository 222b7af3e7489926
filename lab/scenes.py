"""A scene: somebody hops, or nobody, in a room where other things are heard, before a microphone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import soxr

from lab import beats, footfalls, noises, rooms, synthetic_footfalls
from lab.bank import Half, Sound
from lab.microphones import Microphone
from lab.people import Habit, hop_times, hopped

IMPACT_S = 0.05
"""A landing's level is the root mean square of its first 50 ms; other sounds are set relative to the median landing."""

QUIET_ROOM_RMS = 0.05
"""What others' levels refer to when nobody hops: a landing's usual level before the microphone."""


Floor = Literal["recorded", "mixed", "worn", "synthetic", "loose", "struck"]

_FLOORS = {
    "recorded": footfalls.recorded,
    "mixed": footfalls.mixed,
    "worn": footfalls.worn,
    "synthetic": synthetic_footfalls.synthetic,
    "loose": footfalls.loose,
    "struck": footfalls.struck,
}


@dataclass(frozen=True)
class Scene:
    """What is to be heard.  Levels in dB relative to the landings; None: not there."""

    half: Half
    seconds: float = 24.0
    rate_hz: int = 16_000
    hopping: bool = True
    short_runs: bool = False
    machine_db: float | None = None
    talk_db: float | None = None
    counting_db: float | None = None
    music_db: float | None = None
    knocks_db: float | None = None
    coach_db: float | None = None
    coach_beat_hz: float | None = None
    """Its loudspeaker also beats so often a second, of which the listener is not told."""
    breath_db: float | None = None
    beat_db: float | None = None
    """What beeps in a steady beat: the coach itself, say, through a loudspeaker."""
    floor: Floor = "recorded"
    """Where the footfalls come from; those of the test half are all recorded."""
    habit: dict[str, float] = field(default_factory=dict)
    """Fixes parts of the habit."""
    microphone: dict[str, object] = field(default_factory=dict)
    """Fixes parts of the microphone."""

    @property
    def synthetic(self) -> bool:
        """Whether rooms are synthetic; the test half's are all measured."""
        return self.half != "test"


@dataclass(frozen=True)
class Take:
    """A rendered scene with its truth."""

    sound: Sound
    rate_hz: int
    landings: tuple[float, ...]
    played: Sound | None = None
    """What the coach said through the loudspeaker, frame by frame with the sound."""


def render(scene: Scene, seed: int) -> Take:
    """Return the scene; the same seed gives the same take."""
    chance = np.random.default_rng(seed)
    rate_hz = scene.rate_hz if scene.synthetic else 48_000
    habit = replace(Habit.drawn(chance), **scene.habit)
    runs = _runs(scene, habit, chance)
    landings = [at for run in runs for at in run]
    footfall = _FLOORS[scene.floor](scene.half, rate_hz, chance)
    room = rooms.synthetic(rate_hz, chance) if scene.synthetic else rooms.measured(rate_hz, chance)
    air = rooms.placed(hopped(runs, scene.seconds, habit, footfall, rate_hz, chance), room)
    level = impact_rms(air, landings, rate_hz) if landings else QUIET_ROOM_RMS
    played = None
    for db, sound in _others(scene, landings, rate_hz, chance):
        air = air + np.float32(level * 10.0 ** (db / 20.0)) * noises.unit(
            rooms.placed(sound, _another(scene, rate_hz, chance)), rate_hz
        )
    if scene.coach_db is not None:
        played = noises.coach(scene.half, landings, scene.seconds, rate_hz, chance) * np.float32(0.1)
        through = rooms.placed(_with_beat(played, scene, rate_hz), rooms.synthetic(rate_hz, chance))
        air = air + np.float32(level * 10.0 ** (scene.coach_db / 20.0)) * noises.unit(through, rate_hz)
    microphone = replace(Microphone.drawn(chance), **scene.microphone)  # type: ignore[arg-type]
    if not landings:
        microphone = replace(microphone, peak_db=min(microphone.peak_db, -3.0))
    heard = microphone.record(air, rate_hz, chance)
    return Take(
        _at_rate(heard, rate_hz, scene.rate_hz),
        scene.rate_hz,
        tuple(landings),
        None if played is None else _at_rate(played, rate_hz, scene.rate_hz),
    )


def _at_rate(sound: Sound, from_hz: int, to_hz: int) -> Sound:
    return sound if from_hz == to_hz else soxr.resample(sound, from_hz, to_hz).astype(np.float32)


def _runs(scene: Scene, habit: Habit, chance: np.random.Generator) -> list[list[float]]:
    if not scene.hopping:
        return []
    runs, at = [], chance.uniform(0.3, 4.0)
    if scene.coach_db is not None and scene.half == "test":
        at += 6.0  # a session opens with words, not with hops
    while at < scene.seconds - 2.0:
        length_s = chance.uniform(4.5, 10.5) / habit.cadence_hz if scene.short_runs else chance.uniform(6.0, 20.0)
        end_at = min(at + length_s, scene.seconds - 0.4)
        runs.append(hop_times(at, end_at, habit, chance))
        at = end_at + chance.uniform(1.5, 4.0)
    return runs


def _others(
    scene: Scene, landings: list[float], rate_hz: int, chance: np.random.Generator
) -> list[tuple[float, Sound]]:
    half, seconds = scene.half, scene.seconds
    others: list[tuple[float, Sound]] = []
    if scene.machine_db is not None:
        others.append((scene.machine_db, noises.machine(seconds, rate_hz, chance)))
    if scene.talk_db is not None:
        others.append((scene.talk_db, noises.talk(half, seconds, rate_hz, chance)))
    if scene.counting_db is not None:
        alone = landings or hop_times(1.0, seconds - 1.0, replace(Habit.drawn(chance), cadence_hz=1.6), chance)
        others.append((scene.counting_db, noises.counting(half, alone, seconds, rate_hz, chance)))
    if scene.music_db is not None:
        others.append((scene.music_db, noises.music(half, seconds, rate_hz, chance)))
    if scene.knocks_db is not None:
        others.append((scene.knocks_db, noises.knocks(half, seconds, rate_hz, chance)))
    if scene.breath_db is not None:
        others.append((scene.breath_db, noises.breath(seconds, rate_hz, chance)))
    if scene.beat_db is not None:
        others.append((scene.beat_db, beats.beats(seconds, rate_hz, chance)))
    return others


def _with_beat(played: Sound, scene: Scene, rate_hz: int) -> Sound:
    if scene.coach_beat_hz is None:
        return played
    return played + np.float32(0.1) * beats.own(scene.coach_beat_hz, scene.seconds, rate_hz)


def _another(scene: Scene, rate_hz: int, chance: np.random.Generator) -> Sound:
    """Return the room as another place in it hears it."""
    return rooms.synthetic(rate_hz, chance) if scene.synthetic else rooms.measured(rate_hz, chance)


def impact_rms(air: Sound, landings: list[float], rate_hz: int) -> float:
    """Return the median landing's level: the root mean square of its first `IMPACT_S`."""
    width = round(IMPACT_S * rate_hz)
    impacts = [air[round(at * rate_hz) :][:width] for at in landings]
    return float(np.median([np.sqrt(np.mean(np.square(impact))) for impact in impacts if len(impact)]))
