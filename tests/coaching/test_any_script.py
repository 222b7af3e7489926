"""Thousands of circuits that nobody would write, with clips of any length: what the planner promises holds."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from any_circuit import any_circuit
from any_voice import AnyLengths

from voicecoach.circuit.model import Circuit, Level
from voicecoach.circuit.timeline import PhaseKind, build_timeline
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.planned import PlannedCue
from voicecoach.coaching.script import Script, write_script
from voicecoach.coaching.wording import Talk, wishes
from voicecoach.cuefiles import load_phrases

SEEDS = range(10)
CIRCUITS_A_SEED = 200

TABLES = [load_phrases(language) for language in ("en", "de", "es", "fr")]


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_the_circuit_and_the_voice_the_plan_keeps_its_promises(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(CIRCUITS_A_SEED):
        circuit, level, talk = any_circuit(draw), draw.choice([*Level]), draw.choice([*Talk])
        phrases = Phrases(draw.choice(TABLES), draw.randint(0, 99))
        script = write_script(circuit, level, phrases, AnyLengths(draw), talk)
        no_two_words_overlap(script)
        every_countdown_is_whole_and_on_time(script)
        every_work_is_named_before_it_starts(script)
        only_a_name_makes_a_phase_longer_and_that_is_told(circuit, script)
        technique_leaves_the_end_to_the_countdown(script)
        nothing_changes_unsaid(circuit, script, phrases.afresh(), talk)


def spoken(cues: tuple[PlannedCue, ...]) -> list[PlannedCue]:
    return [planned for planned in cues if planned.cue.lane.is_speech]


def no_two_words_overlap(script: Script) -> None:
    times = [
        (one.phase.start_s + planned.offset_s, one.phase.start_s + planned.end_s, planned.cue.id)
        for one in script.phases
        for planned in spoken(one.cues)
    ]
    for earlier, later in pairwise(sorted(times)):
        assert earlier[1] <= later[0] + 1e-6, (earlier, later)


def every_countdown_is_whole_and_on_time(script: Script) -> None:
    for one, following in pairwise(script.phases):
        work, leads_in = PhaseKind.WORK, following.phase.kind is PhaseKind.WORK
        if one.phase.kind is not work and not leads_in:
            continue
        at = {p.cue.id.rsplit(".", 1)[-1]: p for p in one.cues}
        for left_s in (3, 2, 1):
            if left_s < one.phase.duration_s:
                counted = at[f"countdown{left_s}"]
                assert counted.offset_s == pytest.approx(one.phase.duration_s - left_s, abs=1e-3)
                assert counted.end_s <= one.phase.duration_s or not counted.cue.lane.is_speech


def every_work_is_named_before_it_starts(script: Script) -> None:
    assert script.phases[0].phase.kind is not PhaseKind.WORK
    for before, one in pairwise(script.phases):
        if one.phase.kind is PhaseKind.WORK:
            (named,) = [p for p in before.cues if p.cue.id.endswith(".name")]
            countdown = [p.offset_s for p in spoken(before.cues) if "countdown" in p.cue.id]
            assert named.end_s < min([before.phase.duration_s + 1e-6, *countdown])


def only_a_name_makes_a_phase_longer_and_that_is_told(circuit: Circuit, script: Script) -> None:
    told = {(one.phase.start_s, one.phase.duration_s, one.planned_s) for one in script.lengthened}
    planned = build_timeline(circuit, script.timeline.level, welcome_s=circuit.welcome_s or 0.0).phases
    given_s = {(one.kind, one.round, one.step_index, one.side): one.duration_s for one in planned}
    for one, following in pairwise(script.timeline.phases):
        if one.kind is PhaseKind.WELCOME and circuit.welcome_s is None:
            continue
        phase_s = given_s.get((one.kind, one.round, one.step_index, one.side), 0.0)
        assert one.duration_s == phase_s or (one.start_s, one.duration_s, phase_s) in told
        assert one.duration_s == phase_s or following.kind is PhaseKind.WORK
        assert following.start_s == one.end_s


def technique_leaves_the_end_to_the_countdown(script: Script) -> None:
    for one in script.phases:
        for planned in one.cues:
            if planned.cue.id.rsplit(".", 1)[-1].startswith(("line", "more")):
                assert planned.end_s <= one.phase.duration_s - 4.5


def nothing_changes_unsaid(circuit: Circuit, script: Script, phrases: Phrases, talk: Talk) -> None:
    """Every wish is heard in full, or told as shortened or left out; and nothing is told that is not so."""
    phases = [one.phase for one in script.phases]
    told = {misfit.cue.id: misfit for misfit in script.misfits}
    wished: set[str] = set()
    for one, before, after in zip(script.phases, (None, *phases[:-1]), (*phases[1:], None), strict=True):
        heard = {planned.cue.id: planned.cue for planned in (*one.cues, *one.rooms)}
        for wish in wishes(circuit, one.phase, before, after, phrases, talk):
            wished.add(wish.cue.id)
            said = heard.get(wish.cue.id)
            if wish.cue.id in told:
                assert said == told[wish.cue.id].said
                assert told[wish.cue.id].cue == wish.cue
                assert told[wish.cue.id].kept
            elif not wish.is_extra:
                assert said == wish.cue
    assert set(told) <= wished
