"""A set of ten seconds has time for one line: the word when it is mended comes in the next set of the same work."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.circuit.model import Circuit, Level, Sides
from voicecoach.circuit.timeline import Phase
from voicecoach.coaching.advice.adviser import BETWEEN_ADVICE_S
from voicecoach.coaching.advice.rules import BACK_ON_TARGET, RULES
from voicecoach.coaching.events import Command
from voicecoach.coaching.facts import AdviceGiven, CueHeard
from voicecoach.coaching.wording import Talk, is_counted
from voicecoach.cuefiles import load_circuit, load_phrases
from voicecoach.testing import SessionRig

SLOW_HZ, GOOD_HZ, BETWEEN_HZ, FAST_HZ = 1.7, 2.3, 1.97, 3.2
PRAISE = set(load_phrases("en")["lines"]["advice_back_on_target"])


def sets_of(rig: SessionRig) -> list[Phase]:
    return [phase for phase in rig.script.timeline.phases if is_counted(phase)]


def hopped(circuit: Circuit, *tempos_hz: float, level: Level = Level.START, talk: Talk = Talk.NORMAL) -> SessionRig:
    """Return a session whose counted sets were hopped at these tempos, one after another."""
    rig = SessionRig(circuit, level=level, talk=talk)
    rig.run(landings=landings_of(rig, *tempos_hz))
    return rig


def landings_of(rig: SessionRig, *tempos_hz: float) -> list[float]:
    begun = [(one.start_s + 0.4, one.end_s - 0.3) for one in sets_of(rig)]
    return [
        round(from_at + n / hz, 4)
        for (from_at, to_at), hz in zip(begun, tempos_hz, strict=False)
        if hz
        for n in range(int((to_at - from_at) * hz))
    ]


def answers(rig: SessionRig) -> list[list[str]]:
    """Return the advice in each counted set."""
    given = rig.facts(AdviceGiven)
    return [[one.rule for one in given if work.start_s <= one.t < work.end_s] for work in sets_of(rig)]


def said(rig: SessionRig) -> list[CueHeard]:
    return [cue for cue in rig.facts(CueHeard) if cue.lane == "advice"]


def test_who_was_slow_and_is_quick_enough_in_the_next_set_hears_so_there_and_only_once() -> None:
    rig = hopped(load_circuit("ankle-hops"), SLOW_HZ, *[GOOD_HZ] * 4)
    assert answers(rig) == [["too_slow"], [BACK_ON_TARGET], [], [], []]
    advice, praise = said(rig)
    assert praise.text in PRAISE
    assert advice.text not in PRAISE


@pytest.mark.parametrize("circuit", ["ankle-hops", "ankle-stiffness", "demo"])
def test_there_is_a_word_when_it_is_mended_at_the_level_a_runner_begins_with(circuit: str) -> None:
    rig = SessionRig(load_circuit(circuit))
    # The march of "ankle-stiffness" has no aim; its sets come between those of hops.
    tempos_hz = [GOOD_HZ if work.step and work.step.exercise == "hurdle-march" else 0.0 for work in sets_of(rig)]
    hops = [number for number, hz in enumerate(tempos_hz) if not hz]
    for number in hops:
        tempos_hz[number] = SLOW_HZ if number == hops[0] else GOOD_HZ
    given = answers(hopped(load_circuit(circuit), *tempos_hz))
    assert [given[number] for number in hops[:2]] == [["too_slow"], [BACK_ON_TARGET]]
    assert not any(given[number] for number in range(len(given)) if number not in hops[:2])


def test_it_is_mended_whenever_that_is_even_after_a_set_that_was_no_better() -> None:
    circuit = load_circuit("ankle-hops")
    assert answers(hopped(circuit, SLOW_HZ, SLOW_HZ, GOOD_HZ)) == [
        ["too_slow"], ["too_slow"], [BACK_ON_TARGET], ["stopped"], []
    ]  # fmt: skip
    assert answers(hopped(circuit, SLOW_HZ, BETWEEN_HZ, GOOD_HZ, GOOD_HZ, GOOD_HZ)) == [
        ["too_slow"], [], [BACK_ON_TARGET], [], []
    ]  # fmt: skip
    assert answers(hopped(circuit, SLOW_HZ, 0.0, GOOD_HZ, GOOD_HZ, GOOD_HZ)) == [
        ["too_slow"], ["stopped"], [BACK_ON_TARGET], [], []
    ]  # fmt: skip


def test_too_quick_is_not_what_was_asked_for() -> None:
    rig = hopped(load_circuit("ankle-hops"), SLOW_HZ, FAST_HZ, GOOD_HZ, GOOD_HZ, GOOD_HZ)
    assert answers(rig) == [["too_slow"], ["too_fast"], [BACK_ON_TARGET], [], []]


def test_nothing_is_praised_that_was_not_asked_for() -> None:
    assert answers(hopped(load_circuit("ankle-hops"), *[GOOD_HZ] * 5)) == [[]] * 5


def test_one_exercise_is_not_praised_for_another() -> None:
    hops = load_circuit("demo")
    rope = replace(hops.steps[-1], exercise="jump-rope")
    other = replace(hops, steps=(*hops.steps[:-1], rope))
    assert answers(hopped(other, SLOW_HZ, GOOD_HZ)) == [["too_slow"], []]


def test_one_leg_is_not_praised_for_the_other() -> None:
    both = load_circuit("ankle-hops")
    one_legged = replace(both, rounds=2, steps=(replace(both.steps[0], sides=Sides.EACH),))
    rig = hopped(one_legged, SLOW_HZ, GOOD_HZ, GOOD_HZ, GOOD_HZ)
    assert answers(rig) == [["too_slow"], [], [BACK_ON_TARGET], []]


def test_a_pause_within_a_set_forgets_nothing_either() -> None:
    rig = SessionRig(load_circuit("ankle-hops"), level=Level.FULL)
    begun_at = sets_of(rig)[0].start_s
    slow = [round(begun_at + 0.4 + n / SLOW_HZ, 4) for n in range(12)]
    good = [round(begun_at + 16.4 + n / GOOD_HZ, 4) for n in range(18)]
    commands = {begun_at + 8.0: Command.PAUSE, begun_at + 13.0: Command.RESUME}
    rig.run(begun_at + 26.0, landings=[*slow, *good], commands=commands)
    assert [one.rule for one in rig.facts(AdviceGiven)] == ["too_slow", BACK_ON_TARGET]


tempos = st.lists(st.sampled_from([0.0, 1.5, SLOW_HZ, BETWEEN_HZ, 2.05, GOOD_HZ, FAST_HZ]), min_size=5, max_size=5)


@given(tempos, st.sampled_from([*Level]), st.sampled_from([Talk.NORMAL, Talk.COACH]))
@settings(max_examples=30)
def test_each_praise_answers_something_that_was_told_and_is_given_once(
    tempos_hz: list[float], level: Level, talk: Talk
) -> None:
    rig = hopped(load_circuit("ankle-hops"), *tempos_hz, level=level, talk=talk)
    praised = {rule.name for rule in RULES if rule.praised_after is not None}
    owed = False
    for one in rig.facts(AdviceGiven):
        assert one.rule != BACK_ON_TARGET or owed
        owed = one.rule in praised or (one.rule == "stopped" and owed)
    assert all(two.start - one.start >= BETWEEN_ADVICE_S - 1e-6 for one, two in pairwise(said(rig)))
    for heard, hz in zip(answers(rig), tempos_hz, strict=True):
        assert heard.count(BACK_ON_TARGET) <= (hz in {BETWEEN_HZ, 2.05, GOOD_HZ})
