"""How people hop: when their feet touch, and how loud each landing, second foot, take-off and rope strike is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import signal

from lab.bank import Sound
from lab.impacts import Footfall

START_S = (0.3, 1.2)


@dataclass(frozen=True)
class Habit:
    """One person's way of hopping, the same through a session."""

    cadence_hz: float
    jitter: float
    drift: float
    """Relative change of the cadence over a set."""
    fatigue_db: float
    """Change of loudness over a set."""
    stumble: float
    """Chance of an interval that is much too long."""
    spread_db: float
    limp_db: float
    """Every other landing is so much quieter: left and right."""
    feet_apart_s: float
    take_off_db: float
    """Relative to the landing; inaudible at -60."""
    rope_db: float

    @classmethod
    def drawn(cls, chance: np.random.Generator) -> Habit:
        """Draw somebody.  Ranges: the metronome studies' 3 to 5 % jitter and beyond, take-offs 12 to 22 dB down."""
        return cls(
            cadence_hz=_cadence_hz(chance),
            jitter=float(chance.uniform(0.012, 0.07)),
            drift=float(chance.normal(0.0, 0.08)),
            fatigue_db=float(chance.normal(0.0, 3.0)),
            stumble=float(chance.choice((0.0, 0.02, 0.05))),
            spread_db=float(chance.uniform(0.5, 3.5)),
            limp_db=float(chance.choice((0.0, 0.0, 1.0)) * chance.uniform(1.0, 8.0)),
            feet_apart_s=float(chance.choice((0.0, 0.01, 0.03))),
            take_off_db=float(chance.choice((-60.0, chance.uniform(-24.0, -12.0)))),
            rope_db=float(chance.choice((-60.0, -60.0, -60.0, chance.uniform(-22.0, -4.0)))),
        )


def _cadence_hz(chance: np.random.Generator) -> float:
    """Most hop a little above two a second; every cadence that is counted has its share."""
    if chance.random() < 0.35:
        return float(chance.uniform(1.4, 4.0))
    return float(np.exp(chance.normal(np.log(2.25), 0.24)).clip(1.4, 4.0))


def hop_times(start_at: float, end_at: float, habit: Habit, chance: np.random.Generator) -> list[float]:
    """Return the landings of one run, from its beginning to its end."""
    times, at = [], start_at
    while at < end_at:
        times.append(at)
        progress = (at - start_at) / max(1.0, end_at - start_at)
        interval_s = 1.0 / (habit.cadence_hz * (1.0 + habit.drift * progress))
        if chance.random() < habit.stumble:
            interval_s *= chance.uniform(1.3, 1.9)
        at += max(0.2, interval_s * (1.0 + habit.jitter * float(np.clip(chance.normal(), -2.5, 2.5))))
    return times


def hopped(
    runs: list[list[float]], seconds: float, habit: Habit, footfall: Footfall, rate_hz: int, chance: np.random.Generator
) -> Sound:
    """Return the sound of runs of landings, without room or microphone; a landing peaks at about 0.5."""
    sound = np.zeros(round((seconds + 1.0) * rate_hz), np.float32)
    for run in runs:
        for number, at in enumerate(run):
            usual_db = habit.fatigue_db * number / max(1, len(run)) - habit.limp_db * (number % 2) - 6.0
            loud_db = usual_db + chance.normal(0.0, habit.spread_db)
            _add(sound, footfall(), at, loud_db, rate_hz)
            if habit.feet_apart_s:
                _add(
                    sound,
                    footfall(),
                    at + chance.uniform(0.0, habit.feet_apart_s),
                    loud_db - chance.uniform(0.0, 6.0),
                    rate_hz,
                )
            interval_s = run[number + 1] - at if number + 1 < len(run) else 1.0 / habit.cadence_hz
            _between(sound, footfall, (at, interval_s, loud_db), habit, rate_hz, chance)
    return sound[: round(seconds * rate_hz)]


def _between(
    sound: Sound,
    footfall: Footfall,
    landing: tuple[float, float, float],
    habit: Habit,
    rate_hz: int,
    chance: np.random.Generator,
) -> None:
    """Add what is heard between two landings: the take-off, the rope."""
    at, interval_s, loud_db = landing
    if habit.take_off_db > -50.0:
        contact_s = min(chance.uniform(0.14, 0.25), 0.62 * interval_s)
        scrape = signal.lfilter([1.0, -0.9], [1.0], footfall()).astype(np.float32)
        scrape /= np.abs(scrape).max() + 1e-9
        _add(sound, scrape, at + contact_s, loud_db + habit.take_off_db + chance.normal(0.0, 2.0), rate_hz)
    if habit.rope_db > -50.0:
        noise = chance.normal(0.0, 0.4, round(0.02 * rate_hz))
        strike = signal.lfilter([1.0, -0.8], [1.0], noise) * np.exp(-np.arange(len(noise)) / (0.003 * rate_hz))
        strike_at = at + interval_s - chance.uniform(0.06, 0.13)
        _add(sound, strike.astype(np.float32), strike_at, loud_db + habit.rope_db, rate_hz)


def _add(sound: Sound, part: Sound, at: float, gain_db: float, rate_hz: int) -> None:
    first = round(at * rate_hz)
    place = sound[first : first + len(part)]
    place += part[: len(place)] * np.float32(10.0 ** (gain_db / 20.0))
