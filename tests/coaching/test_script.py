from __future__ import annotations

from dataclasses import replace

import pytest

from voicecoach.circuit.model import Circuit, CueLine, Level, Sides, Step, StepKind
from voicecoach.circuit.timeline import PhaseKind
from voicecoach.circuit.times import cue_time
from voicecoach.coaching.cue import Cue, Lane
from voicecoach.coaching.lengths import Lengths
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.script import Script, write_script
from voicecoach.coaching.wording import Talk
from voicecoach.cuefiles import load_phrases


class ByTheLetter(Lengths):
    """Every letter takes a twentieth of a second, so that a test can count."""

    def of(self, cue: Cue) -> float:
        return len(cue.text) * 0.05 if cue.lane.is_speech else super().of(cue)


HOLD = Step(
    exercise="calf-hold",
    name=None,
    kind=StepKind.HOLD,
    work_s=dict.fromkeys(Level, 30.0),
    sides=Sides.NONE,
    cues=(),
    setup=None,
    equipment=None,
    target_hz=None,
    get_ready_s=10.0,
    switch_s=5.0,
    rest_s=10.0,
)
HOPS = replace(HOLD, exercise="ankle-hops", kind=StepKind.LANDINGS)


def script_of(*steps: Step, talk: Talk = Talk.NORMAL, rounds: int = 1, language: str = "en") -> Script:
    circuit = Circuit("any", "Any", rounds, 20.0, (), None, steps)
    return write_script(circuit, Level.START, Phrases(load_phrases(language), 0), ByTheLetter(), talk)


def heard(script: Script, kind: PhaseKind) -> list[tuple[float, str]]:
    """Return the instants and words of the first phase of a kind; a tone's name stands in parentheses."""
    scripted = next(one for one in script.phases if one.phase.kind is kind)
    return [(p.offset_s, p.cue.text if p.cue.lane.is_speech else f"({p.cue.text})") for p in scripted.cues]


def words(script: Script, kind: PhaseKind) -> list[str]:
    return [said for _, said in heard(script, kind)]


def line(at: str, say: str, short: str | None = None) -> CueLine:
    return CueLine(cue_time(at), say, short)


def test_halfway_and_ten_seconds_are_called_at_their_instants() -> None:
    called = heard(script_of(HOLD), PhaseKind.WORK)
    assert called[:3] == [(0.0, "(go)"), (15.0, called[1][1]), (20.0, called[2][1])]
    assert called[1][1] in {"Halfway.", "That's half."}
    assert called[2][1] in {"Ten seconds.", "Ten to go."}


@pytest.mark.parametrize(
    ("step", "calls"),
    [
        (replace(HOLD, work_s=dict.fromkeys(Level, 29.0)), 1),
        (replace(HOLD, work_s=dict.fromkeys(Level, 19.0)), 0),
        (replace(HOLD, time_calls=False), 0),
        (HOPS, 0),
    ],
)
def test_the_time_is_called_where_there_is_enough_of_it_and_no_number_has_the_mouth(step: Step, calls: int) -> None:
    assert sum(cue.lane is Lane.INSTRUCTION for cue in cues_of_work(script_of(step))) == calls


def cues_of_work(script: Script) -> list[Cue]:
    return [p.cue for one in script.phases if one.phase.kind is PhaseKind.WORK for p in one.cues]


def test_a_circuit_that_says_halfway_itself_hears_it_once() -> None:
    said = words(script_of(replace(HOLD, cues=(line("50%", "Half done."), line("-10s", "Last ten.")))), PhaseKind.WORK)
    assert said[:3] == ["(go)", "Half done.", "Last ten."]
    assert len(said) == 6


def test_a_line_that_would_run_into_the_next_is_said_in_fewer_words() -> None:
    long = line("+4s", "Heel high. Push through your toes, and breathe.", "Heel high.")
    script = script_of(replace(HOLD, cues=(long, line("+6s", "Stand tall."))))
    assert words(script, PhaseKind.WORK)[1:3] == ["Heel high.", "Stand tall."]
    (misfit,) = script.misfits
    assert str(misfit).startswith('r1.s1.calf-hold.work.line1 is "Heel high.", since "Heel high. Push')
    assert str(misfit).endswith('(2.4 s) does not fit before r1.s1.calf-hold.work.line2 "Stand tall."')


def test_without_a_short_form_the_later_of_two_lines_is_left_out_and_told() -> None:
    script = script_of(replace(HOLD, cues=(line("+4s", "Heel high."), line("+4s", "Stand tall."))))
    (misfit,) = script.left_out
    assert (misfit.cue.text, misfit.said) == ("Stand tall.", None)
    assert '"Heel high."' in misfit.kept


def test_technique_is_silent_before_the_countdown() -> None:
    script = script_of(replace(HOLD, cues=(line("-6s", "Heel high. Push through your toes.", "Heel high."),)))
    assert words(script, PhaseKind.WORK)[3] == "Heel high."
    assert "last 4.5 s of its 30 s work" in script.shortened[0].kept


def test_the_setup_is_shortened_and_left_out_before_the_name_is_touched() -> None:
    step = replace(HOLD, sides=Sides.EACH, get_ready_s=6.0, setup="Hands on the wall. Lift the other foot.")
    shortened = script_of(replace(step, setup_short="Hands up.", get_ready_s=6.5))
    assert words(shortened, PhaseKind.GET_READY)[:3] == ["(ready)", "Calf hold. Left side.", "Hands up."]
    left_out = script_of(step)
    assert words(left_out, PhaseKind.GET_READY)[:3] == ["(ready)", "Calf hold. Left side.", "Three."]
    assert [misfit.cue.text for misfit in left_out.left_out] == [step.setup]


def test_the_name_is_shortened_then_the_countdown_ticks_for_it() -> None:
    step = replace(HOLD, name="One-legged calf hold", name_short="Calf hold", sides=Sides.EACH)
    assert words(script_of(replace(step, get_ready_s=4.5)), PhaseKind.GET_READY)[1] == "Calf hold, left."
    ticking = script_of(replace(step, get_ready_s=4.0))
    assert heard(ticking, PhaseKind.GET_READY) == [
        (0.0, "(ready)"),
        (0.4, "Calf hold, left."),
        (1.0, "(tick)"),
        (2.0, "Two."),
        (3.0, "One."),
    ]
    assert 'countdown3 is a tick, since "Three."' in str(ticking.shortened[-1])


def test_without_time_to_get_ready_the_rest_names_what_comes_and_counts_down() -> None:
    straight = replace(HOLD, exercise="hurdle-march", sides=Sides.EACH, get_ready_s=0.0, equipment="the two towels")
    said = words(script_of(HOLD, straight), PhaseKind.REST)
    assert said[:4] == ["(end)", "(rest)", said[2], "Hurdle march. Left side."]
    assert said[4:] == ["You need the two towels.", "Three.", "Two.", "One."]


@pytest.mark.parametrize(("switch_s", "said"), [(5.0, "side."), (1.0, "Right side."), (0.8, "Right.")])
def test_the_shorter_a_switch_the_fewer_words_name_its_side(switch_s: float, said: str) -> None:
    script = script_of(replace(HOLD, sides=Sides.EACH, switch_s=switch_s))
    assert words(script, PhaseKind.SWITCH)[1].endswith(said)
    assert not script.lengthened
    assert not script.left_out


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
@pytest.mark.parametrize("switch_s", [0.0, 0.3, 0.6])
def test_a_switch_too_short_for_its_side_lasts_as_long_as_that_takes_and_the_plan_tells(
    switch_s: float, language: str
) -> None:
    script = script_of(replace(HOLD, sides=Sides.EACH, switch_s=switch_s), rounds=2, language=language)
    side = load_phrases(language)["sides"]["right"][:5]
    assert side in words(script, PhaseKind.SWITCH)[1].lower()
    assert [(one.planned_s, one.phase.duration_s) for one in script.lengthened] == [(switch_s, 1.0)] * 2
    told = str(script.lengthened[0])
    assert told.startswith(f"r1.s1.calf-hold.right.switch lasts 1 s instead of {switch_s:g} s, so that")
    assert script.timeline.seconds == script.phases[-1].phase.end_s
    assert not script.left_out


def test_an_exercise_that_nothing_leads_to_is_named_all_the_same() -> None:
    straight = replace(HOLD, rest_s=0.0)
    script = script_of(straight, replace(HOLD, exercise="hurdle-march", get_ready_s=0.0))
    ready = [one for one in script.phases if one.phase.kind is PhaseKind.GET_READY]
    assert [planned.cue.text for planned in ready[1].cues][:3] == ["end", "ready", "Hurdle march."]
    (told,) = script.lengthened
    assert (told.planned_s, told.phase.duration_s) == (0.0, 2.0)


def test_a_rest_too_short_for_the_name_it_leads_to_lasts_longer() -> None:
    script = script_of(replace(HOLD, rest_s=1.0), replace(HOLD, exercise="hurdle-march", get_ready_s=0.0))
    assert "Hurdle march." in words(script, PhaseKind.REST)
    assert [(one.phase.kind, one.planned_s) for one in script.lengthened] == [(PhaseKind.REST, 1.0)]


def test_what_to_take_is_said_in_the_get_ready_where_no_rest_came_before_it() -> None:
    roped = replace(HOLD, exercise="jump-rope", equipment="a rope")
    straight = script_of(replace(HOLD, rest_s=0.0), roped)
    ready = [[p.cue.text for p in one.cues] for one in straight.phases if one.phase.kind is PhaseKind.GET_READY]
    assert ready[1][2:4] == ["Jump rope.", "You need a rope."]
    rested = script_of(HOLD, roped)
    ready = [[p.cue.text for p in one.cues] for one in rested.phases if one.phase.kind is PhaseKind.GET_READY]
    assert "You need a rope." not in ready[1]
    assert "Use a rope." in words(rested, PhaseKind.REST)[3]


def test_the_welcome_says_what_to_take_for_the_first_exercise_too() -> None:
    script = script_of(replace(HOLD, exercise="jump-rope", equipment="a rope"))
    assert "You need a rope." in words(script, PhaseKind.WELCOME)
    assert "You need a rope." not in words(script, READY)


def test_the_rest_announces_the_next_exercise_its_equipment_and_the_last_round() -> None:
    script = script_of(replace(HOLD, equipment="the wall"), rounds=2)
    said = words(script, PhaseKind.ROUND_REST)
    assert said[2] == "Round one of two done."
    assert said[3] in {"Last round next.", "One round to go."}
    assert said[4] == "Next: Calf hold. Use the wall."


def test_every_step_of_a_session_has_a_tone_of_its_own() -> None:
    script = script_of(replace(HOLD, sides=Sides.EACH), HOPS)
    tones = [(p.cue.text, one.phase.kind) for one in script.phases for p in one.cues if p.cue.lane is Lane.TONE]
    assert [name for name, kind in tones if name != "tick"] == (
        ["ready", "go", "switch", "go", "end", "rest", "ready", "go", "end"]
    )


def test_minimal_talk_is_names_sides_countdowns_and_safety() -> None:
    step = replace(HOPS, sides=Sides.EACH, setup="Heels up.", equipment="the wall")
    script = script_of(replace(step, kind=StepKind.HOLD), step, talk=Talk.MINIMAL, rounds=2)
    spoken = {p.cue.id.rsplit(".", 1)[-1] for one in script.phases for p in one.cues if p.cue.lane.is_speech}
    assert spoken == {"circuit", "safety", "name", "countdown3", "countdown2", "countdown1"}


def test_coach_talk_says_more_lines_in_turn_where_there_is_room() -> None:
    step = replace(HOLD, sides=Sides.EACH, more=("Knee straight.", "Breathe.", "Big toe.", "Eyes up."))
    step = replace(step, cues=(line("+8s", "Heel high."),))
    script = script_of(step, talk=Talk.COACH, rounds=2)
    more = [[cue.text for cue in said if ".more" in cue.id] for said in works(script)]
    assert all(more)
    assert len({tuple(said) for said in more}) > 1
    normal = script_of(step, rounds=2)
    for talked, plain in zip(works(script), works(normal), strict=True):
        assert [cue for cue in talked if ".more" not in cue.id] == plain
    assert not script.misfits


def works(script: Script) -> list[list[Cue]]:
    return [[p.cue for p in one.cues] for one in script.phases if one.phase.kind is PhaseKind.WORK]


def test_a_circuit_is_spoken_in_the_coachs_language_where_there_are_words_for_it() -> None:
    step = replace(HOLD, sides=Sides.EACH, setup="Hands on the wall.")
    said = words(script_of(replace(step, cues=(line("+4s", "Heel high."), line("+8s", "Mine."))), language="de"), READY)
    assert said[:3] == ["(ready)", "Wade halten. Linke Seite.", "Hände an die Wand."]
    assert words(script_of(replace(step, name="My hold"), language="es"), READY)[1] == "My hold. Lado izquierdo."


READY = PhaseKind.GET_READY


def test_the_plan_names_every_line_it_hangs_on_so_that_each_can_be_measured() -> None:
    long = line("+4s", "Heel high. Push through your toes, and breathe.", "Heel high.")
    script = script_of(replace(HOLD, cues=(long, line("+6s", "Stand tall."))))
    assert {"Heel high.", "Stand tall.", long.say} <= {cue.text for cue in script.cues()}


@pytest.mark.parametrize(("rest_s", "called"), [(6.0, False), (7.0, True)])
def test_a_rest_that_a_total_nearly_fills_is_not_also_called_one(rest_s: float, *, called: bool) -> None:
    script = script_of(replace(HOPS, rest_s=rest_s), HOPS, talk=Talk.COACH)
    said = words(script, PhaseKind.REST)
    assert any(word in said for word in load_phrases("en")["lines"]["rest"]) is called
    assert not script.left_out
