"""The system's own voices through pyttsx3, in a process of its own with a deadline for every text."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from voicecoach.errors import SpeechError
from voicecoach.voice.clip import Clip
from voicecoach.voice.engine import Maker, Utterance, VoiceInfo
from voicecoach.voice.engine_process import EngineProcess

CHILD = (sys.executable, "-m", "voicecoach.voice.pyttsx3_child")
DEADLINE_S = 5.0
"""For one text; espeak needs 10 ms, the first one also starts Python and the engine."""

REMEDY = "install one (Debian, Raspberry Pi OS: sudo apt install espeak-ng)"

_PROBE = "1 2 3 4 5 6"
_TRUSTS = 2
"""How often all probes are made anew before the engine is given up."""

_RATE_TOLERANCE = 0.12
"""A probe's length is predicted from the probe at another rate; espeak keeps to it within a few percent."""


class Pyttsx3Engine:
    """Renders with pyttsx3.

    Parameters
    ----------
    voice
        A voice's id, empty for the best one for the language: the system's default if it speaks it, else an
        installed voice of exactly this language, else one of another region.
    language
        A language tag, e.g. ``de`` or ``en-us``.
    deadline_s
        Seconds a text may take before the process is killed and started again.
    command
        What to start; it speaks the protocol of :mod:`voicecoach.voice.pyttsx3_child`.
    """

    name = "pyttsx3"

    def __init__(
        self,
        voice: str = "",
        language: str = "en",
        *,
        deadline_s: float = DEADLINE_S,
        command: Sequence[str] = CHILD,
    ) -> None:
        self.voice = voice
        self.language = language
        self.process = EngineProcess(command, deadline_s=deadline_s, remedy=REMEDY, on_start=self._forget_rate)
        self._rate_wpm: int | None = None
        self._probes: dict[int, float] = {}

    def maker(self, utterance: Utterance) -> Maker:  # noqa: ARG002 - one voice for all words
        """Return pyttsx3 with this voice."""
        return Maker(self.name, self.voice, self.language)

    def render(self, utterance: Utterance) -> Clip:
        """Return the raw sound of `utterance`, whose rate has been verified."""
        if utterance.rate_wpm != self._rate_wpm:
            self._verify_rate(utterance.rate_wpm)
        return self._render(utterance)

    def chosen(self) -> VoiceInfo:
        """Return the voice that speaks."""
        voice = self.voice or self.process.ask({"choose": self.language})["chosen"]
        return next(one for one in self.voices() if one.id == voice)

    def voices(self) -> list[VoiceInfo]:
        """Return the system's voices."""
        found = self.process.ask({"voices": True})["voices"]
        return [VoiceInfo(self.name, one["id"], one["name"], tuple(one["languages"])) for one in found]

    def rest(self) -> None:
        """End the process until the next words."""
        self.process.rest()

    def close(self) -> None:
        """End the process."""
        self.process.close()

    def _forget_rate(self) -> None:
        self._rate_wpm = None

    def _verify_rate(self, rate_wpm: int) -> None:
        """Render a probe and compare its length with the same words at other rates: pyttsx3 can lose a rate."""
        for _ in range(_TRUSTS):
            for again in (False, True, True):
                probe_s = self._render(Utterance(_PROBE, rate_wpm), again=again).length_s
                if self._plausible(rate_wpm, probe_s):
                    self._probes[rate_wpm] = probe_s
                    self._rate_wpm = rate_wpm
                    return
            # It may be an earlier probe that was wrong: the first one has none to be compared with.
            self._probes.clear()
            self.process.restart()
        raise SpeechError(f"the speech engine does not change its speed to {rate_wpm} words a minute")

    def _plausible(self, rate_wpm: int, probe_s: float) -> bool:
        """Say whether a probe's length differs from the other rates' probes as it should.

        Faster must be shorter: the length that a lost rate would have had is another rate's own.
        """
        if rate_wpm in self._probes:
            return abs(probe_s - self._probes[rate_wpm]) < _RATE_TOLERANCE * probe_s
        return all((other_s - probe_s) * (rate_wpm - other_wpm) > 0 for other_wpm, other_s in self._probes.items())

    def _render(self, utterance: Utterance, *, again: bool = False) -> Clip:
        return self.process.render(
            {
                "text": utterance.text,
                "rate_wpm": utterance.rate_wpm,
                "voice": self.voice,
                "language": self.language,
                "again": again,
            }
        )
