"""Silence is asked about: of somebody who stopped, and of somebody who never began; once, and never for nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from voicecoach.circuit.model import CueLine, CueTime, CueTimeKind, Level
from voicecoach.circuit.timeline import Phase
from voicecoach.coaching.advice.adviser import LAST_BEGIN_S
from voicecoach.coaching.events import Command
from voicecoach.coaching.facts import AdviceGiven, CueHeard
from voicecoach.coaching.moves import RESUME_S
from voicecoach.coaching.wording import Talk, is_counted
from voicecoach.cuefiles import load_circuit, load_phrases
from voicecoach.testing import SessionRig

CIRCUITS = ["ankle-hops", "ankle-stiffness", "jump-rope", "demo"]


def sets_of(rig: SessionRig) -> list[Phase]:
    return [phase for phase in rig.script.timeline.phases if is_counted(phase)]


def hops(from_s: float, to_s: float, hz: float = 2.2) -> list[float]:
    """Return the landings, in seconds into a set, between two instants of it."""
    return [from_s + n / hz for n in range(int((to_s - from_s) * hz) + 1)]


def session(
    circuit: str,
    landings_s: Callable[[int], list[float]],
    commands: dict[float, Command] | None = None,
    **options: object,
) -> SessionRig:
    """Return a session in whose set 0, 1, 2... there were landings so many seconds into it."""
    rig = SessionRig(load_circuit(circuit), **options)  # type: ignore[arg-type]
    landings = [round(one.start_s + at, 4) for n, one in enumerate(sets_of(rig)) for at in landings_s(n)]
    rig.run(landings=landings, commands=commands)
    return rig


def questions(rig: SessionRig) -> list[tuple[int, float]]:
    """Return (which set, seconds into it) of each question that was heard."""
    asked = [cue for cue in rig.facts(CueHeard) if cue.id.startswith("advice.stopped")]
    return [
        (n, round(cue.start - one.start_s, 1))
        for cue in asked
        for n, one in enumerate(sets_of(rig))
        if one.start_s <= cue.start < one.end_s
    ]


@pytest.mark.parametrize("level", [*Level])
@pytest.mark.parametrize("circuit", CIRCUITS)
def test_who_never_begins_is_asked_in_the_first_set_and_then_left_alone(circuit: str, level: Level) -> None:
    rig = session(circuit, lambda _: [], level=level)
    assert questions(rig) == [(0, 4.5)]
    assert [one.rule for one in rig.facts(AdviceGiven)] == ["stopped"]


def test_the_question_is_the_one_of_the_phrase_file() -> None:
    (asked,) = [cue for cue in session("ankle-hops", lambda _: []).facts(CueHeard) if cue.lane == "advice"]
    assert asked.text in load_phrases("en")["lines"]["advice_stopped"]


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_ten_seconds_are_enough_to_ask_in_any_language(language: str) -> None:
    for seed in range(4):
        assert questions(session("ankle-hops", lambda _: [], language=language, seed=seed)) == [(0, 4.5)]


@pytest.mark.parametrize("stops_s", [1.1, 1.4, 2.0])
def test_who_stops_after_a_few_hops_is_asked(stops_s: float) -> None:
    rig = session("ankle-hops", lambda n: hops(0.1, stops_s) if n == 0 else hops(0.4, 9.7))
    ((number, at_s),) = questions(rig)
    assert number == 0
    assert at_s == pytest.approx(hops(0.1, stops_s)[-1] + 3.0, abs=0.1)


@pytest.mark.parametrize("steps_s", [[0.3], [1.2], [0.3, 0.8], [0.3, 1.4]])
def test_a_step_into_place_is_no_beginning(steps_s: list[float]) -> None:
    assert questions(session("ankle-hops", lambda n: steps_s if n == 0 else hops(0.4, 9.7))) == [(0, 4.5)]


def test_who_begins_late_is_not_asked() -> None:
    assert questions(session("ankle-hops", lambda _: hops(3.9, 9.7))) == []


def test_who_hops_to_the_end_or_nearly_is_not_asked() -> None:
    assert questions(session("ankle-hops", lambda _: hops(0.4, 6.0))) == []


def test_who_hopped_again_is_asked_again() -> None:
    heard = {0: hops(0.4, 2.0), 1: hops(0.4, 9.7), 2: []}
    assert questions(session("ankle-hops", lambda n: heard.get(n, []))) == [(0, 4.8), (2, 4.5)]


def test_one_silence_is_asked_about_once_however_long() -> None:
    assert questions(session("jump-rope", lambda n: hops(0.4, 5.0) if n == 0 else [], level=Level.FULL)) == [(0, 8.0)]


def test_no_question_where_nobody_listens_or_little_talk_is_wished() -> None:
    for options in ({"mic": "none"}, {"talk": Talk.MINIMAL}):
        rig = session("ankle-stiffness", lambda _: [], **options)
        assert not [cue for cue in rig.facts(CueHeard) if cue.lane == "advice"]


def test_after_a_pause_there_is_time_again_to_begin() -> None:
    rig = SessionRig(load_circuit("ankle-hops"), level=Level.FULL)
    begun_at = sets_of(rig)[0].start_s
    rig.run(begun_at + 19.0, commands={begun_at + 4.4: Command.PAUSE, begun_at + 5.0: Command.RESUME})
    (asked,) = [cue for cue in rig.facts(CueHeard) if cue.lane == "advice"]
    assert asked.start == pytest.approx(begun_at + 5.0 + RESUME_S + 4.5, abs=0.1)


def test_a_question_that_finds_words_in_its_way_comes_after_them() -> None:
    circuit = load_circuit("ankle-hops")
    own = CueLine(CueTime(CueTimeKind.AFTER_START, 4.0), "Toes up.")
    rig = SessionRig(replace(circuit, steps=(replace(circuit.steps[0], cues=(own,)),)), level=Level.FULL)
    rig.run()
    words = next(cue for cue in rig.facts(CueHeard) if cue.text == "Toes up.")
    asked = next(cue for cue in rig.facts(CueHeard) if cue.lane == "advice")
    assert words.start < sets_of(rig)[0].start_s + 4.5 < words.end <= asked.start <= words.end + 0.5


@pytest.mark.parametrize("seconds", [1.0, 3.0, 5.0, 7.0])
def test_no_question_in_the_countdown(seconds: float) -> None:
    rig = session("ankle-hops", lambda _: hops(0.4, seconds))
    for n, at_s in questions(rig):
        assert at_s <= sets_of(rig)[n].duration_s - LAST_BEGIN_S
