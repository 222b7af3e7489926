from __future__ import annotations

from collections import Counter
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rhythms import RHYTHMS, WORK_AT, WORK_S, heading, row, told

from voicecoach.circuit.model import Circuit, Feet, Level, Sides, Step, StepKind
from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.advice.adviser import BETWEEN_ADVICE_S
from voicecoach.coaching.advice.row import Row
from voicecoach.coaching.advice.steadiness import variation
from voicecoach.coaching.advice.watch import SAME_AGAIN_S
from voicecoach.coaching.events import Command
from voicecoach.coaching.facts import AdviceGiven, CountSpoken, CueDropped, CueHeard, LandingHeard, RhythmHeard
from voicecoach.coaching.summary import STEADY_VARIATION
from voicecoach.coaching.wording import Talk
from voicecoach.cuefiles import load_circuit
from voicecoach.listening.landing import Landing
from voicecoach.listening.rhythm import PAUSE_S
from voicecoach.testing import DELAY_S, SessionRig

COUNTDOWN_S = 3.0


def evenly(from_s: float, to_s: float, hz: float) -> list[float]:
    """Return landings at the same interval, from and to so many seconds into the set."""
    return [round(WORK_AT + from_s + n / hz, 4) for n in range(int((to_s - from_s) * hz))]


def coached(landings: list[float], talk: Talk = Talk.COACH, **options: object) -> SessionRig:
    rig = SessionRig(RHYTHMS["steady"].circuit, talk=talk, **options)  # type: ignore[arg-type]
    rig.run(landings=landings)
    return rig


def said(rig: SessionRig) -> list[str]:
    return [advice.rule for advice in rig.facts(AdviceGiven)]


def lines(rig: SessionRig) -> list[CueHeard]:
    return [cue for cue in rig.facts(CueHeard) if cue.lane == "advice"]


def test_each_rule_fires_on_its_rhythm_and_stays_silent_on_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    given = {name: [told(rhythm, seed) for seed in range(6)] for name, rhythm in RHYTHMS.items()}
    with capsys.disabled():
        print("", "advice by landings alone, six hoppers of a kind:", heading(), sep="\n")
        print(*[row(name, answers) for name, answers in given.items()], sep="\n")
    for name, answers in given.items():
        assert [set(rules) for rules in answers] == [RHYTHMS[name].deserves] * 6, name


def test_a_rule_is_over_only_at_its_inner_bound() -> None:
    hovering = [*evenly(0.4, 8.0, 1.75), *evenly(8.0, 29.0, 1.97)]
    assert said(coached(hovering)) == ["too_slow"], "between the bounds it is neither said nor praised"
    only_there = evenly(0.4, 29.0, 1.97)
    assert said(coached(only_there)) == [], "and between the bounds it does not begin"


def test_numbers_are_silent_under_advice_and_the_next_one_is_right() -> None:
    rig = coached(evenly(0.4, 29.0, 1.75))
    (line,) = lines(rig)[:1]
    landed = {heard.count: heard.at for heard in rig.facts(LandingHeard)}
    spoken = {number.count: number.start for number in rig.facts(CountSpoken)}
    silent = set(landed) - set(spoken)
    assert silent
    assert all(any(one.start - 0.5 <= landed[count] <= one.end + 0.2 for one in lines(rig)) for count in silent)
    assert max(landed) == len(landed) == len(evenly(0.4, 29.0, 1.75))
    assert all(start - landed[count] <= 0.15 for count, start in spoken.items())
    assert not [number for number in rig.facts(CountSpoken) if line.start - 0.01 <= number.start < line.end]


def test_no_advice_is_given_where_there_is_no_microphone_or_little_talk_is_wished() -> None:
    slow = evenly(0.4, 29.0, 1.7)
    assert said(coached(slow, Talk.MINIMAL)) == []
    assert said(coached(slow, mic="none")) == []
    assert "too_slow" in said(coached(slow, Talk.NORMAL))


def test_weak_evidence_is_told_only_to_those_who_wish_for_a_coach() -> None:
    rhythm = RHYTHMS["louder and louder"]
    rig = SessionRig(rhythm.circuit, talk=Talk.NORMAL)
    loud = [(at + DELAY_S, Landing(at, at + DELAY_S, 1.0, -30.0 + n / 3)) for n, at in enumerate(evenly(0.4, 29, 2.3))]
    rig.run(events=loud)
    assert said(rig) == []


def test_a_step_without_an_aim_is_never_too_slow() -> None:
    rig = SessionRig(RHYTHMS["marching"].circuit, talk=Talk.COACH)
    rig.run(landings=evenly(0.4, 29.0, 1.5))
    assert said(rig) == []


def test_who_comes_down_to_the_aim_from_above_is_not_fading() -> None:
    assert said(coached([*evenly(0.4, 8.0, 3.1), *evenly(8.0, 29.0, 2.3)])) == ["too_fast", "back_on_target"]


def test_a_landing_that_is_told_late_is_no_unsteadiness() -> None:
    at = evenly(0.4, 29.0, 2.2)
    late = set(at[10::9])
    events = [(one + (0.75 if one in late else DELAY_S), one) for one in at]
    rig = SessionRig(RHYTHMS["steady"].circuit, talk=Talk.COACH)
    rig.run(events=[(told_at, Landing(one, told_at, 1.0)) for told_at, one in sorted(events)])
    assert said(rig) == []


@pytest.mark.parametrize("late", range(1, 9))
def test_a_landing_told_late_at_the_beginning_leaves_a_steady_set_steady(late: int) -> None:
    at = evenly(0.4, 29.0, 2.2)
    events = [(one + (0.75 if n == late else DELAY_S), one) for n, one in enumerate(at)]
    rig = SessionRig(RHYTHMS["steady"].circuit, talk=Talk.COACH)
    rig.run(events=[(told_at, Landing(one, told_at, 1.0)) for told_at, one in sorted(events)])
    assert said(rig) == []
    assert {round(fact.variation, 2) for fact in rig.facts(RhythmHeard)} == {0.0}
    assert {round(fact.drift, 2) for fact in rig.facts(RhythmHeard)} == {0.0}
    assert rig.summary is not None
    rhythm = rig.summary.sets[0].rhythm
    assert rhythm is not None
    assert rhythm.variation < STEADY_VARIATION


@given(st.lists(st.tuples(st.floats(0.15, 2.0), st.floats(0.0, PAUSE_S - 0.01)), min_size=1, max_size=40))
def test_the_order_in_which_landings_are_told_changes_no_advice(told_after: list[tuple[float, float]]) -> None:
    at = list(accumulate(interval_s for interval_s, _ in told_after))
    told = sorted((one + delay_s, one) for one, (_, delay_s) in zip(at, told_after, strict=True))
    as_told, in_order = Row(), Row()
    for told_at, one in told:
        as_told.add(Landing(one, told_at, 1.0, -20.0))
    for one in at:
        in_order.add(Landing(one, one, 1.0, -20.0))
    assert as_told.observed(at[-1]) == in_order.observed(at[-1])


def test_a_landing_told_late_leaves_the_slowest_hopper_s_row_whole() -> None:
    row = Row()
    at = [n / 1.4 for n in range(20)]
    for one in [*at[:10], at[11], at[10], *at[12:]]:
        row.add(Landing(one, one, 1.0))
    seen = row.observed(at[-1])
    assert seen.first_at == at[0]
    assert len(seen.intervals) == len(at) - 1


def test_changes_are_still_measured_from_where_they_were_after_a_landing_told_late() -> None:
    row = Row()
    at = [n / 2.0 for n in range(20)]
    for number, one in enumerate([*at[:10], at[11], at[10], *at[12:]]):
        row.add(Landing(one, one, 1.0))
        if number == 8:
            row.measure_anew()
    assert row.observed(at[-1]).trend_from == 8


@pytest.mark.parametrize("missed", range(1, 8))
def test_a_landing_never_heard_at_the_beginning_is_no_unsteadiness(missed: int) -> None:
    at = evenly(0.4, 29.0, 2.2)
    assert said(coached([one for n, one in enumerate(at) if n != missed])) == []


def test_landings_that_are_never_heard_are_no_unsteadiness_and_no_slowness() -> None:
    at = evenly(0.4, 29.0, 2.2)
    assert said(coached([one for n, one in enumerate(at) if n % 7 != 5])) == []


def test_a_pause_begins_the_judgement_anew() -> None:
    rig = SessionRig(RHYTHMS["steady"].circuit, talk=Talk.COACH)
    before, after = evenly(0.4, 3.5, 1.7), evenly(8.0, 10.5, 1.7)
    commands = {WORK_AT + 3.6: Command.PAUSE, WORK_AT + 4.6: Command.RESUME}
    rig.run(WORK_AT + 10.6, landings=[*before, *after], commands=commands)
    assert said(rig) == []


def one_legged(feet: Feet = Feet.TOGETHER) -> Circuit:
    step = Step(
        exercise="single-leg-hops",
        name=None,
        kind=StepKind.LANDINGS,
        work_s=dict.fromkeys(Level, 20.0),
        sides=Sides.EACH,
        cues=(),
        setup=None,
        equipment=None,
        target_hz=(1.6, 2.8),
        get_ready_s=5.0,
        switch_s=5.0,
        rest_s=5.0,
        feet=feet,
    )
    return Circuit("legs", "Legs", 1, 5.0, (), WORK_AT - 5.0, (step,))


@pytest.mark.parametrize(("right_hz", "answer"), [(2.3, []), (2.25, []), (1.95, ["uneven"])])
def test_on_one_leg_the_other_side_is_the_measure(right_hz: float, answer: list[str]) -> None:
    rig = SessionRig(one_legged(), talk=Talk.COACH)
    rig.run(landings=[*evenly(0.4, 19.5, 2.3), *evenly(25.4, 44.5, right_hz)])
    assert said(rig) == answer


@pytest.mark.parametrize(("limp_s", "answer"), [(0.0, []), (0.06, ["uneven"])])
def test_a_march_out_and_back_has_four_landings_to_a_turn(limp_s: float, answer: list[str]) -> None:
    march = one_legged(Feet.TWO_EACH)
    at, landings = WORK_AT + 0.4, []
    for number in range(48):
        landings.append(round(at, 4))
        at += (0.30, 0.46, 0.30 + limp_s, 0.46)[number % 4]
    rig = SessionRig(march, talk=Talk.COACH)
    rig.run(WORK_AT + 19.9, landings=landings)
    assert said(rig) == answer


@pytest.mark.parametrize(("name", "remark"), [("steady", True), ("marching", False)])
def test_after_a_set_an_even_beat_is_remarked_on_only_where_one_is_asked_for(name: str, *, remark: bool) -> None:
    rig = SessionRig(RHYTHMS[name].circuit, talk=Talk.COACH)
    rig.run(landings=evenly(0.4, 29.0, 2.3))
    (total,) = [cue.text for cue in rig.facts(CueHeard) if cue.id.endswith(".total")]
    assert ("rhythm" in total or "beat" in total) == remark


def test_in_a_set_of_ten_seconds_there_is_still_time_for_one_line() -> None:
    rig = SessionRig(load_circuit("demo"))
    slow = [round(39.4 + n / 1.7, 3) for n in range(16)]
    rig.run(49.0, landings=slow)
    assert said(rig) == ["too_slow"]


def test_the_last_advice_can_be_shown() -> None:
    rig = SessionRig(RHYTHMS["steady"].circuit, talk=Talk.COACH)
    rig.run(WORK_AT + 10.0, landings=evenly(0.4, 10.0, 1.7))
    assert rig.session.snapshot(rig.now).advice == lines(rig)[0].text


@given(st.floats(1.5, 3.5), st.floats(0.0, 0.1), st.integers(0, 1000))
@settings(max_examples=60)
def test_the_variation_is_the_spread_of_the_intervals_over_their_mean(hz: float, spread: float, seed: int) -> None:
    import numpy as np  # noqa: PLC0415 - only here

    chance = np.random.default_rng(seed)
    row = Row()
    for at in np.cumsum((1.0 + spread * np.clip(chance.normal(size=400), -3.0, 3.0)) / hz):
        row.add(Landing(float(at), float(at), 1.0))
    found = variation(row.observed(0.0).intervals, 1)
    assert found is not None
    assert found[0] == pytest.approx(spread, rel=0.2, abs=1e-6)


pieces = st.lists(
    st.tuples(
        st.floats(1.2, 4.0),  # hops a second
        st.sampled_from([0.0, 0.03, 0.06, 0.12, 0.25]),  # how far every third strays
        st.floats(1.0, 15.0),  # for so long
        st.floats(0.0, 5.0),  # and then a rest of this length
        st.floats(-40.0, -5.0),  # how loud
    ),
    min_size=1,
    max_size=20,
)


def stream(plan: list[tuple[float, float, float, float, float]], end_at: float) -> list[Landing]:
    landings: list[Landing] = []
    at = WORK_AT + 0.3
    for hz, stray, for_s, still_s, level_db in plan:
        until = min(at + for_s, end_at)
        number = 0
        while at < until:
            landings.append(Landing(at, at + DELAY_S, 1.0, level_db + number % 5))
            number += 1
            at += (1.0 + stray * (number % 3 - 1)) / hz
        at += still_s
    return landings


@given(
    plan=pieces,
    sides=st.sampled_from([Sides.NONE, Sides.EACH]),
    talk=st.sampled_from([Talk.NORMAL, Talk.COACH]),
    on_beat=st.booleans(),
)
@settings(max_examples=100)
def test_advice_is_rare_is_heard_out_and_keeps_away_from_countdowns(
    plan: list[tuple[float, float, float, float, float]], sides: Sides, talk: Talk, *, on_beat: bool
) -> None:
    circuit = one_legged() if sides is Sides.EACH else RHYTHMS["steady"].circuit
    rig = SessionRig(circuit, talk=talk, on_beat=on_beat)
    landings = stream(plan, rig.script.timeline.seconds)
    rig.run(events=[(landing.heard_at, landing) for landing in landings])

    advice = lines(rig)
    assert [cue.id.split("#")[0] for cue in advice] == [f"advice.{rule}" for rule in said(rig)], "each is sounded"
    assert all(b.start - a.start >= BETWEEN_ADVICE_S - 1e-6 for a, b in pairwise(advice))
    assert not [drop for drop in rig.facts(CueDropped) if drop.id.startswith("advice")]

    spoken = sorted((cue for cue in rig.facts(CueHeard) if cue.lane != "tone"), key=lambda cue: cue.start)
    assert all(a.end <= b.start + 1e-6 for a, b in pairwise(spoken))

    work = [phase for phase in rig.script.timeline.phases if phase.kind is PhaseKind.WORK]
    for cue in advice:
        (within,) = [phase for phase in work if phase.start_s <= cue.start < phase.end_s]
        assert cue.end <= within.end_s - COUNTDOWN_S
        assert cue.end - cue.start == pytest.approx(rig.length_s(cue), abs=1e-6), "nothing cuts it"

    for phase in work:
        praise = [cue for cue in advice if "back_on" in cue.id and phase.start_s <= cue.start < phase.end_s]
        assert len(praise) <= 1
    assert Counter(heard.count for heard in rig.facts(LandingHeard)).most_common(1)[0][1] <= len(work)


def test_the_same_line_is_not_repeated_before_it_could_be_answered() -> None:
    rig = coached(evenly(0.4, WORK_S - 0.6, 1.7))
    first, second = lines(rig)
    assert second.start - first.start >= SAME_AGAIN_S
    assert first.text != second.text
