"""Pauses at any instants of any circuit: nothing is lost, nothing is said twice, time goes on where it stood."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import pytest
from any_circuit import circuits
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.circuit.model import Circuit
from voicecoach.coaching.cut_off import NO_ROOM
from voicecoach.coaching.events import Command
from voicecoach.coaching.facts import CountSpoken, CueDropped, CueHeard, LandingHeard, SessionEnded, StepEnded
from voicecoach.coaching.moves import RESUME_S
from voicecoach.coaching.snapshot import Snapshot
from voicecoach.coaching.wording import is_counted
from voicecoach.cuefiles import load_circuit
from voicecoach.listening.landing import Landing
from voicecoach.testing import DELAY_S, SessionRig

INSTANT_S = 1e-6

LAST_NUMBER_S = 1.0
"""No landing so near a set's end that its number would sound into what follows: that is counting's business."""


@dataclass(frozen=True)
class Pauses:
    """When somebody pauses and goes on, in session seconds; knows when the circuit's time runs."""

    instants: tuple[tuple[float, float], ...]

    @property
    def commands(self) -> dict[float, Command]:
        pauses = {pause_at: Command.PAUSE for pause_at, _ in self.instants}
        return pauses | {resume_at: Command.RESUME for _, resume_at in self.instants}

    @property
    def standstills(self) -> list[tuple[float, float]]:
        """From when to when time stands: a pause in the middle of "ready" makes one longer standstill."""
        found: list[tuple[float, float]] = []
        for pause_at, resume_at in self.instants:
            if found and pause_at <= found[-1][1]:
                found[-1] = (found[-1][0], resume_at + RESUME_S)
            else:
                found.append((pause_at, resume_at + RESUME_S))
        return found

    def run_s(self, at: float) -> float:
        """Return how much of the circuit's time has passed at a session instant."""
        return at - sum(min(max(at, begin), end) - begin for begin, end in self.standstills)

    def at(self, run_s: float) -> float:
        """Return the session instant at which the circuit's time is `run_s`."""
        at = run_s
        for begin, end in self.standstills:
            if at >= begin:
                at += end - begin
        return at


def pauses(seconds: float) -> st.SearchStrategy[Pauses]:
    """Return up to four pauses in the first `seconds` seconds of the circuit's time."""
    gaps = st.tuples(st.floats(0.05, max(seconds, 1.0)), st.floats(0.05, 30.0))

    def placed(wanted: list[tuple[float, float]]) -> Pauses:
        instants, at = [], 0.0
        for gap_s, held_s in wanted:
            instants.append((at + gap_s, at + gap_s + held_s))
            at += gap_s + held_s
        result = Pauses(tuple(instants))
        # Only pauses before the last words: from then on there is nothing to hold.
        kept = [(pause_at, resume_at) for pause_at, resume_at in instants if result.run_s(pause_at) < seconds - 0.01]
        return Pauses(tuple(kept))

    return st.lists(gaps, max_size=4).map(placed)


class Paused:
    """A session with pauses, and landings wherever they are expected and time runs."""

    def __init__(self, circuit: Circuit, paused: Pauses, interval_s: float) -> None:
        self.paused = paused
        self.rig = SessionRig(circuit)
        self.plan_s = self.rig.script.timeline.seconds
        self.landings = {
            (phase.round, phase.step_index, phase.side): [
                paused.at(phase.start_s + interval_s * n)
                for n in range(1, math.ceil(phase.duration_s / interval_s))
                if phase.start_s + interval_s * n < phase.end_s - LAST_NUMBER_S
            ]
            for phase in self.rig.script.timeline.phases
            if is_counted(phase)
        }
        self.before: list[Snapshot] = []
        self.after: list[Snapshot] = []

    def run(self) -> None:
        landings = sorted(at for row in self.landings.values() for at in row)
        standstills = {begin for begin, _ in self.paused.standstills}
        watched = sorted({*standstills, *(end for _, end in self.paused.standstills)})
        done_at = 0.0
        for until in [*watched, math.inf]:
            now = [at for at in landings if done_at < at + DELAY_S <= until]
            commands = {at: given for at, given in self.paused.commands.items() if done_at <= at < until}
            self.rig.run(min(until, 1e6), landings=now, commands=commands)
            if until < math.inf:
                seen = self.before if until in standstills else self.after
                seen.append(self.rig.session.snapshot(until))
            done_at = until


@st.composite
def paused_sessions(draw: st.DrawFn) -> Paused:
    circuit = draw(circuits())
    seconds = SessionRig(circuit).script.timeline.seconds
    return Paused(circuit, draw(pauses(seconds)), 1.0 / draw(st.floats(1.5, 3.5)))


@given(paused_sessions())
@settings(max_examples=80)
def test_time_side_round_and_count_are_as_they_were(session: Paused) -> None:
    session.run()
    for before, after in zip(session.before, session.after, strict=True):
        assert after.remaining_s == pytest.approx(before.remaining_s, abs=1e-5)
        assert (after.phase, after.exercise, after.side, after.round) == (
            before.phase,
            before.exercise,
            before.side,
            before.round,
        )
        late = sum(begin_at <= before.t < begin_at + DELAY_S for row in session.landings.values() for begin_at in row)
        assert before.landings <= after.landings <= before.landings + late


@given(paused_sessions())
@settings(max_examples=80)
def test_the_session_is_as_long_as_the_plan_the_pauses_and_three_seconds_for_each(session: Paused) -> None:
    session.run()
    last_ended_at = session.paused.at(session.plan_s - INSTANT_S) + INSTANT_S
    (ended,) = session.rig.facts(SessionEnded)
    assert ended.reason == "finished"
    over = next(cue.start for cue in session.rig.facts(CueHeard) if cue.id == "over")
    assert over == pytest.approx(last_ended_at, abs=1.0)
    paused_s = sum(end - begin for begin, end in session.paused.standstills)
    assert last_ended_at == pytest.approx(session.plan_s + paused_s, abs=1e-5)


@given(paused_sessions())
@settings(max_examples=80)
def test_each_cue_is_heard_once_at_its_instant_unless_a_pause_cut_it(session: Paused) -> None:
    session.run()
    heard = session.rig.facts(CueHeard)
    left_out = {drop.id.partition("#")[0] for drop in session.rig.facts(CueDropped) if drop.reason == NO_ROOM}
    for scripted in session.rig.script.phases:
        for planned in scripted.cues:
            at = scripted.phase.start_s + planned.offset_s
            said = [cue for cue in heard if cue.id.partition("#")[0] == planned.cue.id]
            whole = [cue for cue in said if cue.end - cue.start >= planned.length_s - INSTANT_S]
            cut = any(
                at - INSTANT_S <= session.paused.run_s(begin) <= at + planned.length_s + INSTANT_S
                for begin, _ in session.paused.standstills
            )
            if not cut:
                assert len(said) == len(whole) == 1, planned.cue.id
                assert session.paused.run_s(said[0].start) == pytest.approx(at, abs=1e-5)
                continue
            assert len(whole) <= 1, planned.cue.id
            if planned.cue.lane == "instruction":
                assert whole or planned.cue.id in left_out


@given(paused_sessions())
@settings(max_examples=80)
def test_words_never_overlap_and_numbers_go_on_where_they_stood(session: Paused) -> None:
    session.run()
    spoken = sorted((cue for cue in session.rig.facts(CueHeard) if cue.lane != "tone"), key=lambda cue: cue.start)
    assert not [(one.id, two.id) for one, two in pairwise(spoken) if two.start < one.end - INSTANT_S]
    told = session.rig.facts(LandingHeard)
    assert [landing.count for landing in told] == [
        n for row in session.landings.values() for n in range(1, len(row) + 1)
    ]
    assert {landing.at for landing in told} == {at for row in session.landings.values() for at in row}
    numbers = session.rig.facts(CountSpoken)
    assert all(0.0 <= number.start - number.landing_at <= 0.15 + INSTANT_S for number in numbers)
    counts = {(landing.at, landing.count) for landing in told}
    assert all((number.landing_at, number.count) in counts for number in numbers)
    assert [ended.count for ended in session.rig.facts(StepEnded) if ended.count is not None] == [
        len(row) for row in session.landings.values()
    ]


@given(paused_sessions())
@settings(max_examples=80)
def test_landings_are_expected_when_time_runs_in_a_counted_set_and_only_then(session: Paused) -> None:
    session.run()
    expected = [
        (change.from_at, until.from_at)
        for change, until in pairwise(session.rig.expectations)
        if change.expecting and until.from_at > change.from_at + INSTANT_S
    ]
    counted_s = sum(phase.duration_s for phase in session.rig.script.timeline.phases if is_counted(phase))
    assert sum(end - begin for begin, end in expected) == pytest.approx(counted_s, abs=1e-4)
    for begin, end in expected:
        ran_s = session.paused.run_s(end) - session.paused.run_s(begin)
        assert ran_s == pytest.approx(end - begin, abs=1e-5), "never over a standstill"


def demo_cut(at: float, seconds: float = 5.0) -> SessionRig:
    rig = SessionRig(load_circuit("demo"))
    rig.run(commands={at: Command.PAUSE, at + seconds: Command.RESUME})
    return rig


def test_a_name_that_was_cut_is_said_again_before_time_runs_on() -> None:
    plain = SessionRig(load_circuit("demo"))
    plain.run()
    name = next(cue for cue in plain.facts(CueHeard) if cue.id.endswith("calf-hold.left.get_ready.name"))
    rig = demo_cut((name.start + name.end) / 2)
    again = [cue for cue in rig.facts(CueHeard) if cue.text == name.text]
    assert [cue.end - cue.start == pytest.approx(name.end - name.start) for cue in again] == [False, True]
    ready = next(cue for cue in rig.facts(CueHeard) if cue.id == "ready")
    go = next(cue for cue in rig.facts(CueHeard) if cue.id == "resume.go")
    assert ready.end < again[1].start
    assert again[1].end < go.start + 0.5


def test_a_pause_right_after_a_set_keeps_its_total_for_later() -> None:
    rig = SessionRig(load_circuit("demo"))
    rig.run(landings=[39.5 + 0.45 * n for n in range(20)], commands={49.1: Command.PAUSE, 60.0: Command.RESUME})
    total = next(cue for cue in rig.facts(CueHeard) if cue.id == "r1.ankle-hops.total")
    assert "wenty" in total.text
    assert total.start > 60.0


def test_hops_in_a_pause_are_not_counted_though_the_session_is_stopped_from_there() -> None:
    hopped = [40.0, 40.5, 41.0]
    rig = SessionRig(load_circuit("demo"))
    told_late = [(46.05, Landing(45.9, 46.05, 0.9))]
    summary = rig.run(landings=hopped, events=told_late, commands={42.0: Command.PAUSE, 46.0: Command.STOP})
    assert summary is not None
    assert summary.landings == len(hopped)


def test_ready_is_never_said_again_as_if_the_pause_had_cut_it() -> None:
    rig = SessionRig(load_circuit("demo"))
    rig.run(commands={20.0: Command.PAUSE, 22.0: Command.RESUME, 22.3: Command.PAUSE, 25.0: Command.RESUME})
    ready = [cue for cue in rig.facts(CueHeard) if cue.id.partition("#")[0] == "ready"]
    assert len(ready) == 2


def test_a_set_that_is_paused_as_it_begins_expects_landings_from_its_go_on() -> None:
    rig = SessionRig(load_circuit("demo"))
    pause_at = 0.3 + next(phase.start_s for phase in rig.script.timeline.phases if is_counted(phase))
    rig.run(pause_at + 4.5, commands={pause_at: Command.PAUSE, pause_at + 1.0: Command.RESUME})
    assert (rig.expectations[-1].expecting, rig.expectations[-1].from_at) == (True, pause_at + 1.0 + RESUME_S)
