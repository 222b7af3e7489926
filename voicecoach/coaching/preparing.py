"""The words that a session may need, known before it begins."""

from __future__ import annotations

from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.cue import Cue, Lane
from voicecoach.coaching.numbers import CountMode, numbers_to_prepare
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.script import Script
from voicecoach.coaching.total import WITHOUT_NUMBER
from voicecoach.coaching.wording import Talk, is_counted, said_before

QUICKEST_HZ = 4.0
"""The fastest hops there are; bounds how many numbers a set may need."""

WITHOUT_COUNT = (
    *("paused", "ready", "sound_back", "microphone_lost", "stopped_no_hops", "stopped_one"),
    *("farewell_no_hops", "farewell_one", *WITHOUT_NUMBER),
)
"""Lines that may be wanted at once at any moment, and hold nothing that is only known then."""


def words_to_prepare(script: Script, count: CountMode, *, listens: bool) -> tuple[Cue, ...]:
    """Return every planned cue and, if the session `listens`, every number, those needed first coming first."""
    counted_s = [scripted.phase.duration_s for scripted in script.phases if is_counted(scripted.phase) and listens]
    longest = int(max(counted_s, default=0.0) * QUICKEST_HZ)
    return (*script.cues(), *numbers_to_prepare(longest, count))


def words_of_the_moment(script: Script, phrases: Phrases, talk: Talk) -> tuple[Cue, ...]:
    """Return every variant of what a pause, a jump or a lost device has the coach say, so that none has to wait.

    A voice that is not warm yet takes longer to render "Paused." than anybody waits for an answer to a key.
    """
    phrases = phrases.afresh()  # what is said when is not to hang on this
    cues = [Cue(f"prepare.{name}", text, Lane.INSTRUCTION) for name in WITHOUT_COUNT for text in _said(name, phrases)]
    for scripted in script.phases:
        if scripted.phase.kind is PhaseKind.WORK:
            cues += said_before(scripted.phase, phrases, talk, brings=True)
    return tuple({cue.text: cue for cue in cues}.values())


def _said(name: str, phrases: Phrases) -> list[str]:
    """Return every variant of a line and its short form; a file may have put the number into "just one", too."""
    given = {"count": int(name.endswith("_one"))}
    in_words = {"count": phrases.number(given["count"])}
    return [*(variant.format(**in_words) for variant in phrases.variants(name)), *phrases.forms(name, given, given)]
