"""A beat to hop to, that goes away when it is no longer needed.

While it sounds the beat never moves: a grid that follows the feet would run away with them.  Each time it comes back
from silence it begins on the hopper's own landings, since by then they are the ones who keep the time.
"""

from __future__ import annotations

import math
from typing import Final

from voicecoach.coaching.advice.observed import TREND, Observed
from voicecoach.coaching.advice.steadiness import variation
from voicecoach.coaching.cue import tone_cue
from voicecoach.coaching.effects import Effect
from voicecoach.coaching.prompter import LOOK_AHEAD_S
from voicecoach.coaching.speaking import Speaking
from voicecoach.coaching.summary import STEADY_VARIATION
from voicecoach.listening.rhythm import PAUSE_S

SLOWEST_HZ, QUICKEST_HZ = 1.0, 4.0
"""What can be asked for, in hops a second: beyond these nobody hops."""

BEATS: Final = ("beat", "beat-1", "beat-2", "beat-3")
"""The tones of a beat, from the loudest to the softest; after the last there is silence."""

HELD: Final = 0.04
"""A tempo within this share of the beat holds it: hoppers to a metronome vary by 3 to 5 % themselves."""

LOST: Final = 0.08
"""A tempo further away than this share has lost it; between the two all stays as it is."""

_LATENESS_S: Final = 0.03
_FADED_EVERY: Final = 2
_INSTANT_S: Final = 1e-6


class Metronome:
    """Clicks at `beat_hz` through counted work; None for no beat."""

    def __init__(self, speaking: Speaking, beat_hz: float | None) -> None:
        self._speaking = speaking
        self._interval_s = 1.0 / beat_hz if beat_hz else math.inf
        self.end()

    def begin(self, at: float, ends_at: float, name: str) -> None:
        """Begin with the start signal at `at`, which is the first beat; `name` is in the cues' ids."""
        self._from_at, self._ends_at, self._name = at, ends_at, name
        self._beats = 1
        self._softer = 0
        self._held = False

    def end(self) -> None:
        """Sound no more."""
        self.begin(math.inf, -math.inf, "")

    @property
    def _beat_at(self) -> float:
        """The next beat's instant: from the plan, never "the last and one more"."""
        return self._from_at + self._beats * self._interval_s

    def next_at(self) -> float:
        """Return when the next beat must be handed over; infinite if none is left."""
        return self._beat_at - LOOK_AHEAD_S if self._beat_at < self._ends_at else math.inf

    def follow(self, seen: Observed) -> list[Effect]:
        """Return the effects of every beat due within the look-ahead, as loud as the hopper needs it."""
        effects: list[Effect] = []
        while self.next_at() <= seen.now + _INSTANT_S:
            self._listen(seen)
            if self._softer < len(BEATS):
                cue = tone_cue(f"{self._name}.beat{self._beats}", BEATS[self._softer])
                at = self._beat_at
                if at >= seen.now:
                    effects += self._speaking.speak(cue, at=at, not_after=at + _LATENESS_S, now=seen.now)
            self._beats += 1
        return effects

    def _listen(self, seen: Observed) -> None:
        off = self._off(seen)
        self._held = off <= HELD or (self._held and off <= LOST)
        if self._held:
            self._softer = min(self._softer + (self._beats % _FADED_EVERY == 0), len(BEATS))
            return
        if self._softer == len(BEATS) and seen.last_at is not None:
            self._come_back(seen.last_at, seen.now)
        self._softer = max(0, self._softer - 1)

    def _off(self, seen: Observed) -> float:
        """Return the share by which the tempo is off the beat; infinite while there is none, or no steady one."""
        spread, tempo_hz = variation(seen.recent, seen.turn), seen.tempo_hz
        pausing = seen.last_at is None or seen.now - seen.last_at > PAUSE_S
        if pausing or spread is None or tempo_hz is None or len(seen.intervals) < TREND:
            return math.inf
        found, _ = spread
        steady = found <= STEADY_VARIATION * (1.5 if self._held else 1.0)
        return abs(tempo_hz * self._interval_s - 1.0) if steady else math.inf

    def _come_back(self, landing_at: float, now: float) -> None:
        """Lay the grid anew on the last landing, its next beat in the future."""
        self._from_at = landing_at
        passed = max(0.0, now - landing_at) / self._interval_s
        self._beats = math.floor(passed) + 1
