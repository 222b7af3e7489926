"""Whatever is in the file: a circuit comes out, or a CircuitError whose every line exists."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping

from hypothesis import given
from hypothesis import strategies as st

from voicecoach.circuit.locating import KeyPath, key_lines
from voicecoach.circuit.model import Level, Sides, StepKind
from voicecoach.circuit.reading import read_circuit
from voicecoach.cuefiles import cues_folder
from voicecoach.errors import CircuitError

SHIPPED = [path.read_text("utf-8") for path in sorted((cues_folder() / "circuits").glob("*.toml"))]

anything = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec="utf-8"), max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("atsyork", max_size=5), inner, max_size=3),
    max_leaves=8,
)
top_keys = st.sampled_from(["schema", "name", "rounds", "rest_between_rounds", "equipment", "defaults", "step", "x"])
step_keys = st.sampled_from(
    ["exercise", "kind", "work", "sides", "cues", "target_hz", "feet", "name", "setup", "rest", "x"]
)
words = st.from_regex(r"[A-Za-z][A-Za-z ,.'\"\\é-]{0,30}", fullmatch=True).map(str.strip)
seconds = st.integers(1, 3600)


def toml(value: object) -> str:
    """Return a value as TOML writes it on one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{json.dumps(key)} = {toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    return (
        json.dumps(value, ensure_ascii=False)
        .replace("\x7f", "\\u007f")
        .replace("Infinity", "inf")
        .replace("NaN", "nan")
    )


ONE_STEP = """\
schema = 1
name = "Any"
rounds = 1
[[step]]
exercise = "ankle-hops"
kind = "landings"
work = "10s"
"""


def document(content: Mapping[str, object]) -> str:
    """Return a TOML document of top-level keys."""
    return "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in content.items())


def read_or_refuse(text: str) -> None:
    for problem in problems_of(text):
        place = re.match(r"line (\d+): ", problem)
        assert place is not None, problem
        assert 1 <= int(place[1]) <= len(text.split("\n")), problem


def problems_of(text: str) -> tuple[str, ...]:
    try:
        read_circuit(text, source="any.toml", id="any")
    except CircuitError as error:
        return error.problems
    return ()


@given(st.dictionaries(top_keys, anything, max_size=7))
def test_any_values_under_known_keys_are_read_or_refused(content: dict[str, object]) -> None:
    read_or_refuse(document({"schema": 1} | content))


@given(step_keys, anything)
def test_any_value_in_a_step_is_read_or_refused(key: str, value: object) -> None:
    read_or_refuse(ONE_STEP + f"{key} = {toml(value)}\n")
    read_or_refuse(re.sub(r"kind = .*", f"{key} = {toml(value)}".replace("\\", r"\\"), ONE_STEP))


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refuse(text)


@given(st.sampled_from(SHIPPED), st.data())
def test_a_shipped_circuit_with_a_slip_of_the_keyboard_is_read_or_refused(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 6)))
        typed = data.draw(st.text("[]{}\"=,.#-%\n 019asx\r'", max_size=4))
        text = text[:start] + typed + text[end:]
    read_or_refuse(text)


@st.composite
def steps(draw: st.DrawFn) -> dict[str, object]:
    work = {str(level): draw(seconds) for level in Level}
    shortest = min(work.values())
    cue = st.fixed_dictionaries(
        {"at": st.integers(0, shortest - 1).map("+{}s".format), "say": words}, optional={"short": words}
    )
    step: dict[str, object] = {
        "exercise": draw(st.from_regex(r"[a-z0-9][a-z0-9-]{0,39}", fullmatch=True)),
        "kind": str(draw(st.sampled_from(StepKind))),
        "sides": str(draw(st.sampled_from(Sides))),
        "work": work,
        "cues": draw(st.lists(cue, max_size=4)),
        "setup": draw(words),
    }
    return step | ({"target_hz": [2.0, draw(st.floats(2.01, 6.0))]} if step["kind"] == "landings" else {})


@given(name=words, rounds=st.integers(1, 20), rest_s=seconds, written=st.lists(steps(), min_size=1, max_size=4))
def test_what_is_written_is_what_is_read(name: str, rounds: int, rest_s: int, written: list[dict[str, object]]) -> None:
    text = document({"schema": 1, "name": name, "rounds": rounds, "rest_between_rounds": rest_s, "step": written})
    circuit = read_circuit(text, source="any.toml", id="any")
    assert (circuit.name, circuit.rounds, circuit.rest_between_rounds_s) == (name, rounds, rest_s)
    read_back = [
        {
            "exercise": step.exercise,
            "kind": step.kind,
            "sides": step.sides,
            "work": step.work_s,
            "cues": [
                {"at": f"+{cue.at.amount:.0f}s", "say": cue.say} | ({"short": cue.short} if cue.short else {})
                for cue in step.cues
            ],
            "setup": step.setup,
        }
        | ({"target_hz": [*step.target_hz]} if step.target_hz else {})
        for step in circuit.steps
    ]
    assert read_back == written


@given(st.dictionaries(st.text("xyz=#]", min_size=1, max_size=4), anything, max_size=5))
def test_every_key_of_any_document_is_found_on_its_line(content: dict[str, object]) -> None:
    text = document(content)
    lines = key_lines(text)
    for number, key in enumerate(tomllib.loads(text), start=1):
        paths = list(_paths(content[key], (key,)))
        assert [lines[path] for path in paths] == [number] * len(paths)


def _paths(value: object, path: KeyPath) -> Iterator[KeyPath]:
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _paths(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _paths(item, (*path, index))
