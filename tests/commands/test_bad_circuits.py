"""Circuits and phrases that are not right, or have no room for their words: told at once, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from own_process import noise_file, own_circuit, refused, voicecoach

from voicecoach.cuefiles import cues_folder


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        ('colour = "red"\n', 'unknown key "colour"'),
        ("rest = 0\nsides = 3\n", "sides"),
        ('[[step]]\nexercise = "x"\nkind = "hold"\nwork = "0s"\n', "work"),
        ('[[step]]\nexercise = "x"\nkind = "hold"\nwork = "-5s"\n', "negative"),
    ],
)
def test_a_circuit_that_can_not_be_read_names_file_and_line(extra: str, told: str, tmp_path: Path) -> None:
    for command in ("check", "run"):
        sentence = refused(command, own_circuit(tmp_path, extra))
        assert told in sentence
        assert "mine.toml: line " in sentence


def own_phrases(folder: Path, language: str, text: str) -> dict[str, str]:
    """Return the environment of a user who has phrases of their own."""
    path = folder / "voicecoach" / "phrases" / f"{language}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return {"XDG_CONFIG_HOME": str(folder), "HOME": str(folder), "VOICECOACH_ENGINE": "none"}


def test_every_mistake_in_phrases_is_told_at_once_before_the_first_word(tmp_path: Path) -> None:
    text = '[lines]\nrest = ["Rest {exercize}."]\nset_total = ["You did {cout}."]\nhalfway = "Half."\n[line]\n'
    environ = own_phrases(tmp_path, "en", text)
    for command in (["run", "demo", "--fast"], ["check", "demo"], ["demo", "--folder", str(tmp_path / "demo")]):
        told = refused(*command, environ=environ).splitlines()
        assert [line.split("en.toml: ")[1].split(":")[0] for line in told] == ["line 2", "line 3", "line 4", "line 5"]


def test_a_new_language_with_less_than_a_session_needs_is_refused(tmp_path: Path) -> None:
    environ = own_phrases(tmp_path, "it", '[lines]\nrest = ["Riposo."]\n')
    sentence = refused("run", "demo", "--fast", "--language", "it", environ=environ)
    assert "it.toml: line 1: [lines]: lacks " in sentence
    assert "it.toml: line 1: [sides]: lacks left, right; " in sentence


def test_a_new_language_need_not_name_exercises_but_check_tells_of_it(tmp_path: Path) -> None:
    english = (cues_folder() / "phrases" / "en.toml").read_text("utf-8")
    environ = own_phrases(tmp_path, "it", english[: english.index("[exercises]")])
    done = voicecoach("check", own_circuit(tmp_path), "--language", "it", environ=environ)
    assert done.returncode == 0
    assert "Calf hold." in done.stdout
    assert '[exercises] of the phrases in "it" lacks "calf-hold", which is said as it stands' in done.stderr
    assert voicecoach("run", "demo", "--fast", "--language", "it", environ=environ).returncode == 0


def test_check_notes_each_text_that_a_language_has_no_words_for(tmp_path: Path) -> None:
    circuit = Path(own_circuit(tmp_path, 'equipment = "the wall"\nsetup = "Up."\n'))
    for language, notes in (("de", 2), ("en", 0), ("en-gb", 0)):
        done = voicecoach("check", str(circuit), "--language", language, environ={"VOICECOACH_ENGINE": "none"})
        assert done.returncode == 0
        assert done.stderr.count(f'note: [texts] of the phrases in "{language}" lacks ') == notes
        assert ('lacks "Up.", which is said as it stands' in done.stderr) == bool(notes)
        assert "the wall" not in done.stderr


def test_check_of_all_tells_how_many_texts_of_a_circuit_have_no_words(tmp_path: Path) -> None:
    environ = own_phrases(tmp_path, "de", "")
    (tmp_path / "voicecoach" / "circuits").mkdir()
    own_circuit(tmp_path / "voicecoach" / "circuits")
    said = voicecoach("check", "--all", "--language", "de", environ=environ).stdout.splitlines()
    assert [line.split()[0] for line in said if "no words in de for 1 of its texts" in line] == ["mine"]


def test_check_notes_a_name_for_an_exercise_that_no_circuit_has(tmp_path: Path) -> None:
    environ = own_phrases(tmp_path, "en", '[exercises]\ncalf-hlod = "Calf"\ntree-pose = "Tree"\n')
    done = voicecoach("check", own_circuit(tmp_path), environ=environ)
    assert done.returncode == 0
    assert done.stderr.count("an exercise of no circuit") == 1
    assert '[exercises] names "calf-hlod", an exercise of no circuit; did you mean "calf-hold"?' in done.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"name = '\xff'", "not UTF-8"), (b"\x07junk" * 1_000_000, "larger than"), (b"schema = 1", "step")],
)
def test_a_file_that_is_no_circuit(content: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "junk.toml"
    path.write_bytes(content)
    assert told in refused("check", str(path))


def test_forty_rounds_are_too_many(tmp_path: Path) -> None:
    path = Path(own_circuit(tmp_path))
    path.write_text(path.read_text("utf-8").replace("rounds = 1", "rounds = 40"), "utf-8")
    assert "rounds = 40" in refused("check", str(path))


def test_a_circuit_misspelt_is_told_the_nearest_name() -> None:
    assert 'did you mean "ankle-hops"?' in refused("run", "ankle-hop")


CLASH = 'cues = [ { at = "+3s", say = "Heel high." }, { at = "+3s", say = "Stand tall." } ]\n'


def test_check_names_both_of_two_cues_at_one_instant(tmp_path: Path) -> None:
    circuit = own_circuit(tmp_path, CLASH)
    sentence = refused("check", circuit)
    assert sentence.startswith(f"voicecoach: {circuit}: line 11: level start: at 0:12.00 r1.s1.calf-hold.work.line2 ")
    assert "Heel high." in sentence
    assert "Stand tall." in sentence
    assert sentence.endswith("; move it, or use fewer words\n")


def test_check_names_a_cue_longer_than_its_step(tmp_path: Path) -> None:
    long = "Keep the heel high and the knee straight and breathe calmly all the way through to the end."
    sentence = refused("check", own_circuit(tmp_path, f'cues = [ {{ at = "+4s", say = "{long}" }} ]\n'))
    assert long in sentence


CROWDED = """\
schema = 1
name = "Crowded"
rounds = 2
rest_between_rounds = "1s"
[defaults]
welcome = "3s"
rest = "1s"
[[step]]
exercise = "calf-hold"
kind = "hold"
work = "20s"
get_ready = "3s"
setup = "Stand on one leg, heel high, and the other one far behind you, without leaning on the wall."
cues = [ { at = "+9s", say = "Heel high and the knee straight." } ]
[[step]]
exercise = "tree-pose"
kind = "hold"
work = "5s"
"""


def test_what_check_finds_is_told_with_its_line_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "crowded.toml"
    path.write_text(CROWDED, "utf-8")
    told = refused("check", str(path), environ={"VOICECOACH_ENGINE": "none"}).splitlines()
    found = [line.partition("crowded.toml: ")[2] for line in told if "crowded.toml" in line]
    for line, cue, remedy in (
        (13, "r1.s1.calf-hold.get_ready.setup", "use fewer words, or make get_ready longer"),
        (11, "r1.s1.calf-hold.work.halfway", "make work longer, or write time_calls = false"),
        (7, "r1.s1.calf-hold.rest.next", "make rest longer"),
        (4, "r1.round_rest.round", "make rest_between_rounds longer"),
    ):
        assert [one for one in found if one.startswith(f"line {line}: ") and cue in one and one.endswith(f"; {remedy}")]


def test_check_of_all_goes_on_after_a_circuit_that_is_broken_and_names_it(tmp_path: Path) -> None:
    environ = own_phrases(tmp_path, "de", "")
    folder = tmp_path / "voicecoach" / "circuits"
    folder.mkdir()
    broken = folder / "broken.toml"
    broken.write_text("schema = 1\nrounds = 40\n", "utf-8")
    done = voicecoach("check", "--all", "--language", "en", "--level", "start", environ=environ)
    assert done.returncode == 2
    assert {line.split()[0] for line in done.stdout.splitlines()} >= {"ankle-hops", "demo", "jump-rope"}
    assert f"voicecoach: {broken}: line 2: rounds = 40 is too many" in done.stderr
    listed = voicecoach("circuits", environ=environ)
    assert listed.returncode == 0
    assert f"note: {broken}: line 1: " in listed.stderr
    assert listed.stderr.count(str(broken)) == 1


def test_check_tells_what_is_said_in_fewer_words_and_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    close = (
        '{ at = "+2s", say = "Heel high. Push through your toes.", short = "Heel high." }, { at = "+4s", say = "Up." }'
    )
    done = voicecoach("check", own_circuit(tmp_path, f"cues = [ {close} ]\n"))
    assert done.returncode == 0
    assert 'in fewer words: 0:11.00 r1.s1.calf-hold.work.line1 is "Heel high.", since' in done.stdout
    assert done.stdout.splitlines()[-1] == "no overlaps"


SHORT = """schema = 1
name = "Short"
[defaults]
switch = "0s"
[[step]]
exercise = "{exercise}"
kind = "{kind}"
sides = "each"
work = "5s"
"""


def test_a_switch_too_short_for_its_side_is_made_longer_and_check_and_run_say_so(tmp_path: Path) -> None:
    path = tmp_path / "short.toml"
    path.write_text(SHORT.format(exercise="calf-hold", kind="hold"), "utf-8")
    told = 'r1.s1.calf-hold.right.switch lasts 1 s instead of 0 s, so that "Right'
    checked, ran = voicecoach("check", str(path)), voicecoach("run", str(path), "--fast", "--mic", "none")
    assert (checked.returncode, ran.returncode) == (0, 0)
    assert told in checked.stdout
    assert f"made longer: {told}" in ran.stdout
    assert "Right" in ran.stdout.split("made longer")[1].split("\n", 1)[1]


def test_a_total_that_has_no_room_is_told_by_check_and_by_run(tmp_path: Path) -> None:
    path = tmp_path / "short.toml"
    path.write_text(SHORT.format(exercise="ankle-hops", kind="landings"), "utf-8")
    assert "r1.s1.ankle-hops.right.switch.total" in refused("check", str(path))
    done = voicecoach("run", str(path), "--fast", "--mic", str(noise_file(tmp_path / "in.wav", 1.0)))
    assert "left out: r1.s1.ankle-hops.right.switch.total" in done.stdout
    assert "left out" not in voicecoach("run", str(path), "--fast", "--mic", "none").stdout


def test_run_leaves_out_the_less_important_of_two_cues_says_so_and_goes_on(tmp_path: Path) -> None:
    done = voicecoach("run", own_circuit(tmp_path, CLASH), "--fast")
    assert done.returncode == 0
    assert "left out" in done.stdout
    assert "Stand tall." in done.stdout
    assert "finished" in done.stdout
