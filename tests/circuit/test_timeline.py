from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.circuit.model import Circuit, Level, Sides, Step, StepKind
from voicecoach.circuit.timeline import PhaseKind, Timeline, build_timeline

pause_s = st.sampled_from([0.0, 0.001, 5.0]) | st.floats(0.0, 3600.0).map(lambda length: round(length, 3))


def step(exercise: str = "ankle-hops", *, sides: Sides = Sides.NONE, pauses_s: float = 5.0) -> Step:
    return Step(
        exercise=exercise,
        name=None,
        kind=StepKind.LANDINGS,
        work_s={Level.START: 10.0, Level.BUILD: 17.0, Level.FULL: 30.0},
        sides=sides,
        cues=(),
        setup=None,
        equipment=None,
        target_hz=None,
        get_ready_s=pauses_s,
        switch_s=pauses_s,
        rest_s=pauses_s,
    )


def circuit(*steps: Step, rounds: int = 1, rest_s: float = 45.0) -> Circuit:
    return Circuit("any", "Any", rounds, rest_s, (), None, steps)


def outline(timeline: Timeline) -> list[str]:
    return [f"{phase.kind} {phase.side}" if phase.side else str(phase.kind) for phase in timeline.phases]


def test_a_session_goes_from_welcome_through_both_sides_and_rests_to_the_farewell() -> None:
    timeline = build_timeline(circuit(step(sides=Sides.EACH), step(), rounds=2), Level.START, welcome_s=8.0)
    one_round = ["get_ready left", "work left", "switch right", "work right", "rest", "get_ready", "work"]
    assert outline(timeline) == ["welcome", *one_round, "round_rest", *one_round, "farewell"]


def test_every_side_gets_the_whole_time_and_the_switch_comes_on_top() -> None:
    timeline = build_timeline(circuit(step(sides=Sides.EACH)), Level.BUILD, welcome_s=8.0)
    assert [phase.duration_s for phase in timeline.phases] == [8.0, 5.0, 17.0, 5.0, 17.0, 0.0]
    assert timeline.seconds == 52.0


def test_phases_of_no_length_are_left_out() -> None:
    timeline = build_timeline(
        circuit(step(sides=Sides.EACH, pauses_s=0.0), rounds=2, rest_s=0.0), Level.FULL, welcome_s=0.0
    )
    assert outline(timeline) == ["work left", "work right"] * 2 + ["farewell"]


def test_every_phase_knows_what_comes_next() -> None:
    hold, hops = step("calf-hold"), step("ankle-hops")
    timeline = build_timeline(circuit(hold, hops, rounds=2), Level.START, welcome_s=8.0)
    following = [(phase.kind, phase.next_step) for phase in timeline.phases if phase.kind is not PhaseKind.GET_READY]
    assert following == [
        (PhaseKind.WELCOME, hold),
        (PhaseKind.WORK, hops),
        (PhaseKind.REST, hops),
        (PhaseKind.WORK, hold),
        (PhaseKind.ROUND_REST, hold),
        (PhaseKind.WORK, hops),
        (PhaseKind.REST, hops),
        (PhaseKind.WORK, None),
        (PhaseKind.FAREWELL, None),
    ]


@given(
    steps=st.lists(st.builds(step, sides=st.sampled_from(Sides), pauses_s=pause_s), min_size=1, max_size=5),
    rounds=st.integers(1, 20),
    rest_s=pause_s,
    welcome_s=pause_s,
    level=st.sampled_from(Level),
)
def test_phases_follow_one_another_without_a_gap_and_all_work_is_done(
    steps: list[Step], rounds: int, rest_s: float, welcome_s: float, level: Level
) -> None:
    timeline = build_timeline(circuit(*steps, rounds=rounds, rest_s=rest_s), level, welcome_s=welcome_s)
    phases = timeline.phases
    assert phases[0].start_s == 0.0
    assert [phase.start_s for phase in phases[1:]] == [phase.end_s for phase in phases[:-1]]
    assert timeline.seconds == pytest.approx(sum(phase.duration_s for phase in phases), abs=1e-6)
    assert all(round(phase.start_s, 3) == phase.start_s for phase in phases)
    work = [phase for phase in phases if phase.kind is PhaseKind.WORK]
    assert [(phase.step, phase.side) for phase in work] == [
        (step, side) for step in steps for side in step.sides.in_order
    ] * rounds
    assert [phase.round for phase in phases] == sorted(phase.round for phase in phases)
