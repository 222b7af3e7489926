"""A live session on the virtual devices, hopped by a rendered recording, and recorded: for tests and benches."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from measuring import (
    Clips,
    Line,
    Sound,
    find_cue,
    find_sound,
    of_kind,
    plan,
    planned_starts,
    read_events,
)
from render_hops import Hopper, counted_sets, render_hops
from virtual_audio import MIC, RATE_HZ, SPEAKER, VirtualAudio

from voicecoach.coaching.script import Script

PROGRAM = (sys.executable, "-m", "voicecoach")
SEED = 1
FIRST_CUE_WITHIN_S = 4.0
COUNTED_WITHIN_S = 0.15

SHORT_CIRCUIT = """\
schema = 1
name = "Live"
rounds = 1

[defaults]
welcome = "3s"
get_ready = "5s"
rest = "6s"

[[step]]
exercise = "calf-hold"
kind = "hold"
work = "6s"
sides = "each"
cues = [{ at = "+1s", say = "Heel high." }]

[[step]]
exercise = "ankle-hops"
kind = "landings"
work = "10s"
"""
"""A hold with two sides and a set of hops, in about a minute."""


class LiveSession:
    """`voicecoach run` as a process of its own, with hops that fall into its counted sets."""

    def __init__(
        self,
        audio: VirtualAudio,
        circuit: Path,
        folder: Path,
        *,
        hopper: Hopper | None = None,
        level: str = "start",
        options: Sequence[str] = (),
    ) -> None:
        self._audio = audio
        self._circuit, self._folder, self._level = str(circuit), folder, level
        self.events_path = folder / "live.jsonl"
        self.room_path = folder / "room.wav"
        self.feed_path = folder / "hops.wav"
        self.program: subprocess.Popen[bytes] | None = None
        self._helpers: list[subprocess.Popen[bytes]] = []
        rehearsed = folder / "rehearsed.jsonl"
        run = [*PROGRAM, "run", self._circuit, "--level", level, "--seed", str(SEED)]
        subprocess.run([*run, "--fast", "--events", str(rehearsed)], check=True, stdout=subprocess.DEVNULL)
        self.sets, seconds = counted_sets(rehearsed)
        self.hops, self.truth = render_hops(self.sets, seconds, seed=3, hopper=hopper or Hopper())
        soundfile.write(self.feed_path, self.hops, RATE_HZ)
        self._run = [*run, *options, "--mic", MIC, "--speaker", SPEAKER, "--events", str(self.events_path)]

    def start(self, environ: Mapping[str, str] | None = None, *, recorded: bool = True) -> None:
        """Start program, recorder and, as the session's first event is written, the hops."""
        self.events_path.unlink(missing_ok=True)  # an earlier session's would tell that this one has begun
        if recorded:
            self._helpers.append(self._audio.record(self.room_path))
        self.program = subprocess.Popen(
            self._run,
            env=self._audio.environ | dict(environ or {}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        self.wait_for("session_started")
        self.hop(self.feed_path)

    def hop(self, sound: Path) -> None:
        """Let a recording hop into the microphone from now on."""
        self._helpers.append(self._audio.feed(sound))

    @property
    def pid(self) -> int:
        """The program's process id."""
        if self.program is None:
            raise RuntimeError("the session was not started")
        return self.program.pid

    def wait_for(self, event: str, count: int = 1, within_s: float = 60.0, **fields: object) -> Line:
        """Wait until the event log holds the event `count` times; returns the last of them."""
        deadline_at = time.monotonic() + within_s
        while time.monotonic() < deadline_at:
            found = [line for line in of_kind(self.events(), event) if fields.items() <= line.items()]
            if len(found) >= count:
                return found[count - 1]
            time.sleep(0.01)
        raise TimeoutError(f"no {event} {fields} within {within_s} s")

    def events(self) -> list[Line]:
        """Return the event log as it is now."""
        return read_events(self.events_path) if self.events_path.exists() else []

    def finish(self, within_s: float) -> int:
        """Wait for the session's end; returns the program's exit status."""
        if self.program is None:
            raise RuntimeError("the session was not started")
        try:
            self.program.communicate(timeout=within_s)
        finally:
            self.stop()
        return self.program.returncode

    def stop(self) -> None:
        """End every process that still runs."""
        for process in (self.program, *self._helpers):
            if process is not None:
                process.terminate()
                process.communicate(timeout=10.0)

    def heard(self) -> Heard:
        """Return what was heard in the room, measured."""
        script = plan(self._circuit, self._level, SEED)
        sound, _ = soundfile.read(self.room_path, dtype="float32")
        return measure(script, self.events(), sound[:, 0], sound[:, 1], self.hops, self.truth)


@dataclass(frozen=True)
class Heard:
    """A session measured in the recording of its room: speaker and microphone on one time line."""

    missing: set[str]
    """Planned cues that the event log lacks."""
    planned_error_s: Sequence[float]
    """Onset in the recording minus plan, of every planned cue, after one constant offset."""
    planned_at_s: Sequence[float]
    """The planned instants of the same cues."""
    likeness: Sequence[float]
    """How like its clip each spoken cue was, 0 to 1."""
    number_delay_s: Sequence[float]
    """From the sound of each landing in the microphone to the sound of its number in the speaker, of every
    ``count_spoken``; negative for a number that was placed on its landing and begins before it."""


def measure(
    script: Script,
    events: Sequence[Line],
    speaker: Sound,
    microphone: Sound,
    hops: Sound,
    truth: Sequence[float],
) -> Heard:
    """Find every spoken cue, and the hops, in the recording."""
    planned = planned_starts(script)
    spoken = [cue for cue in of_kind(events, "cue") if cue["lane"] != "tone"]
    first = next(cue for cue in spoken if cue["id"] in planned)
    clips = Clips(RATE_HZ)
    around_s = planned[first["id"]] + FIRST_CUE_WITHIN_S
    onset_s, _ = find_cue(speaker, first, clips, around_s, FIRST_CUE_WITHIN_S + 0.5)
    offset_s = onset_s - float(first["start"])
    found = {cue["id"]: find_cue(speaker, cue, clips, cue["start"] + offset_s, COUNTED_WITHIN_S) for cue in spoken}
    clips.close()
    planned_at_s = [at for cue_id, at in planned.items() if cue_id in found]
    apart_s = np.array([found[cue_id][0] - at for cue_id, at in planned.items() if cue_id in found])
    feed_s = _feed_start_s(microphone, hops, truth, offset_s)
    starts = {float(cue["start"]): found[cue["id"]][0] for cue in spoken if cue["lane"] == "count"}
    return Heard(
        missing=set(planned) - {cue["id"] for cue in of_kind(events, "cue")},
        planned_error_s=list(apart_s - np.median(apart_s)),
        planned_at_s=planned_at_s,
        likeness=[likeness for _, likeness in found.values()],
        number_delay_s=[
            starts[float(said["start"])] - feed_s - _nearest(truth, said["landing_at"] + offset_s - feed_s)
            for said in of_kind(events, "count_spoken")
        ],
    )


def _feed_start_s(microphone: Sound, hops: Sound, truth: Sequence[float], offset_s: float) -> float:
    """Return where in the recording the hops' recording begins."""
    first_s = truth[0] - 0.05
    part = hops[round(first_s * RATE_HZ) : round((first_s + 3.0) * RATE_HZ)]
    onset_s, _ = find_sound(microphone, part, RATE_HZ, first_s + offset_s, 3.0)
    return onset_s - first_s


def _nearest(truth: Sequence[float], at: float) -> float:
    return min(truth, key=lambda one: abs(one - at))
