from __future__ import annotations

import os
import re
import string
from typing import TYPE_CHECKING

import pytest

from voicecoach.circuit.model import Level, StepKind
from voicecoach.circuit.texts import texts_of
from voicecoach.circuit.timeline import PhaseKind, build_timeline
from voicecoach.coaching.lines import NEEDED_LINES, OTHER_LINES, fields_given
from voicecoach.config import user_folder
from voicecoach.cuefiles import (
    cue_sound,
    cues_folder,
    list_circuits,
    list_exercises,
    list_languages,
    load_circuit,
    load_phrases,
)
from voicecoach.errors import CircuitError, CueFileError, PhraseFileError

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("de", "en", "es", "fr")

SHIPPED = ("ankle-hops", "ankle-stiffness", "demo", "hop-test", "jump-rope")


def fields_of(variant: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(variant) if field is not None}


@pytest.fixture(autouse=True)
def _own_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def own_file(relative: str, text: str) -> Path:
    path = user_folder() / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def renamed(name: str) -> str:
    text = (cues_folder() / "circuits" / "demo.toml").read_text("utf-8")
    return text.replace('name = "Demo"', f'name = "{name}"')


def test_the_circuits_that_ship_are_listed_by_name() -> None:
    assert tuple(list_circuits()) == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_every_circuit_that_ships_can_be_read(name: str) -> None:
    assert load_circuit(name).id == name


def test_the_demo_takes_about_a_minute_and_hops_twice() -> None:
    circuit = load_circuit("demo")
    assert circuit.welcome_s == 7.0
    timeline = build_timeline(circuit, Level.START, welcome_s=7.0)
    assert 55.0 <= timeline.seconds <= 70.0
    assert sum(phase.kind is PhaseKind.WORK and phase.duration_s == 10.0 for phase in timeline.phases) == 2


def test_the_level_sets_the_dose_of_hops() -> None:
    hops = load_circuit("ankle-stiffness").steps[3]
    assert (hops.exercise, [hops.work_s[level] for level in Level]) == ("ankle-hops", [10.0, 17.0, 30.0])


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_said_over_counted_landings_and_lines_are_short(name: str) -> None:
    for step in load_circuit(name).steps:
        if step.kind is StepKind.LANDINGS:
            assert step.cues == ()
        for words in [step.setup or "", *(cue.say for cue in step.cues)]:
            assert len(words.split()) <= 10
        for cue in step.cues:
            assert all(cue.at.offset_s(work_s) <= work_s - 4.5 - 2.5 for work_s in step.work_s.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHIPPED)
def test_every_exercise_has_a_spoken_name(name: str, language: str) -> None:
    assert {step.exercise for step in load_circuit(name).steps} <= set(load_phrases(language)["exercises"])


def test_the_languages_that_ship_are_known() -> None:
    assert list_languages() == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_line_of_english_with_the_same_fields(language: str) -> None:
    english, lines = load_phrases("en")["lines"], load_phrases(language)["lines"]
    assert set(lines) == set(english)
    for name, variants in lines.items():
        assert {frozenset(fields_of(variant)) for variant in variants} == {
            frozenset(fields_of(variant)) for variant in english[name]
        }, name


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_every_language_translates_every_text_of_every_shipped_circuit_and_no_other(language: str) -> None:
    texts = {text for name in SHIPPED for text in texts_of(load_circuit(name))}
    translated = load_phrases(language)["texts"]
    assert set(translated) == texts
    assert all(re.search(r"\w", text) for text in translated.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_the_coach_is_short_and_fills_in_what_it_is_given(language: str) -> None:
    lines = load_phrases(language)["lines"]
    assert set(lines) >= NEEDED_LINES | OTHER_LINES
    for key, variants in lines.items():
        for variant in variants:
            fields = fields_of(variant)
            assert fields <= fields_given(key), (key, variant)
            assert re.search(r"\w", variant.format(**dict.fromkeys(fields, "x")))
            assert len(variant.split()) <= 8


@pytest.mark.parametrize(
    ("language", "twenty_one"),
    [("en", "twenty-one"), ("de", "einundzwanzig"), ("es", "veintiuno"), ("fr", "vingt-et-un"), ("xx", "21")],
)
def test_numbers_are_put_into_the_words_of_the_language(language: str, twenty_one: str) -> None:
    own_file("phrases/xx.toml", (cues_folder() / "phrases" / "en.toml").read_text("utf-8"))
    assert load_phrases(language)["number_words"](21) == twenty_one


def test_another_language_is_another_file() -> None:
    english = (cues_folder() / "phrases" / "en.toml").read_text("utf-8")
    own_file("phrases/it.toml", english.replace('["Rest.", "And rest."]', '["Riposo."]'))
    assert "it" in list_languages()
    assert load_phrases("it")["lines"]["rest"] == ["Riposo."]


def test_another_language_is_told_all_that_it_lacks_and_where_to_find_it() -> None:
    path = own_file("phrases/it.toml", '[lines]\nrest = ["Riposo."]\n[sides]\nleft = "sinistra"\n')
    with pytest.raises(PhraseFileError) as refusal:
        load_phrases("it")
    lines, words, sides = str(refusal.value).splitlines()
    assert lines.startswith(f"{path}: line 1: [lines]: lacks advice_back_on_target, ")
    assert " rest," not in lines
    assert f"; add what {cues_folder() / 'phrases' / 'en.toml'} has in English" in lines
    assert words.startswith(f"{path}: line 1: [words]: lacks and;")
    assert sides.startswith(f"{path}: line 3: [sides]: lacks right;")


def test_a_circuit_is_found_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(renamed("My own"), "utf-8")
    assert (load_circuit(str(path)).id, load_circuit(path).name) == ("mine", "My own")


@pytest.mark.parametrize("written", ["./plain", "plain", "D.TOML", "./D.TOML", "sub/../plain", "~/plain"])
def test_a_path_needs_no_suffix_and_no_small_letters(
    written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    for name in ("plain", "D.TOML"):
        (tmp_path / name).write_text(renamed("My own"), "utf-8")
    assert load_circuit(written).name == "My own"


def test_a_file_or_folder_of_a_circuit_s_name_does_not_hide_the_circuit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "demo").mkdir()
    (tmp_path / "ankle-hops").write_text("notes", "utf-8")
    assert [load_circuit(name).id for name in ("demo", "ankle-hops")] == ["demo", "ankle-hops"]
    with pytest.raises(CueFileError, match="demo is a folder"):
        load_circuit("./demo")


@pytest.mark.parametrize("nothing", ["", " "])
def test_an_empty_name_is_no_circuit_and_no_folder(nothing: str) -> None:
    with pytest.raises(CueFileError, match='"" names no circuit; give a name'):
        load_circuit(nothing)


def test_a_home_that_nobody_has_is_told_as_a_path_that_leads_nowhere() -> None:
    with pytest.raises(CueFileError, match=r"~nobody-here/mine\.toml does not exist"):
        load_circuit("~nobody-here/mine.toml")


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(renamed("My own"), "utf-8-sig")
    assert load_circuit(path).name == "My own"


def test_the_users_own_circuits_come_before_those_that_ship() -> None:
    own_file("circuits/demo.toml", renamed("My demo"))
    own_file("circuits/evening.toml", renamed("Evening"))
    assert load_circuit("demo").name == "My demo"
    assert load_circuit("evening").name == "Evening"
    assert "evening" in list_circuits()


def test_the_users_own_phrases_replace_single_lines() -> None:
    own_file("phrases/en.toml", '[lines]\nrest = ["Breathe."]\n')
    lines = load_phrases()["lines"]
    assert lines["rest"] == ["Breathe."]
    assert "switch" in lines


def test_an_unknown_circuit_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(CueFileError, match=r'no circuit is called "ankle-hop"; did you mean "ankle-hops"\?'):
        load_circuit("ankle-hop")
    with pytest.raises(CueFileError, match="known: ankle-hops, ankle-stiffness, demo"):
        load_circuit("zzz")


def test_an_unknown_language_is_answered_with_the_known_ones() -> None:
    with pytest.raises(CueFileError, match='no phrases in language "xx"; known: de, en, es, fr'):
        load_phrases("xx")


def test_a_mistake_in_phrases_is_told_with_its_file_and_line() -> None:
    path = own_file("phrases/en.toml", '[lines]\nhalfwya = ["Half."]\n')
    with pytest.raises(CueFileError, match=rf'{re.escape(str(path))}: line 2: .*; did you mean "halfway"\?'):
        load_phrases()


def test_exercises_are_those_of_every_circuit_that_can_be_read() -> None:
    own_file("circuits/evening.toml", renamed("Evening").replace('"calf-hold"', '"tree-pose"'))
    own_file("circuits/broken.toml", "schema = 1\n")
    assert {"tree-pose", "ankle-hops", "calf-hold"} <= set(list_exercises())


def test_a_problem_in_a_circuit_is_told_with_its_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("schema = 1\nrounds = 40\n", "utf-8")
    with pytest.raises(CircuitError, match=rf"{re.escape(str(path))}: line 2: rounds = 40"):
        load_circuit(path)


def test_a_file_that_is_not_utf8_is_told_at_which_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes('schema = 1\nname = "Füße"\n'.encode("latin-1"))
    with pytest.raises(
        CueFileError, match=r"latin\.toml: line 2: not UTF-8 text \(byte 0xfc\); save the file as UTF-8"
    ):
        load_circuit(path)


def test_five_megabytes_of_junk_are_refused_by_their_size(tmp_path: Path) -> None:
    path = tmp_path / "junk.toml"
    path.write_bytes(b"\xff" * 5_000_000)
    with pytest.raises(CueFileError, match="larger than 1 MB; a circuit is a short text file"):
        load_circuit(path)


def test_a_missing_file_a_folder_and_a_pipe_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(CueFileError, match=r"gone\.toml does not exist"):
        load_circuit(tmp_path / "gone.toml")
    with pytest.raises(CueFileError, match=r"is a folder; name a \.toml file"):
        load_circuit(tmp_path)
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(CueFileError, match="is a device or a pipe"):
        load_circuit(tmp_path / "pipe.toml")


def test_a_path_no_file_can_have_is_told_so() -> None:
    with pytest.raises(CueFileError):
        load_circuit("a\0b.toml")
    with pytest.raises(CueFileError):
        load_circuit("x" * 5000 + ".toml")
    with pytest.raises(CueFileError):
        load_circuit("x" * 5000)


def test_a_missing_sound_says_so() -> None:
    with pytest.raises(CueFileError, match=r"no-such-sound\.flac is missing; install voicecoach again"):
        cue_sound("no-such-sound.flac")
