"""What tests and benches measure a session by: its event log, and the sound it really made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from voicecoach import config
from voicecoach.circuit.model import Level
from voicecoach.coaching.numbers import RATES_WPM
from voicecoach.coaching.script import Script
from voicecoach.coaching.wording import Talk
from voicecoach.cuefiles import load_circuit, load_phrases
from voicecoach.runtime.rehearsal import Rehearsal
from voicecoach.runtime.speech import DEFAULT_LANGUAGE, open_voice
from voicecoach.voice.engine import Utterance
from voicecoach.voice.tones import tone
from voicecoach.voice.voicebox import Voicebox

Sound = NDArray[np.float32]
Line = Mapping[str, Any]

COMPARED_S = 0.3
"""How much of a clip's beginning is looked for."""


def read_events(path: Path) -> list[Line]:
    """Return the lines of an event log."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def of_kind(events: Iterable[Line], kind: str) -> list[Line]:
    """Return the lines of one event."""
    return [line for line in events if line["event"] == kind]


def read_mono(path: Path) -> tuple[Sound, int]:
    """Return a recording's samples (one channel) and rate."""
    samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    return samples.mean(axis=1, dtype=np.float32), int(rate_hz)


def plan(circuit: str, level: str, seed: int) -> Script:
    """Return the script of a session, with measured clip lengths."""
    rehearsal = Rehearsal(load_circuit(circuit), Level(level), load_phrases(), seed, Talk.NORMAL)
    with_voice = Clips()
    try:
        rehearsal.prepare(with_voice.voicebox, wait_s=120.0)
    finally:
        with_voice.close()
    return rehearsal.script()


def planned_starts(script: Script) -> dict[str, float]:
    """Return the planned instant of every cue, by its id."""
    return {
        planned.cue.id: scripted.phase.start_s + planned.offset_s
        for scripted in script.phases
        for planned in scripted.cues
    }


class Clips:
    """The sounds a session's cues are made of, at one rate."""

    def __init__(self, rate_hz: int = 48_000) -> None:
        self.rate_hz = rate_hz
        self.voicebox = Voicebox(
            open_voice(None, DEFAULT_LANGUAGE, print),
            rate_hz=rate_hz,
            cache_dir=config.cache_dir(),
            on_ready=lambda _utterance, _length: None,
            on_trouble=print,
        )

    def close(self) -> None:
        """End the voice."""
        self.voicebox.close()

    def candidates(self, cue: Line) -> list[Sound]:
        """Return the sounds that a ``cue`` line of an event log may have been made with: one a speed."""
        if cue["lane"] == "tone":
            return [tone(_tone_name(cue["id"]), self.rate_hz).samples]
        rates = RATES_WPM if cue["lane"] == "count" else (170, 200)
        asked = [Utterance(cue["text"], rate_wpm) for rate_wpm in rates]
        self.voicebox.prepare(asked)
        self.voicebox.wait(asked, 60.0)
        clips = [self.voicebox.clip(utterance) for utterance in asked]
        return [clip.samples for clip in clips if clip is not None]


def _tone_name(cue_id: str) -> str:
    name = cue_id.split("#", maxsplit=1)[0].rsplit(".", maxsplit=1)[-1].removeprefix("tone-")
    return "tick" if name.startswith(("countdown", "tick")) else name


def find_cue(recording: Sound, cue: Line, clips: Clips, around_s: float, within_s: float) -> tuple[float, float]:
    """Return (onset in seconds, likeness 0 to 1) of a cue's sound in a recording near `around_s`."""
    length = round(min(COMPARED_S, cue["end"] - cue["start"] - 0.01) * clips.rate_hz)
    found = [find_sound(recording, clip[:length], clips.rate_hz, around_s, within_s) for clip in clips.candidates(cue)]
    return max(found, key=lambda pair: pair[1])


def find_sound(recording: Sound, clip: Sound, rate_hz: int, around_s: float, within_s: float) -> tuple[float, float]:
    """Return (onset in seconds, likeness 0 to 1) of a sound in a recording near `around_s`."""
    first = max(0, round((around_s - within_s) * rate_hz))
    part = recording[first : round((around_s + within_s) * rate_hz) + len(clip)].astype(np.float64)
    if len(part) < len(clip):
        return around_s, 0.0
    size = 1 << int(np.ceil(np.log2(len(part) + len(clip))))
    product = np.fft.irfft(np.fft.rfft(part, size) * np.conj(np.fft.rfft(clip, size)), size)
    product = product[: len(part) - len(clip) + 1]
    energy = np.cumsum(np.concatenate(([0.0], part**2)))
    local = np.maximum(energy[len(clip) :] - energy[: -len(clip)], 1e-9)
    likeness = product / np.sqrt(local * float(np.sum(clip.astype(np.float64) ** 2)))
    best = int(np.argmax(likeness))
    return (first + best) / rate_hz, float(likeness[best])


def overlaps(cues: Sequence[Line]) -> list[tuple[str, str]]:
    """Return every two spoken cues that sounded at once (tones mix with everything)."""
    spoken = sorted((cue for cue in cues if cue["lane"] != "tone"), key=lambda cue: float(cue["start"]))
    return [(one["id"], two["id"]) for one, two in pairwise(spoken) if two["start"] < one["end"] - 1e-6]


def match(truth: Sequence[float], heard: Sequence[float], within_s: float = 0.05) -> tuple[int, int, int]:
    """Return (hits, missed, invented) of landings heard against the truth."""
    left = list(heard)
    hits = 0
    for at in truth:
        near = [one for one in left if abs(one - at) <= within_s]
        if near:
            left.remove(min(near, key=lambda one: abs(one - at)))
            hits += 1
    return hits, len(truth) - hits, len(left)
