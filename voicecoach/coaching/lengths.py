"""How long each cue's sound is, and when its beat falls: measured where the clip exists, guessed where not yet."""

from __future__ import annotations

from collections.abc import Mapping

from voicecoach.coaching.cue import Cue

TONE_LENGTH_S = 0.35
"""The longest tone the coach sounds; tones never block speech, so an upper bound is enough."""

_LEAD_S = 0.35
_PER_CHARACTER_S = 0.062
_ESTIMATED_AT_WPM = 170
# Fitted to espeak-ng's English voice at 170 words a minute and rounded up: an estimate that is too long
# moves a cue, one that is too short would let two collide.


def estimated_length_s(text: str, rate_wpm: int) -> float:
    """Return a careful guess, in seconds, of how long `text` takes at `rate_wpm` words a minute."""
    return _LEAD_S + _PER_CHARACTER_S * len(text) * _ESTIMATED_AT_WPM / rate_wpm


class Lengths:
    """The clip lengths known so far, by text and rate."""

    def __init__(self, measured: Mapping[tuple[str, int], float] | None = None) -> None:
        self._measured = dict(measured or {})
        self._onsets: dict[tuple[str, int], float] = {}

    @property
    def any_known(self) -> bool:
        """Whether any clip has been measured."""
        return bool(self._measured)

    def learn(self, text: str, rate_wpm: int, length_s: float, onset_s: float = 0.0) -> None:
        """Note what was measured of a rendered clip, in seconds: its length, and when its beat is felt."""
        self._measured[text, rate_wpm] = length_s
        self._onsets[text, rate_wpm] = onset_s

    def onset_of(self, cue: Cue) -> float:
        """Return the seconds from a clip's beginning to where its beat is felt, 0 where that is not measured."""
        return self._onsets.get((cue.text, cue.rate_wpm), 0.0)

    def knows(self, cue: Cue) -> bool:
        """Say whether the cue's length is measured (a tone's always is)."""
        return not cue.lane.is_speech or (cue.text, cue.rate_wpm) in self._measured

    def of(self, cue: Cue) -> float:
        """Return the cue's length in seconds, measured or estimated."""
        if not cue.lane.is_speech:
            return TONE_LENGTH_S
        known = self._measured.get((cue.text, cue.rate_wpm))
        return estimated_length_s(cue.text, cue.rate_wpm) if known is None else known
