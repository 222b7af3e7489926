"""The total of a set is said before what comes next, whatever that is, or the plan says that it can't be."""

from __future__ import annotations

from itertools import pairwise

import pytest

from voicecoach.circuit.model import Circuit
from voicecoach.circuit.reading import read_circuit
from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.events import Command
from voicecoach.coaching.facts import CueDropped, CueHeard, StepStarted
from voicecoach.coaching.numbers import CountMode
from voicecoach.coaching.wording import EARLIEST_S, TOTAL_SAID_WITHIN_S
from voicecoach.cuefiles import load_circuit, load_phrases
from voicecoach.testing import SessionRig


def hops_a_side(switch: str = "5s", rest: str = "10s", get_ready: str = "10s") -> Circuit:
    text = f"""
        schema = 1
        name = "A side"
        rounds = 1
        defaults = {{ switch = "{switch}", rest = "{rest}", get_ready = "{get_ready}" }}
        [[step]]
        exercise = "ankle-hops"
        kind = "landings"
        sides = "each"
        work = "10s"
        [[step]]
        exercise = "calf-hold"
        kind = "hold"
        sides = "each"
        work = "10s"
    """
    return read_circuit(text, source="a test", id="a-side")


def hopped(circuit: Circuit, commands: dict[float, Command] | None = None, **options: object) -> SessionRig:
    """Return a session that is over, with hops all through the sets as planned."""
    rig = SessionRig(circuit, **options)  # type: ignore[arg-type]
    works = [one.phase for one in rig.script.phases if one.phase.kind is PhaseKind.WORK]
    rig.run(landings=[work.start_s + 0.4 + 0.45 * n for work in works for n in range(20)], commands=commands)
    return rig


def work_at(rig: SessionRig, number: int) -> float:
    return [one.phase.start_s for one in rig.script.phases if one.phase.kind is PhaseKind.WORK][number]


def heard(rig: SessionRig, ending: str) -> list[CueHeard]:
    return [cue for cue in rig.facts(CueHeard) if cue.id.partition("#")[0].endswith(ending)]


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_the_total_of_the_first_side_is_said_before_the_second_is_named(language: str) -> None:
    rig = hopped(hops_a_side(), language=language)
    left, right = heard(rig, ".total")
    (name,) = heard(rig, "right.switch.name")[:1]
    second = work_at(rig, 1)
    assert left.end < name.start < name.end < second
    assert right.start > second
    assert not rig.script.left_out
    assert not rig.facts(CueDropped)


def test_in_a_long_switch_both_are_said_in_full_and_the_countdown_too() -> None:
    rig = hopped(hops_a_side(switch="9s"))
    switch = next(one for one in rig.script.phases if one.phase.kind is PhaseKind.SWITCH)
    assert [cue.cue.text for cue in switch.cues if cue.cue.lane == "countdown"] == ["Three.", "Two.", "One."]
    assert not rig.script.misfits


@pytest.mark.parametrize("switch", ["2s", "1s", "0s"])
def test_where_there_is_no_room_for_a_total_the_plan_tells_and_it_is_not_said_into_the_next_set(switch: str) -> None:
    rig = hopped(hops_a_side(switch=switch))
    (told,) = [misfit for misfit in rig.script.left_out if misfit.cue.id.endswith(".total")]
    assert "does not fit before" in str(told)
    (dropped,) = [drop for drop in rig.facts(CueDropped) if ".count" not in drop.id]
    assert dropped.id.startswith("r1.ankle-hops.total")


def test_without_a_rest_the_total_comes_before_the_name_of_the_next_exercise() -> None:
    rig = hopped(hops_a_side(rest="0s"))
    assert len(heard(rig, ".total")) == 2
    assert heard(rig, ".total")[1].end < heard(rig, "calf-hold.left.get_ready.name")[0].start
    assert not rig.script.left_out


@pytest.mark.parametrize("command", [Command.SKIP, Command.REPEAT, Command.BACK])
def test_whoever_leaves_a_set_hears_its_total_and_then_what_comes(command: Command) -> None:
    plain = SessionRig(hops_a_side())
    left_at = work_at(plain, 0) + 6.0
    rig = hopped(hops_a_side(), {left_at: command})
    total = heard(rig, ".total")[0]
    assert "hirteen" in total.text
    assert left_at < total.start < left_at + 1.5
    name = next(cue for cue in heard(rig, ".name") if cue.start > left_at)
    assert total.end < name.start < left_at + 4.0
    assert not [drop for drop in rig.facts(CueDropped) if drop.id.endswith(".total")]


def test_whoever_leaves_a_set_before_its_first_hop_does_not_wait() -> None:
    plain = SessionRig(hops_a_side())
    left_at = work_at(plain, 0) + 0.2
    rig = hopped(hops_a_side(), {left_at: Command.SKIP})
    ready = next(cue for cue in heard(rig, ".tone-ready") if cue.start > left_at)
    assert ready.start == pytest.approx(left_at + 0.2)


def test_a_total_still_to_be_said_in_a_rest_is_waited_for_too() -> None:
    plain = SessionRig(hops_a_side())
    left_at = work_at(plain, 1) + 10.3
    rig = hopped(hops_a_side(), {left_at: Command.SKIP})
    total = heard(rig, ".total")[1]
    name = next(cue for cue in heard(rig, "calf-hold.left.get_ready.name"))
    assert left_at < total.start < total.end < name.start


@pytest.mark.parametrize("options", [{"mic": "none"}, {"count": CountMode.OFF}])
def test_where_no_total_comes_the_rest_is_called_one_at_once(options: dict[str, object]) -> None:
    rig, counting = hopped(hops_a_side(), None, **options), hopped(hops_a_side())
    rest_at = work_at(rig, 1) + 10.0
    (rest,) = heard(rig, ".rest.rest")
    assert rest.start == pytest.approx(rest_at + EARLIEST_S)
    assert heard(counting, ".rest.rest")[0].start == pytest.approx(rest_at + TOTAL_SAID_WITHIN_S)
    assert not any(one.rooms for one in rig.script.phases)
    (switch,) = [one for one in rig.script.phases if one.phase.kind is PhaseKind.SWITCH and one.phase.step_index == 0]
    assert [planned.cue.text for planned in switch.cues if planned.cue.lane == "countdown"][-2:] == ["Two.", "One."]
    assert not [misfit for misfit in rig.script.misfits if "total" in misfit.cue.id]


@pytest.mark.parametrize("count", list(CountMode))
def test_no_shipped_circuit_loses_a_total(count: CountMode) -> None:
    for name in ("ankle-hops", "ankle-stiffness", "demo", "jump-rope"):
        rig = hopped(load_circuit(name), count=count)
        works = [one.phase for one in rig.script.phases if one.phase.kind is PhaseKind.WORK]
        counted = [work for work in works if work.step and work.step.kind == "landings"]
        assert len(heard(rig, ".total")) == (0 if count is CountMode.OFF else len(counted)), name
        assert not rig.facts(CueDropped)
        starts = [started.t for started in rig.facts(StepStarted)]
        assert starts == [work.start_s for work in works]
        assert all(one < two for one, two in pairwise(starts))


@pytest.mark.parametrize(
    ("language", "loud"),
    [("en", ("loud", "noise")), ("de", ("laut", "Lärm")), ("es", ("ruido", "alto")), ("fr", ("bruit", "fort"))],
)
def test_a_count_in_doubt_is_not_blamed_on_noise(language: str, loud: tuple[str, ...]) -> None:
    """It may be a silent room, and hops that are hardly heard; what other sounds make doubtful has words of its own."""
    lines = load_phrases(language)["lines"]
    said = [text for name in ("set_total_doubtful", "set_total_doubtful_short") for text in lines[name]]
    assert said
    assert not [text for text in said if any(word.lower() in text.lower() for word in loud)]
    noisy = [text for name in ("set_total_noisy", "set_total_noisy_short") for text in lines[name]]
    assert all(any(word.lower() in text.lower() for word in loud) for text in noisy)
