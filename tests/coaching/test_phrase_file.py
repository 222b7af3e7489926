"""What a phrase file may hold; and whatever it holds, a session can say it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.circuit.tables import MOST_PROBLEMS
from voicecoach.coaching.lines import NEEDED_LINES, fields_given, known_lines
from voicecoach.coaching.phrase_file import read_phrases
from voicecoach.coaching.phrases import Phrases
from voicecoach.errors import PhraseFileError, UserError


def problems_of(text: str, *, complete: bool = False) -> tuple[str, ...]:
    """Return what is wrong with a phrase file."""
    with pytest.raises(PhraseFileError) as refusal:
        read_phrases(text, source="mine.toml", english="en.toml", complete=complete)
    assert isinstance(refusal.value, UserError)
    assert str(refusal.value).splitlines() == [f"mine.toml: {problem}" for problem in refusal.value.problems]
    return refusal.value.problems


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("lines = [", "line 1: not valid TOML: "),
        ("rest = 1", 'line 1: "rest" stands outside every table; move it under [lines]'),
        ('lines = "Rest."', 'line 1: lines = "Rest." is not a table; write [lines] above its keys'),
        ("[[sides]]", "line 1: sides = [ ... ] is not a table; write [sides] above its keys"),
        ("\n[line]", 'line 2: unknown table "line"; did you mean "lines"?'),
        ('[lines]\nhalfwya = ["Half."]', 'line 2: [lines]: unknown line "halfwya"; did you mean "halfway"?'),
        ('[lines]\nzzz = ["Half."]', 'line 2: [lines]: unknown line "zzz"; en.toml has every line there is'),
        ('[lines]\nhalfway = "Half."', 'line 2: [lines]: halfway = "Half." is not a list; write ["like this", '),
        ("[lines]\nhalfway = []", 'line 2: [lines]: halfway = [] has no words in it; write ["like this", '),
        ("[lines]\nhalfway = [5]", "line 2: [lines]: halfway = 5 is not text; write it in quotes"),
        ('[lines]\nhalfway = [""]', 'line 2: [lines]: halfway = "" says nothing'),
        ('[lines]\nhalfway = [\n"Half.",\n" "]', 'line 4: [lines]: halfway = " " says nothing'),
        ('[lines]\nrest = ["Rest {x}."]', 'rest = "Rest {x}." fills in {x}, but this line is given nothing; leave it'),
        ('[lines]\nset_total = ["{cout}."]', 'fills in {cout}, which it is not given; did you mean "{count}"?'),
        ('[lines]\nset_total_short = ["Did {}."]', "fills in {}, which it is not given; known: {count}"),
        ('[lines]\nrest = ["Rest {"]', 'rest = "Rest {" has a brace too many; braces stand around one word'),
        ('[lines]\nset_total = ["{{count}}."]', "has a brace too many"),
        ('[lines]\nset_total = ["{count:>5}."]', "says how {count} is to be written; write {count} alone"),
        ('[lines]\nset_total = ["{count!r}."]', "says how {count} is to be written; write {count} alone"),
        (
            '[lines]\nset_total = ["{count.real}."]',
            'fills in {count.real}, which it is not given; did you mean "{count}',
        ),
        ("[sides]\nleft = 5", 'line 2: [sides]: "left" = 5 is not text; write it in quotes'),
        ('[sides_short]\nrigth = "R"', 'line 2: [sides_short]: unknown key "rigth"; did you mean "right"?'),
        ('[words]\nadn = "and"', 'line 2: [words]: unknown key "adn"; did you mean "and"?'),
        ('[exercises]\ncalf_hold = "Calf"', '"calf_hold" is not an exercise\'s id; did you mean "calf-hold"?'),
        (
            '[exercises_short]\n"?" = "Calf"',
            'line 2: [exercises_short]: "?" is not an exercise\'s id; use small letters',
        ),
        ('[exercises]\ncalf-hold = ""', 'line 2: [exercises]: "calf-hold" = "" says nothing'),
        ('[texts]\n"a rope" = ["ein Seil"]', 'line 2: [texts]: "a rope" = [ ... ] is not text'),
    ],
)
def test_a_mistake_is_one_sentence_with_its_line_and_remedy(text: str, told: str) -> None:
    (problem,) = problems_of(text)
    assert problem.startswith("line ")
    assert told in problem


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = '[sides]\nleft = 5\n[lines]\nrest = ["Rest {", "Rest {x}."]\nhalfwya = ["Half."]\n[line]\n'
    assert [problem.split(":")[0] for problem in problems_of(text)] == [
        "line 2",
        "line 4",
        "line 4",
        "line 5",
        "line 6",
    ]


def test_of_a_file_full_of_mistakes_the_first_are_told() -> None:
    told = problems_of("[lines]\n" + "".join(f'line_{number} = ["x"]\n' for number in range(20_000)))
    assert len(told) == MOST_PROBLEMS + 1


def test_lines_of_ones_own_need_not_be_all_but_a_language_needs_every_one() -> None:
    text = '[lines]\nrest = ["Breathe."]\n'
    assert read_phrases(text, source="en.toml", english="en.toml", complete=False) == {"lines": {"rest": ["Breathe."]}}
    lines, sides, words = problems_of(text, complete=True)
    assert all(name in lines for name in NEEDED_LINES - {"rest"})
    assert "[sides]: lacks left, right; add what en.toml has in English" in sides
    assert "[words]: lacks and;" in words


pieces = st.sampled_from(
    ["{", "}", "{count}", "{name}", "{side", "!", ":", "r", "[0]", ".x", "Rest", "  ", "\\", '"', "é"]
)
variants = st.lists(pieces, max_size=6).map("".join) | st.text(max_size=20)


@given(name=st.sampled_from(known_lines()), variant=variants)
def test_whatever_is_taken_can_be_said_with_what_the_line_is_given(name: str, variant: str) -> None:
    text = f"[lines]\n{name} = [{json.dumps(variant, ensure_ascii=True)}]\n"
    try:
        tables = read_phrases(text, source="mine.toml", english="en.toml", complete=False)
    except PhraseFileError as refusal:
        assert all(problem.startswith("line ") for problem in refusal.problems)  # noqa: PT017 - either is fine
        return
    said = Phrases(tables, seed=0).line(name, **dict.fromkeys(fields_given(name), "seven"))
    assert not {"{", "}"} & set(said)
    assert any(char.isalnum() for char in said)


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["[", "]", "lines", "=", "\n", "{", "}", '"', "x", "."])).map("".join)
)
def test_no_text_whatever_is_more_than_refused(text: str) -> None:
    try:
        read_phrases(text, source="mine.toml", english="en.toml", complete=True)
    except PhraseFileError as refusal:
        assert refusal.problems  # noqa: PT017 - nothing is complete by chance
