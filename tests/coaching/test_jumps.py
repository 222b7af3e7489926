"""Next, back and again: wherever a session jumps to, the runner is told what comes and what to take."""

from __future__ import annotations

import pytest

from voicecoach.circuit.model import Circuit
from voicecoach.circuit.reading import read_circuit
from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.events import Command
from voicecoach.coaching.facts import CueHeard, StepStarted
from voicecoach.coaching.moves import RESUME_S
from voicecoach.coaching.wording import Talk
from voicecoach.cuefiles import load_circuit
from voicecoach.testing import SessionRig

INSTANT_S = 1e-6


def with_a_rope(get_ready: str = "10s") -> Circuit:
    text = f"""
        schema = 1
        name = "Roped"
        rounds = 1
        defaults = {{ get_ready = "{get_ready}", rest = "12s" }}
        [[step]]
        exercise = "calf-hold"
        kind = "hold"
        work = "20s"
        [[step]]
        exercise = "jump-rope"
        kind = "landings"
        equipment = "a rope"
        work = "10s"
        [[step]]
        exercise = "hurdle-march"
        kind = "landings"
        work = "10s"
    """
    return read_circuit(text, source="a test", id="roped")


def lived(circuit: Circuit, commands: dict[float, Command], talk: Talk = Talk.NORMAL) -> SessionRig:
    rig = SessionRig(circuit, talk=talk)
    rig.run(commands=commands)
    return rig


def start_of(circuit: Circuit, exercise: str, kind: PhaseKind = PhaseKind.WORK) -> float:
    phases = [one.phase for one in SessionRig(circuit).script.phases]
    return next(one.start_s for one in phases if one.kind is kind and one.step and one.step.exercise == exercise)


def heard(rig: SessionRig, words: str) -> list[CueHeard]:
    """Return when words were heard; what the welcome says to fetch is not meant."""
    return [cue for cue in rig.facts(CueHeard) if words in cue.text and not cue.id.startswith("welcome.equipment")]


def started(rig: SessionRig, exercise: str) -> list[StepStarted]:
    return [fact for fact in rig.facts(StepStarted) if fact.step == exercise]


@pytest.mark.parametrize("command", [Command.BACK, Command.REPEAT])
@pytest.mark.parametrize("name", ["ankle-stiffness", "demo"])
def test_back_and_again_in_the_welcome_begin_it_anew_with_all_it_says(name: str, command: Command) -> None:
    circuit = load_circuit(name)
    plain = SessionRig(circuit)
    welcome = plain.script.phases[0]
    said = [planned.cue.text for planned in welcome.cues if planned.cue.lane.is_speech]
    at = welcome.phase.duration_s - 0.5
    rig = lived(circuit, {at: command})
    assert [cue.text for cue in rig.facts(CueHeard) if cue.start > at and cue.text][: len(said)] == said
    first = rig.facts(StepStarted)[0]
    planned = [one.phase for one in plain.script.phases if one.phase.kind is PhaseKind.WORK]
    assert first.t == pytest.approx(at + 0.2 + planned[0].start_s)


@pytest.mark.parametrize("get_ready", ["10s", "0s"])
def test_who_skips_the_rest_is_told_what_to_take(get_ready: str) -> None:
    circuit = with_a_rope(get_ready)
    at = start_of(circuit, "calf-hold") + 8.0
    rig = lived(circuit, {at: Command.SKIP})
    (told,) = heard(rig, "You need a rope.")
    (work,) = started(rig, "jump-rope")
    name = next(cue for cue in heard(rig, "Jump rope.") if cue.start > at)
    assert at < told.start < told.end < work.t
    assert at < name.start < name.end < work.t


def test_who_goes_back_is_told_what_to_take_again() -> None:
    circuit = with_a_rope()
    at = start_of(circuit, "hurdle-march", PhaseKind.GET_READY) + 3.0
    rig = lived(circuit, {at: Command.BACK})
    assert [cue.start > at for cue in heard(rig, "You need a rope.")] == [True]
    assert len(started(rig, "jump-rope")) == 2


def test_who_does_the_same_again_has_it_in_hand() -> None:
    circuit = with_a_rope()
    at = start_of(circuit, "jump-rope") + 3.0
    assert not heard(lived(circuit, {at: Command.REPEAT}), "You need a rope.")


def test_who_wants_little_said_is_told_names_only() -> None:
    circuit = with_a_rope()
    at = start_of(circuit, "calf-hold") + 8.0
    rig = lived(circuit, {at: Command.SKIP}, Talk.MINIMAL)
    assert not heard(rig, "rope.") or {cue.text for cue in heard(rig, "rope.")} == {"Jump rope."}


@pytest.mark.parametrize("pause_s", [0.1, 0.7, 1.4, 2.0, 2.6])
@pytest.mark.parametrize("get_ready", ["10s", "0s"])
def test_a_pause_between_a_jump_and_what_was_jumped_to_loses_no_word_of_it(get_ready: str, pause_s: float) -> None:
    circuit = with_a_rope(get_ready)
    at = start_of(circuit, "calf-hold") + 8.0
    resume_at = at + pause_s + 10.0
    rig = lived(circuit, {at: Command.SKIP, at + pause_s: Command.PAUSE, resume_at: Command.RESUME})
    whole = [cue for cue in heard(rig, "You need a rope.") if cue.end - cue.start >= rig.length_s(cue) - INSTANT_S]
    go = [cue for cue in rig.facts(CueHeard) if cue.id.startswith("r1.s2.jump-rope.work.tone-go")]
    assert len(whole) == 1
    assert whole[0].end < go[-1].start
    names = [cue for cue in heard(rig, "Jump rope.") if at < cue.start]
    assert any(cue.end - cue.start >= rig.length_s(cue) - INSTANT_S and cue.end <= go[-1].start for cue in names)
    assert go[-1].start >= resume_at + RESUME_S - INSTANT_S


def test_again_before_a_jump_has_landed_forgets_nothing() -> None:
    circuit = with_a_rope()
    at = start_of(circuit, "calf-hold") + 8.0
    rig = lived(circuit, {at: Command.SKIP, at + 0.3: Command.REPEAT})
    told = heard(rig, "You need a rope.")
    assert told[-1].end - told[-1].start == pytest.approx(rig.length_s(told[-1]))


def test_a_second_pause_while_the_first_one_ends_begins_no_work_anew() -> None:
    circuit = with_a_rope()
    at = start_of(circuit, "jump-rope") + 1.0
    commands = {at: Command.PAUSE, at + 5.0: Command.RESUME, at + 6.0: Command.PAUSE, at + 9.0: Command.RESUME}
    rig = SessionRig(circuit)
    rig.run(at + 9.0 + RESUME_S, commands=commands)
    assert rig.session.snapshot(rig.now).remaining_s == pytest.approx(9.0)
    assert len(heard(rig, "Jump rope.")) == 2, "in the rest before, and in the get-ready"
