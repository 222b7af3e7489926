"""From cue to samples: words through the voice, tones from the tone maker."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from voicecoach.coaching.cue import Cue, Lane
from voicecoach.units import Samples
from voicecoach.voice.engine import Utterance
from voicecoach.voice.tones import tone
from voicecoach.voice.voicebox import NO_ENGINE, Voicebox

WAIT_S = 300.0
"""How long a simulated session waits for its clips: its clock stands still meanwhile.  Piper on a small machine needs
minutes for all of them."""


class Clips:
    """The sounds of cues, at the speaker's rate; each lane's are multiplied by its `gain`.

    With `patient`, :meth:`prepare` returns when everything asked for is rendered: in simulated time a clip is
    never late, so two runs are the same.
    """

    def __init__(
        self, voicebox: Voicebox, rate_hz: int, *, patient: bool, gain: Callable[[Lane], float] = lambda _lane: 1.0
    ) -> None:
        self._voicebox = voicebox
        self._rate_hz = rate_hz
        self._patient = patient
        self._gain = gain
        self._tones: dict[str, Samples] = {}

    def unspoken(self, cue: Cue) -> str | None:
        """Return why the cue will never have a sound, None while it may."""
        if not cue.lane.is_speech:
            return None
        return NO_ENGINE if self._voicebox.silent else self._voicebox.unspoken(utterance(cue))

    def prepare(self, cues: Iterable[Cue]) -> None:
        """Have the cues' words rendered; a single cue goes ahead of all that wait."""
        wanted = [utterance(cue) for cue in cues]
        self._voicebox.prepare(wanted, urgent=len(wanted) == 1)
        if self._patient:
            self._voicebox.wait(wanted, WAIT_S)

    def stay_ready(self, *, needed: bool) -> None:
        """Know that words of the moment are soon wanted, or no longer."""
        self._voicebox.stay_ready(needed=needed)

    def samples(self, cue: Cue) -> Samples | None:
        """Return the cue's sound, None while it is not rendered."""
        sound, gain = self._rendered(cue), self._gain(cue.lane)
        # The mixer's callback only adds: a lane's volume is part of the clip by then.
        return sound if sound is None or gain == 1.0 else sound * np.float32(gain)

    def _rendered(self, cue: Cue) -> Samples | None:
        if cue.lane.is_speech:
            clip = self._voicebox.clip(utterance(cue))
            return None if clip is None else clip.samples
        if cue.text not in self._tones:
            self._tones[cue.text] = tone(cue.text, self._rate_hz).samples
        return self._tones[cue.text]


def utterance(cue: Cue) -> Utterance:
    """Return what the voice is asked for."""
    return Utterance(cue.text, cue.rate_wpm)
