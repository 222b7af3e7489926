"""When enough was hopped the hops end, it is said once, and the rest of the workout goes on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from any_circuit import any_circuit
from any_hops import any_landings, told_at
from any_past import hop_set, past, pasts, session
from any_voice import AnyLengths
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.circuit.model import Circuit, Level
from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.events import Command
from voicecoach.coaching.facts import (
    BudgetKnown,
    BudgetUsed,
    CueDropped,
    CueHeard,
    LandingHeard,
    LevelOffered,
    SessionEnded,
    StepEnded,
    StepSkipped,
    StepStarted,
)
from voicecoach.coaching.levels import CLEAN_NEEDED
from voicecoach.coaching.numbers import CountMode
from voicecoach.coaching.outlook import Wanted
from voicecoach.coaching.past import Past, is_hops
from voicecoach.coaching.speaking import MOVED_ON
from voicecoach.coaching.wording import Talk
from voicecoach.cuefiles import load_circuit
from voicecoach.listening.landing import Landing
from voicecoach.testing import DELAY_S, SessionRig

CIRCUIT = load_circuit("ankle-stiffness")
YESTERDAY = past(session(1, ended_ago_s=20 * 3600.0))


def hops_in(rig: SessionRig, hz: float = 2.2) -> list[float]:
    """Return landings in every set of hops the script plans."""
    works = [one.phase for one in rig.script.phases if one.phase.kind is PhaseKind.WORK and is_hops(one.phase.step)]
    return [work.start_s + 0.4 + n / hz for work in works for n in range(int((work.duration_s - 0.5) * hz))]


def trained(circuit: Circuit = CIRCUIT, hops: int | None = None, **options: object) -> SessionRig:
    """Return a session that is over, hopped all through, of `hops` at most."""
    wanted = None if hops is None else Wanted(hops=hops)
    rig = SessionRig(circuit, wanted=wanted, **options)  # type: ignore[arg-type]
    rig.run(landings=hops_in(rig))
    return rig


def said(rig: SessionRig, cue_id: str) -> list[str]:
    return [cue.text for cue in rig.facts(CueHeard) if cue.id == cue_id]


def works(facts: Sequence[StepStarted | StepSkipped]) -> list[tuple[int, str, str | None]]:
    return [(one.round, one.step, one.side) for one in facts]


def overlapping(rig: SessionRig) -> list[tuple[str, str]]:
    spoken = sorted((cue for cue in rig.facts(CueHeard) if cue.lane != "tone"), key=lambda cue: cue.start)
    return [(a.id, b.id) for a, b in pairwise(spoken) if b.start < a.end - 1e-6]


def test_the_hop_step_ends_with_the_last_hop_of_the_budget_and_the_coach_says_so_once() -> None:
    rig = trained(hops=30)
    (used,) = rig.facts(BudgetUsed)
    assert (used.step, used.round, used.hops) == ("ankle-hops", 2, 30)
    counts = [one.count for one in rig.facts(StepEnded) if one.step == "ankle-hops"]
    assert counts == [20, 10]
    assert len(said(rig, "enough")) == 1
    assert "nough hops" in said(rig, "enough")[0]
    assert "That's ten." in [cue.text for cue in rig.facts(CueHeard)] or "Ten in this set." in [
        cue.text for cue in rig.facts(CueHeard)
    ]
    assert rig.summary is not None
    assert rig.summary.reason == "finished"


def test_the_rest_of_the_workout_goes_on_and_the_log_says_what_was_left_out() -> None:
    rig, whole = trained(hops=30), trained()
    assert works(rig.facts(StepSkipped)) == [(3, "ankle-hops", None)]
    assert {one.reason for one in rig.facts(StepSkipped)} == {"budget"}
    assert works(rig.facts(StepStarted)) == works(whole.facts(StepStarted))[:-1]
    assert rig.summary is not None
    assert whole.summary is not None
    assert rig.summary.seconds < whole.summary.seconds


def test_after_it_nobody_is_told_to_get_ready_for_hops() -> None:
    rig = trained(hops=30)
    (used_at,) = [fact.t for fact in rig.facts(BudgetUsed)]
    later = [cue.text for cue in rig.facts(CueHeard) if cue.start > used_at]
    assert not [text for text in later if "nkle hops" in text]
    assert [text for text in later if "ext:" in text or "oming up:" in text]


def test_no_words_overlap_and_only_what_sounded_is_called_off() -> None:
    for hops in range(5, 60, 3):
        rig = trained(hops=hops, talk=Talk.COACH, count=CountMode.EVERY)
        assert not overlapping(rig)
        assert {drop.reason for drop in rig.facts(CueDropped)} <= {MOVED_ON, "called off"}


def test_a_session_of_hops_alone_comes_to_its_end() -> None:
    rig = trained(load_circuit("ankle-hops"), hops=30)
    assert works(rig.facts(StepSkipped)) == [(n, "ankle-hops", None) for n in (3, 4, 5)]
    assert rig.summary is not None
    assert (rig.summary.reason, rig.summary.landings) == ("finished", 30)
    assert said(rig, "farewell")
    enough, farewell = (cue for cue in rig.facts(CueHeard) if cue.id in {"enough", "farewell"})
    assert enough.end <= farewell.start


def test_with_nothing_left_the_welcome_says_so_and_no_hops_come() -> None:
    rig = trained(past=past(session(0, sets=(hop_set(98),))))
    assert works(rig.facts(StepSkipped)) == [(n, "ankle-hops", None) for n in (1, 2, 3)]
    assert not [one for one in rig.facts(StepStarted) if one.step == "ankle-hops"]
    assert said(rig, "welcome.hops_used_up")
    assert not said(rig, "enough")
    (known,) = rig.facts(BudgetKnown)
    assert (known.today, known.day_limit, known.left) == (98, 100, 2)
    assert known.t == 0.0


def test_too_few_hops_for_a_set_are_not_begun() -> None:
    rig = trained(hops=22)  # the first set is twenty
    assert [one.round for one in rig.facts(StepStarted) if one.step == "ankle-hops"] == [1]
    assert works(rig.facts(StepSkipped)) == [(2, "ankle-hops", None), (3, "ankle-hops", None)]
    assert len(said(rig, "enough")) == 1


def test_whoever_asks_for_the_hops_again_may_do_them() -> None:
    rig = SessionRig(CIRCUIT, wanted=Wanted(hops=10))
    landings = hops_in(rig)
    rig.run(landings[9] + 2.0, landings=landings[:10])
    assert rig.facts(BudgetUsed)
    at = rig.now
    rig.run(commands={at: Command.REPEAT}, landings=[at + 12.0 + 0.45 * n for n in range(15)])
    assert [one.count for one in rig.facts(StepEnded) if one.step == "ankle-hops"][:2] == [10, 15]
    assert len(rig.facts(BudgetUsed)) == 1


def test_hops_yesterday_are_spoken_of_once_at_the_beginning() -> None:
    rig = trained(past=YESTERDAY)
    assert len(said(rig, "welcome.rest_needed_yesterday")) == 1
    assert len([cue for cue in rig.facts(CueHeard) if "yesterday" in cue.text]) == 1
    assert not overlapping(rig)
    assert not rig.facts(CueDropped)


def test_the_next_level_is_offered_at_the_end_of_the_session_that_earns_it() -> None:
    clean = [session(3 + 2 * ago) for ago in range(CLEAN_NEEDED - 1)]
    rig = trained(past=past(*clean))
    assert len(said(rig, "level_ready")) == 1
    (offered,) = rig.facts(LevelOffered)
    assert (offered.level, offered.reason) == ("build", "ready")
    farewell, ready = (cue for cue in rig.facts(CueHeard) if cue.id in {"farewell", "level_ready"})
    assert farewell.end <= ready.start
    assert rig.facts(SessionEnded)[0].t >= ready.end
    assert not said(trained(past=past(*clean[1:])), "level_ready")


def test_a_session_without_a_past_is_the_same_to_the_last_word() -> None:
    assert trained().recorded == trained(past=Past()).recorded
    unlimited = SessionRig(CIRCUIT, past=YESTERDAY, wanted=Wanted(unlimited=True))
    unlimited.run(landings=hops_in(unlimited))
    assert unlimited.recorded == trained().recorded


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_hopped_the_hops_end_with_the_budget(seed: int) -> None:
    for number in range(50):
        draw = random.Random(f"{seed}/{number}")
        rig = any_limited(draw)
        news: list[Landing] = [*any_landings(draw, rig.script.timeline.seconds + 30.0)]
        rig.run(events=[(told_at(one), one) for one in news])
        budget = rig.facts(BudgetKnown)[0].left if rig.facts(BudgetKnown) else None
        assert rig.summary is not None
        assert not overlapping(rig)
        the_budget_is_kept(rig, budget)


def any_limited(draw: random.Random) -> SessionRig:
    circuit = any_circuit(draw, rounds=2, steps=3)
    # One name, one exercise: the log tells steps apart by it.
    steps = tuple(replace(step, exercise=f"{step.exercise}-{n}") for n, step in enumerate(circuit.steps))
    return SessionRig(
        replace(circuit, steps=steps),
        level=draw.choice([*Level]),
        seed=draw.randint(0, 99),
        count=draw.choice([*CountMode]),
        talk=draw.choice([*Talk]),
        on_beat=draw.choice([False, True]),
        beat_hz=draw.choice([None, 2.2]),
        language=draw.choice(["en", "de", "es", "fr"]),
        lengths=AnyLengths(random.Random(draw.random())),
        wanted=Wanted(hops=draw.randint(0, 60)),
    )


def the_budget_is_kept(rig: SessionRig, budget: int | None) -> None:
    hopping = {step.exercise for step in rig.script.timeline.circuit.steps if is_hops(step)}
    hops = [fact for fact in rig.facts(LandingHeard) if fact.step in hopping]
    if budget is None:
        assert not hopping
        return
    used = rig.facts(BudgetUsed)
    assert len(used) <= 1
    assert len([cue for cue in rig.facts(CueHeard) if cue.id == "enough"]) == len(used)
    told_late = sum(fact.t - fact.at > DELAY_S + 1e-6 for fact in hops)
    assert len(hops) <= max(budget, 0) + 1 + told_late
    for fact in used:
        assert not [one for one in rig.facts(StepStarted) if one.step in hopping and one.t > fact.t]


@given(pasts(), st.sampled_from([*Level]), st.integers(0, 3))
@settings(max_examples=40)
def test_whatever_the_past_a_session_speaks_of_it_without_running_into_itself(
    any_past: Past, level: Level, seed: int
) -> None:
    rig = trained(past=any_past, level=level, seed=seed)
    assert rig.summary is not None
    assert not overlapping(rig)
    for line in ("welcome.rest_needed_yesterday", "welcome.level_easier", "enough", "level_ready"):
        assert len(said(rig, line)) <= 1
