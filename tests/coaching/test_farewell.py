from __future__ import annotations

import re

import pytest

from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.effects import Record
from voicecoach.coaching.events import ClipEnded, Command
from voicecoach.coaching.facts import CueHeard, SessionEnded
from voicecoach.coaching.numbers import CountMode
from voicecoach.cuefiles import load_circuit, load_phrases
from voicecoach.testing import SessionRig

LANGUAGES = ["en", "de", "es", "fr"]
HOPS = 20


def hopped(count: CountMode, language: str = "en", **options: object) -> SessionRig:
    """Return a demo with so many hops in its first set."""
    rig = SessionRig(load_circuit("demo"), count=count, language=language)
    begun_at = next(
        one.start_s for one in rig.script.timeline.phases if one.kind is PhaseKind.WORK and one.duration_s == 10.0
    )
    rig.run(landings=[round(begun_at + 0.4 + n / 2.2, 4) for n in range(HOPS)], **options)  # type: ignore[arg-type]
    return rig


def last_words(rig: SessionRig) -> str:
    return next(cue.text for cue in rig.facts(CueHeard) if cue.id == "farewell")


def counts(rig: SessionRig) -> list[str]:
    """Return what was heard of a count: numbers while hopping, a set's total, the total of all."""
    lines = load_phrases("en")["lines"]
    totals = [*lines["set_total"], *lines["farewell"], *lines["stopped"]]
    known = [re.compile(re.escape(one).replace(re.escape("{count}"), ".+")) for one in totals]
    spoken = [cue for cue in rig.facts(CueHeard) if cue.lane in {"count", "instruction"}]
    return [cue.text for cue in spoken if cue.lane == "count" or any(one.fullmatch(cue.text) for one in known)]


@pytest.mark.parametrize("count", [mode for mode in CountMode if mode is not CountMode.OFF])
def test_the_total_is_the_last_thing_said_in_every_way_of_counting(count: CountMode) -> None:
    rig = hopped(count)
    assert "twenty" in last_words(rig).lower()
    assert counts(rig)


@pytest.mark.parametrize("commands", [{}, {55.0: Command.STOP}])
def test_who_wants_no_counting_hears_no_count_to_the_very_end(commands: dict[float, Command]) -> None:
    rig = hopped(CountMode.OFF, commands=commands)
    assert counts(rig) == []
    assert last_words(rig) in load_phrases("en")["lines"]["stopped_no_hops" if commands else "farewell_no_hops"]
    assert sum(one.count or 0 for one in rig.summary.sets) == HOPS if rig.summary else False, (
        "it was counted all the same"
    )
    assert rig.facts(SessionEnded)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language_the_farewell_without_a_count_is_the_one_for_no_hops(language: str) -> None:
    assert last_words(hopped(CountMode.OFF, language)) in load_phrases(language)["lines"]["farewell_no_hops"]


def test_a_session_ends_when_its_last_word_is_over_to_the_ear_not_when_the_output_has_taken_it() -> None:
    rig = SessionRig(load_circuit("demo"))
    rig.run(until=5.0, commands={4.0: Command.STOP})
    session = rig.session
    # A live output is told of an end while the sound is still on its way.
    effects = session.handle(ClipEnded("farewell", 6.058, cut=False), 6.028)
    assert session.next_deadline() == 6.058
    effects += session.tick(6.058)
    facts = [effect.fact for effect in effects if isinstance(effect, Record)]
    heard, ended = facts
    assert isinstance(heard, CueHeard)
    assert isinstance(ended, SessionEnded)
    assert ended.t == ended.seconds == heard.end == 6.058
