"""The words that a session may need, known before it begins."""

from __future__ import annotations

from voicecoach.coaching.cue import Cue
from voicecoach.coaching.numbers import CountMode, numbers_to_prepare
from voicecoach.coaching.script import Script
from voicecoach.coaching.wording import is_counted

QUICKEST_HZ = 4.0
"""The fastest hops there are; bounds how many numbers a set may need."""


def words_to_prepare(script: Script, count: CountMode, *, listens: bool) -> tuple[Cue, ...]:
    """Return every planned cue and, if the session `listens`, every number, those needed first coming first."""
    counted_s = [scripted.phase.duration_s for scripted in script.phases if is_counted(scripted.phase) and listens]
    longest = int(max(counted_s, default=0.0) * QUICKEST_HZ)
    return (*script.cues(), *numbers_to_prepare(longest, count))
