"""Where a session stands in its script: the phase, since when, and how pauses move it.

Instants are session seconds.  Every one is computed from the plan: a phase begins where the one before it
ends, however late somebody looks.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from voicecoach.circuit.timeline import Phase, PhaseKind
from voicecoach.coaching.script import Script, ScriptedPhase


class Place:
    """A position in a script that moves with time, stands still in pauses and jumps on command."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.index = 0
        self._begun_at = 0.0
        self.live_from = 0.0
        """Since when time passes: later than the phase's beginning after a pause."""
        self._held_at: float | None = None

    @property
    def scripted(self) -> ScriptedPhase:
        """The phase at hand and its cues."""
        return self.script.phases[self.index]

    @property
    def phase(self) -> Phase:
        """The phase at hand."""
        return self.scripted.phase

    @property
    def begun_at(self) -> float:
        """The instant the phase began; after a pause, the one that leaves the right time to its end."""
        return self._begun_at

    @property
    def ends_at(self) -> float:
        """The instant the phase ends, infinite while time is held."""
        return math.inf if self._held_at is not None else self._begun_at + self.phase.duration_s

    def elapsed_s(self, now: float) -> float:
        """Return the seconds of the phase that have passed."""
        instant = now if self._held_at is None else self._held_at
        return max(instant, self.live_from) - self._begun_at

    def jump(self, index: int, at: float) -> None:
        """Begin the phase `index` at the instant `at`."""
        self.index, self._begun_at, self.live_from, self._held_at = index, at, at, None

    def turn(self) -> None:
        """Go on to the next phase, which begins where this one ends."""
        self.jump(self.index + 1, self.ends_at)

    def hold(self, now: float) -> None:
        """Let no more time pass."""
        if self._held_at is None:
            self._held_at = max(now, self.live_from)

    def release(self, at: float) -> None:
        """Let time pass again from `at`, with the phase as far on as it was."""
        if self._held_at is not None:
            self._begun_at += at - self._held_at
            self.live_from, self._held_at = at, None

    def starts(self) -> Iterator[tuple[int, float]]:
        """Yield (index, start instant) of this phase and all that follow."""
        start_at = self._begun_at
        for index in range(self.index, len(self.script.phases)):
            yield index, start_at
            start_at += self.script.phases[index].phase.duration_s

    def next_step(self) -> int:
        """Return the index where the next step (or the farewell) begins."""
        beginnings = self._beginnings()
        last = len(self.script.phases) - 1
        return next((index for index in beginnings if index > self.index), last)

    def step_before(self) -> int:
        """Return the index where the step before this one begins; the first step, and the welcome, have none."""
        passed = [index for index in self._beginnings() if index <= self.index]
        return passed[-2] if len(passed) > 1 else self.this_step()

    def this_step(self) -> int:
        """Return the index where this step, or its second side, began; the welcome belongs to none and is its own."""
        entries = [
            index
            for index, scripted in enumerate(self.script.phases[: self.index + 1])
            if scripted.phase.kind is PhaseKind.SWITCH or index in self._beginnings()
        ]
        return entries[-1] if entries else 0

    def _beginnings(self) -> list[int]:
        """Return where steps begin: at their get-ready, or at their work if they have none."""
        found, known = [], None
        for index, scripted in enumerate(self.script.phases):
            phase = scripted.phase
            if phase.kind in {PhaseKind.GET_READY, PhaseKind.WORK}:
                occurrence = (phase.round, phase.step_index)
                if occurrence != known:
                    found.append(index)
                known = occurrence
        return found
