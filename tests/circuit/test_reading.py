from __future__ import annotations

import pytest

from voicecoach.circuit.model import Circuit, CueLine, CueTime, CueTimeKind, Feet, Level, Sides, StepKind
from voicecoach.circuit.reading import read_circuit
from voicecoach.errors import CircuitError

ONE_STEP = """\
schema = 1
name = "Small"

[[step]]
exercise = "calf-hold"
kind = "hold"
work = "30s"
"""


def with_step(*lines: str) -> str:
    """Return a circuit of one counted step, with these lines added to it; the first of them is line 7."""
    head = [
        "schema = 1",
        'name = "Small"',
        "[[step]]",
        'exercise = "ankle-hops"',
        'kind = "landings"',
        'work = "10s"',
    ]
    return "\n".join([*head, *lines]) + "\n"


def read(text: str) -> Circuit:
    return read_circuit(text, source="mine.toml", id="mine")


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(CircuitError) as caught:
        read(text)
    return caught.value.problems


def test_a_circuit_says_what_its_file_says() -> None:
    circuit = read("""
        schema = 1
        name = "Ankle stiffness"
        rounds = 3
        rest_between_rounds = "45s"
        equipment = ["looped resistance band"]
        [defaults]
        get_ready = "8s"
        welcome = "7s"
        [[step]]
        exercise = "calf-hold"
        kind = "hold"
        work = "30s"
        sides = "each"
        rest = "20s"
        cues = [ { at = "+6s", say = "Heel high." }, { at = "50%", say = "Halfway.", short = "Half." } ]
        [[step]]
        exercise = "ankle-hops"
        kind = "landings"
        work = { start = "10s", build = 17, full = "0:30" }
        target_hz = [2, 2.8]
    """)
    assert (circuit.id, circuit.name, circuit.rounds) == ("mine", "Ankle stiffness", 3)
    assert (circuit.rest_between_rounds_s, circuit.welcome_s) == (45.0, 7.0)
    assert circuit.equipment == ("looped resistance band",)
    hold, hops = circuit.steps
    assert (hold.kind, hold.sides) == (StepKind.HOLD, Sides.EACH)
    assert (hold.get_ready_s, hold.switch_s, hold.rest_s) == (8.0, 5.0, 20.0)
    assert hold.cues == (
        CueLine(CueTime(CueTimeKind.AFTER_START, 6.0), "Heel high."),
        CueLine(CueTime(CueTimeKind.SHARE, 0.5), "Halfway.", "Half."),
    )
    assert hops.work_s == {Level.START: 10.0, Level.BUILD: 17.0, Level.FULL: 30.0}
    assert (hops.sides, hops.target_hz, hops.rest_s) == (Sides.NONE, (2.0, 2.8), 10.0)


def test_two_cues_at_one_instant_still_read() -> None:
    text = with_step('cues = [ { at = "5s", say = "One." } ]'.replace('"5s"', '"+5s"'), "")
    assert len(read(text.replace("} ]", '}, { at = "50%", say = "Two." } ]')).steps[0].cues) == 2


def test_every_problem_is_told_at_once_with_its_line_and_the_nearest_name() -> None:
    text = """\
name = "Wrong"
rounds = 40
colour = "blue"
[[step]]
exercise = "ankle-hops"
kinds = "landings"
work = "0s"
cues = [
  { at = "+5s", sya = "Up" },
]
"""
    assert problems_of(text) == (
        'line 1: schema is missing; write "schema = 1" at the top',
        "line 2: rounds = 40 is too many; at most 20",
        'line 3: unknown key "colour"; known: schema, name, rounds, rest_between_rounds, equipment, defaults, step',
        'line 4: step 1 (ankle-hops): "kind" is missing',
        'line 6: step 1 (ankle-hops): unknown key "kinds"; did you mean "kind"?',
        'line 7: step 1 (ankle-hops): work = "0s" is too short; at least 1 s',
        'line 9: step 1 (ankle-hops), cue 1: unknown key "sya"; did you mean "say"?',
        'line 9: step 1 (ankle-hops), cue 1: "say" is missing',
    )


def test_the_error_names_the_file_before_every_problem() -> None:
    with pytest.raises(CircuitError, match=r"^mine\.toml: line 1: .*\nmine\.toml: line 1: "):
        read("rounds = 2")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('sides = "both"', 'sides = "both" is not known; known: each, none'),
        ('sides = "eech"', 'sides = "eech" is not known; did you mean "each"?'),
        ("rest = -5", "rest = -5 is negative"),
        ("rest = true", "rest = true is not a length of time"),
        ("name = 7", "name = 7 is not text"),
        ('setup = " ... "', "says nothing"),
        (f'setup = "{"word " * 60}"', "299 characters long; at most 200"),
        (r'setup = "up\u0007"', "control character"),
        ("target_hz = [2.8, 2.0]", "not a band of landings a second"),
        ("target_hz = [2.0, 9.0]", "each 0.5 to 6"),
        ("target_hz = [2.0, nan]", "not a band"),
        ("target_hz = [true, 2.0]", "not a pair of numbers"),
        ("target_hz = 2.0", "not a pair of rates"),
        ('more = "Up."', 'more = "Up." is not a list'),
        ('more = [ "" ]', 'more = [ ... ] holds "", which says nothing'),
        ('time_calls = "no"', 'time_calls = "no" is neither true nor false'),
        ("setup_short = 5", "setup_short = 5 is not text"),
        (
            'cues = { at = "+3s", say = "Up." }',
            'cues is not a list of tables; write cues = [ { at = "+6s", say = "..." } ]',
        ),
        ("cues = [ 5 ]", "cues is not a list of tables"),
        ('cues = [ { at = "+10s", say = "Up." } ]', 'at = "+10s" is outside its work of 10 s'),
        ('cues = [ { at = "-11s", say = "Up." } ]', 'at = "-11s" is outside its work of 10 s'),
        ('cues = [ { at = "100%", say = "Up." } ]', 'at = "100%" is outside its work'),
        ('cues = [ { at = "half", say = "Up." } ]', 'at = "half" is not an instant'),
        ("cues = [" + '{ at = "start", say = "Up." },' * 31 + "]", "31 times cues is too many; at most 30"),
    ],
)
def test_a_wrong_line_of_a_step_is_named_with_its_reason(line: str, problem: str) -> None:
    (told,) = problems_of(with_step(line))
    assert told.startswith("line 7: step 1 (ankle-hops)")
    assert problem in told


@pytest.mark.parametrize(
    ("work", "problem"),
    [
        ("{ start = 5, build = 6 }", 'step 1 (calf-hold): work: "full" is missing'),
        ("{ start = 5, build = 6, full = 7, fulll = 8 }", 'unknown key "fulll"; did you mean "full"?'),
        ("{ start = 5, build = 6, full = 7200 }", "full = 7200 is too long"),
        ("[5, 6, 7]", "not a length of time"),
        ("inf", "too long"),
        ("nan", "not a length of time"),
    ],
)
def test_work_is_a_time_or_one_for_every_level(work: str, problem: str) -> None:
    (told,) = problems_of(ONE_STEP.replace('"30s"', work))
    assert told.startswith("line 7: ")
    assert problem in told


def test_whether_the_time_is_called_is_said_once_for_all_and_otherwise_for_a_step() -> None:
    text = ONE_STEP + 'time_calls = true\nmore = ["Knee straight.", "Breathe."]\nname_short = "Hold"\n'
    circuit = read(text.replace("[[step]]", "[defaults]\ntime_calls = false\n[[step]]") + ONE_STEP.partition("\n\n")[2])
    assert [step.time_calls for step in circuit.steps] == [True, False]
    assert [step.more for step in circuit.steps] == [("Knee straight.", "Breathe."), ()]
    assert [step.name_short for step in circuit.steps] == ["Hold", None]


def test_a_cue_must_lie_within_the_work_of_every_level() -> None:
    text = ONE_STEP.replace('"30s"', "{ start = 10, build = 20, full = 30 }")
    (told,) = problems_of(text + 'cues = [ { at = "+15s", say = "Up." } ]\n')
    assert told.endswith('cue 1: at = "+15s" is outside its work of 10 s at level start')


def test_a_rhythm_to_aim_for_needs_landings() -> None:
    (told,) = problems_of(ONE_STEP + "target_hz = [2.0, 2.8]\n")
    assert "target_hz is for landings; a step of kind hold has no rhythm" in told


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('schema = 1\nname = "x"\n', "line 1: no steps; write at least one [[step]]"),
        ('schema = 1\nname = "x"\nstep = []\n', "line 3: no steps; write at least one [[step]]"),
        ('schema = 1\nname = "x"\nstep = 3\n', "line 3: step is not a list of tables"),
        (
            'schema = 1\nname = "x"\n[step]\nwork = 1\n',
            "line 3: step is not a list of tables; write [[step]] above each",
        ),
        ("", "line 1: schema is missing"),
        ("schema = 2\nsteps = []\n", "line 1: schema = 2 needs a newer voicecoach; this one reads 1"),
        ('schema = "1"\n', 'line 1: schema = "1" is not known'),
        ("schema = true\n", "line 1: schema = true is not known"),
        ("defaults = 5\n" + ONE_STEP, "line 1: defaults = 5 is not a table"),
        ('equipment = "rope"\n' + ONE_STEP, 'line 1: equipment = "rope" is not a list'),
        ('equipment = ["rope", 5]\n' + ONE_STEP, "line 1: equipment = [ ... ] holds 5, which is not text"),
        ("rounds = 0\n" + ONE_STEP, "line 1: rounds = 0 is too few"),
        ("rounds = 2.5\n" + ONE_STEP, "line 1: rounds = 2.5 is not a whole number"),
        ("rounds = true\n" + ONE_STEP, "line 1: rounds = true is not a whole number"),
        (ONE_STEP.replace("calf-hold", "Calf hold"), 'line 5: step 1: exercise = "Calf hold" is not an'),
        ('schema = 1\nname = "x\n', "line 2: not valid TOML: "),
        ("schema = 1\nname =", "line 2: not valid TOML: "),
        ("x = " + "[" * 100_000, "line 1: not valid TOML: its brackets are nested too deeply"),
        ("schema = " + "9" * 5000, "line 1: not valid TOML: "),
    ],
)
def test_a_file_that_is_no_circuit_is_told_why(text: str, problem: str) -> None:
    assert problems_of(text)[0].startswith(problem)


def test_more_than_fifty_steps_are_refused() -> None:
    step = '[[step]]\nexercise = "a"\nkind = "hold"\nwork = 5\n'
    (told,) = problems_of('schema = 1\nname = "x"\n' + step * 51)
    assert told == "line 3: 51 times step is too many; at most 50"


def test_a_flood_of_problems_is_cut_short() -> None:
    problems = problems_of(ONE_STEP + "".join(f"key{number} = 0\n" for number in range(20_000)))
    assert len(problems) == 51
    assert problems[-1] == "and more; mend these first"


def test_how_the_feet_land_is_together_unless_said() -> None:
    assert read(with_step()).steps[0].feet is Feet.TOGETHER
    assert read(with_step('feet = "two-each"')).steps[0].feet.turn == 4


def test_feet_that_are_unknown_or_unheard_are_refused_with_their_line() -> None:
    (unknown,) = problems_of(with_step('feet = "alternate"'))
    assert unknown == 'line 7: step 1 (ankle-hops): feet = "alternate" is not known; did you mean "alternating"?'
    (unheard,) = problems_of(ONE_STEP + 'feet = "alternating"\n')
    assert "feet is for landings; nobody hears the feet in a step of kind hold" in unheard
