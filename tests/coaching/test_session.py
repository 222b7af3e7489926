from __future__ import annotations

from itertools import pairwise

import pytest
from any_circuit import circuits
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.circuit.model import Circuit, Level
from voicecoach.circuit.reading import read_circuit
from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.events import Command, CommandGiven, DeviceBack, DeviceLost, Event, NoCommand, Recounted
from voicecoach.coaching.facts import (
    CommandTaken,
    CommandUnknown,
    CountSpoken,
    CueDropped,
    CueHeard,
    LandingHeard,
    SessionEnded,
    StepEnded,
    StepStarted,
)
from voicecoach.coaching.moves import RESUME_S
from voicecoach.coaching.numbers import CountMode
from voicecoach.coaching.states import State
from voicecoach.coaching.total import SETTLE_S
from voicecoach.cuefiles import list_circuits, load_circuit
from voicecoach.listening.landing import RECOUNT_AFTER_S, Landing
from voicecoach.testing import SessionRig

FIRST_HOPS_AT = 39.0
"""In the demo circuit: two sets of ten seconds, the first from here on, the second 21 s later."""


def hops(start_at: float, count: int, interval_s: float = 0.45) -> list[float]:
    return [round(start_at + 0.4 + n * interval_s, 3) for n in range(count)]


def demo(**options: object) -> SessionRig:
    return SessionRig(load_circuit("demo"), **options)  # type: ignore[arg-type]


def overlapping(rig: SessionRig) -> list[tuple[str, str]]:
    spoken = sorted((cue for cue in rig.facts(CueHeard) if cue.lane != "tone"), key=lambda cue: cue.start)
    return [(a.id, b.id) for a, b in pairwise(spoken) if b.start < a.end - 1e-6]


def test_each_landing_in_a_set_is_counted_and_said_once() -> None:
    rig = demo()
    summary = rig.run(landings=[*hops(FIRST_HOPS_AT, 20), *hops(60.0, 18)])
    assert summary is not None
    assert [done.count for done in summary.sets] == [20, 18]
    assert [said.count for said in rig.facts(CountSpoken)] == [*range(1, 21), *range(1, 19)]
    assert rig.facts(SessionEnded)[0].counts == {"ankle-hops": 38}


def test_a_landing_outside_every_set_is_not_counted() -> None:
    rig = demo()
    rig.run(landings=[5.0, 20.0, FIRST_HOPS_AT - 0.2, *hops(FIRST_HOPS_AT, 3), FIRST_HOPS_AT + 10.1])
    assert [heard.count for heard in rig.facts(LandingHeard)] == [1, 2, 3]


def test_a_landing_just_before_the_end_counts_though_it_is_heard_just_after() -> None:
    rig = demo()
    rig.run(landings=[FIRST_HOPS_AT + 9.99])
    assert rig.facts(StepEnded)[2].count == 1


def test_the_seconds_of_a_set_are_those_of_its_work() -> None:
    rig = demo()
    rig.run(landings=hops(FIRST_HOPS_AT, 20))
    planned = [started.seconds for started in rig.facts(StepStarted)]
    assert [ended.seconds for ended in rig.facts(StepEnded)] == pytest.approx(planned)


def test_a_step_in_which_nobody_counts_ends_with_its_work() -> None:
    rig = demo()
    rig.run(landings=hops(FIRST_HOPS_AT, 20))
    for started, ended in zip(rig.facts(StepStarted), rig.facts(StepEnded), strict=True):
        over_at = started.t + started.seconds
        assert ended.t == pytest.approx(over_at if ended.count is None else over_at + SETTLE_S)


def test_pauses_are_no_work_and_a_set_that_is_left_was_worked_only_so_far() -> None:
    at = FIRST_HOPS_AT
    rig = demo()
    rig.run(commands={at + 2.0: Command.PAUSE, at + 30.0: Command.RESUME})
    assert rig.facts(StepEnded)[2].seconds == pytest.approx(10.0)
    left = demo()
    left.run(commands={at + 2.0: Command.PAUSE, at + 30.0: Command.RESUME, at + 36.0: Command.SKIP})
    assert left.facts(StepEnded)[2].seconds == pytest.approx(2.0 + 6.0 - RESUME_S)
    paused = demo()
    paused.run(commands={at + 2.0: Command.PAUSE, at + 30.0: Command.STOP})
    assert paused.facts(StepEnded)[2].seconds == pytest.approx(2.0)


def recounted(count: int, confidence: float = 0.95, others: int = 0) -> tuple[float, Recounted]:
    end_at = FIRST_HOPS_AT + 10.0
    return end_at + RECOUNT_AFTER_S, Recounted(FIRST_HOPS_AT, end_at, count, confidence, others)


def test_hindsight_corrects_the_total_before_it_is_said() -> None:
    rig = demo()
    summary = rig.run(landings=hops(FIRST_HOPS_AT, 20), events=[recounted(19)])
    assert summary is not None
    assert summary.sets[0].count == 19
    assert rig.facts(StepEnded)[2].count == 19
    assert any("ineteen" in cue.text for cue in rig.facts(CueHeard) if cue.id.endswith("total"))


def test_a_count_that_is_a_guess_is_not_said() -> None:
    rig = demo()
    summary = rig.run(landings=hops(FIRST_HOPS_AT, 20), events=[recounted(20, confidence=0.3)])
    assert summary is not None
    assert summary.sets[0].doubtful
    (said,) = [cue.text for cue in rig.facts(CueHeard) if cue.id == "r1.ankle-hops.total"][:1]
    assert "wenty" not in said
    assert "loud" not in said


def test_where_other_sounds_put_the_count_in_doubt_the_coach_says_that_it_is_too_loud() -> None:
    rig = demo()
    rig.run(landings=hops(FIRST_HOPS_AT, 20), events=[recounted(20, confidence=0.3, others=5)])
    (said,) = [cue.text for cue in rig.facts(CueHeard) if cue.id == "r1.ankle-hops.total"][:1]
    assert "loud" in said


def test_a_landing_told_late_puts_the_next_number_right() -> None:
    at = hops(FIRST_HOPS_AT, 6)
    late = (at[2] + 0.7, Landing(at[2], at[2] + 0.7, 0.8))
    rig = demo()
    rig.run(landings=[*at[:2], *at[3:]], events=[late])
    assert [said.count for said in rig.facts(CountSpoken)] == [1, 2, 3, 5, 6]


@pytest.mark.parametrize(("mode", "said"), [("fives", [5, 10, 15]), ("tens", [10]), ("total", []), ("off", [])])
def test_counting_can_be_sparing(mode: str, said: list[int]) -> None:
    rig = demo(count=CountMode(mode))
    rig.run(landings=hops(FIRST_HOPS_AT, 18))
    assert [spoken.count for spoken in rig.facts(CountSpoken)] == said


@pytest.mark.parametrize("hz", [1.5, 2.2, 3.0, 4.0])
def test_no_number_is_said_late_twice_or_over_the_next(hz: float) -> None:
    rig = demo()
    rig.run(landings=hops(FIRST_HOPS_AT, int(9 * hz), 1.0 / hz))
    spoken = rig.facts(CountSpoken)
    assert len({said.count for said in spoken}) == len(spoken)
    assert max(said.start - said.landing_at for said in spoken) <= 0.15
    assert not overlapping(rig)


def test_without_a_microphone_nothing_is_expected_counted_or_called_zero() -> None:
    rig = demo(mic="none")
    summary = rig.run()
    assert summary is not None
    assert not rig.expectations
    assert [ended.count for ended in rig.facts(StepEnded)] == [None] * 4
    assert "no_hops" not in str(summary)


def test_landings_are_expected_exactly_in_the_counted_sets() -> None:
    rig = demo()
    rig.run()
    assert [(change.expecting, change.from_at) for change in rig.expectations] == [
        (True, 39.0),
        (False, 49.0),
        (True, 60.0),
        (False, 70.0),
    ]


@given(st.floats(0.5, 69.5), st.floats(0.1, 30.0))
@settings(max_examples=80)
def test_a_pause_keeps_the_time_left_the_side_and_the_count(pause_at: float, pause_s: float) -> None:
    rig = demo()
    landings = [at for at in hops(FIRST_HOPS_AT, 20) if at < pause_at]
    rig.run(pause_at, landings=landings)
    before = rig.session.snapshot(rig.now)
    rig.run(pause_at + pause_s, commands={pause_at: Command.PAUSE})
    assert rig.session.state is State.PAUSED
    rig.run(pause_at + pause_s + 3.0, commands={pause_at + pause_s: Command.RESUME})
    after = rig.session.snapshot(rig.now)
    assert (after.phase, after.side, after.round, after.landings) == (
        before.phase,
        before.side,
        before.round,
        before.landings,
    )
    assert after.remaining_s == pytest.approx(before.remaining_s, abs=0.01)
    assert not overlapping(rig)


def test_skip_back_and_repeat_go_where_they_say() -> None:
    rig = demo()
    rig.run(30.0, commands={15.0: Command.SKIP, 20.0: Command.BACK, 25.0: Command.SKIP})
    assert [(started.step, started.side) for started in rig.facts(StepStarted)][:1] == [("calf-hold", "left")]
    assert rig.session.snapshot(rig.now).exercise == "Ankle hops"


def test_repeating_an_exercise_says_its_name_again() -> None:
    rig = demo()
    rig.run(45.0, commands={41.0: Command.REPEAT})
    names = [cue for cue in rig.facts(CueHeard) if cue.text == "Ankle hops."]
    assert len(names) == 2


def test_stopping_says_and_keeps_what_was_counted() -> None:
    rig = demo()
    summary = rig.run(landings=hops(FIRST_HOPS_AT, 8), commands={44.0: Command.STOP})
    assert summary is not None
    assert (summary.reason, summary.landings) == ("stopped", 8)
    assert "Eight in all" in rig.facts(CueHeard)[-1].text


@pytest.mark.parametrize("pause_first", [False, True])
@pytest.mark.parametrize("at", [3.0, 10.0, 20.0, 25.0, 44.0, 52.0])
def test_stopping_is_answered_at_once_in_every_phase(at: float, pause_first: bool) -> None:  # noqa: FBT001
    rig = demo()
    pause = {at - 1.0: Command.PAUSE} if pause_first else {}
    summary = rig.run(commands=pause | {at: Command.STOP})
    assert summary is not None
    last = rig.facts(CueHeard)[-1]
    assert last.id == "farewell"
    assert last.start < at + 2.0


@given(st.lists(st.tuples(st.floats(0.1, 90.0), st.sampled_from(list(Command))), max_size=8))
@settings(max_examples=120)
def test_whatever_is_commanded_the_session_comes_to_its_end(commands: list[tuple[float, Command]]) -> None:
    rig = demo()
    given = dict(commands)
    last = max(given, default=0.0)
    summary = rig.run(landings=hops(FIRST_HOPS_AT, 20), commands=given | {last + 200.0: Command.RESUME})
    summary = summary or rig.run(commands={rig.now + 1.0: Command.STOP})
    assert summary is not None
    assert not overlapping(rig)


def test_what_is_no_command_is_recorded_and_followed_by_nothing() -> None:
    undisturbed, rig = demo(), demo()
    undisturbed.run(landings=hops(FIRST_HOPS_AT, 20))
    unknown = [(at, CommandGiven(NoCommand("jump"), "mqtt")) for at in (5.0, 41.0, 75.0)]
    rig.run(landings=hops(FIRST_HOPS_AT, 20), events=unknown)
    told = rig.facts(CommandUnknown)
    assert {(fact.text, fact.source) for fact in told} == {("jump", "mqtt")}
    assert [fact for fact in rig.recorded if fact not in told] == undisturbed.recorded
    assert rig.facts(CommandTaken) == []


def test_a_lost_device_holds_the_session_until_it_is_back() -> None:
    events: list[tuple[float, Event]] = [
        (42.0, DeviceLost("microphone", "USB")),
        (42.1, DeviceLost("speaker", "USB")),
        (50.0, DeviceBack("speaker", "USB")),
        (52.0, DeviceBack("microphone", "USB")),
    ]
    rig = demo()
    before = hops(FIRST_HOPS_AT, 5)
    rig.run(54.0, landings=before, events=events)
    assert rig.session.snapshot(54.0).remaining_s == pytest.approx(7.0)
    summary = rig.run(landings=hops(55.0, 10))
    assert summary is not None
    assert summary.sets[0].count == 15


@given(circuits(), st.floats(1.2, 4.0))
@settings(max_examples=150)
def test_in_any_circuit_no_word_overlaps_and_no_planned_cue_is_late(circuit: Circuit, hz: float) -> None:
    rig = SessionRig(circuit)
    seconds = rig.script.timeline.seconds
    landings = [round(n / hz, 3) for n in range(int(seconds * hz))]
    assert rig.run(landings=landings) is not None
    assert not overlapping(rig)
    planned = {p.cue.id: s.phase.start_s + p.offset_s for s in rig.script.phases for p in s.cues}
    heard = {cue.id: cue.start for cue in rig.facts(CueHeard)}
    assert all(heard[cue_id] == pytest.approx(at, abs=1e-6) for cue_id, at in planned.items() if cue_id in heard)
    lost = {drop.id for drop in rig.facts(CueDropped)} & set(planned)
    assert not [cue_id for cue_id in lost if "countdown" in cue_id or ".tone-" in cue_id]


@pytest.mark.parametrize("name", sorted(list_circuits()))
def test_every_cue_of_a_shipped_circuit_has_an_id_of_its_own(name: str) -> None:
    script = SessionRig(load_circuit(name), level=Level.FULL).script
    ids = [planned.cue.id for scripted in script.phases for planned in scripted.cues]
    assert len(ids) == len(set(ids))
    assert [scripted.phase.kind for scripted in script.phases][-1] is PhaseKind.FAREWELL


def without_get_ready() -> SessionRig:
    text = """
        schema = 1
        name = "Straight in"
        rounds = 1
        defaults = { get_ready = "0s", rest = "8s" }
        [[step]]
        exercise = "calf-hold"
        kind = "hold"
        work = "20s"
        [[step]]
        exercise = "ankle-hops"
        kind = "landings"
        work = "10s"
    """
    return SessionRig(read_circuit(text, source="a test", id="straight-in"))


def test_a_work_that_is_skipped_to_is_named_before_it_begins() -> None:
    rig = without_get_ready()
    rig.run(commands={15.0: Command.SKIP})
    (hopping,) = [started for started in rig.facts(StepStarted) if started.step == "ankle-hops"]
    name = next(cue for cue in rig.facts(CueHeard) if cue.text == "Ankle hops.")
    assert 15.0 < name.start < name.end < hopping.t


def test_a_set_that_is_left_while_it_is_named_has_no_total() -> None:
    rig = without_get_ready()
    summary = rig.run(commands={15.0: Command.SKIP, 15.6: Command.SKIP})
    assert summary is not None
    assert not summary.sets
    assert not [cue for cue in rig.facts(CueHeard) if cue.id.endswith("total")]
