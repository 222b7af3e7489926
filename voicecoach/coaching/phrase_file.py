"""Reading a phrase file: strict, and everything wrong is told at once."""

from __future__ import annotations

import itertools
import re
import string
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from voicecoach.circuit.locating import key_lines
from voicecoach.circuit.model import Side
from voicecoach.circuit.parsing import parse_toml
from voicecoach.circuit.steps import exercise_id
from voicecoach.circuit.tables import MOST_PROBLEMS, Problems, Table, nearest, shown, spoken
from voicecoach.coaching.lines import NEEDED_LINES, SHORT, fields_given, known_lines
from voicecoach.errors import PhraseFileError

_SIDES = tuple(str(side) for side in Side)
_NEEDED: Mapping[str, Iterable[str]] = {"lines": NEEDED_LINES, "sides": _SIDES, "words": ("and",)}
_A_LIST = 'write ["like this", "or this"]'


def read_phrases(text: str, *, source: str, english: str, complete: bool) -> Mapping[str, Mapping[str, Any]]:
    """Return the tables of a phrase file, as :class:`voicecoach.coaching.phrases.Phrases` takes them.

    Parameters
    ----------
    text
        The file's content.
    source
        How problems name the file, e.g. its path.
    english
        How they name the file that has every line there is.
    complete
        Whether everything that a session needs must be in it; else it replaces lines of another one.

    Raises
    ------
    PhraseFileError
        With every problem found, each with its line.
    """
    try:
        content = parse_toml(text)
    except ValueError as error:
        raise PhraseFileError(source, [str(error)]) from error
    problems = Problems(key_lines(text))
    reader = _Reader(problems, english)
    reader.read(content)
    if complete:
        reader.require(content)
    if told := problems.told():
        raise PhraseFileError(source, told)
    return content


class _Reader:
    """Notes what is wrong with each table."""

    def __init__(self, problems: Problems, english: str) -> None:
        self._problems = problems
        self._english = english
        self._tables: Mapping[str, Callable[[Table], None]] = {
            "lines": self._lines,
            "words": lambda table: _named(table, ("and",)),
            "sides": lambda table: _named(table, _SIDES),
            f"sides{SHORT}": lambda table: _named(table, _SIDES),
            "exercises": _exercises,
            f"exercises{SHORT}": _exercises,
            "texts": lambda table: _texts(table, table.content),
        }

    def read(self, content: Mapping[str, object]) -> None:
        top = Table(content, (), "", self._problems)
        for name in itertools.islice(content, MOST_PROBLEMS + 1):
            entries = content[name]
            if not isinstance(entries, Mapping) and name not in self._tables:
                top.note(name, f"{shown(name)} stands outside every table; move it under [lines]")
            elif not isinstance(entries, Mapping):
                top.note(name, f"{name} = {shown(entries)} is not a table; write [{name}] above its keys")
            elif name not in self._tables:
                top.note(name, f"unknown table {shown(name)}; {nearest(name, self._tables)}")
            else:
                self._tables[name](Table(entries, (name,), f"[{name}]", self._problems))

    def require(self, content: Mapping[str, object]) -> None:
        for name, needed in _NEEDED.items():
            entries = content.get(name, {})
            missing = sorted(set(needed) - set(entries)) if isinstance(entries, Mapping) else []
            if missing:
                self._problems.note(
                    (name,), f"[{name}]", f"lacks {', '.join(missing)}; add what {self._english} has in English"
                )

    def _lines(self, table: Table) -> None:
        known = known_lines()
        unknown = (name for name in table.content if name not in known)
        for name in itertools.islice(unknown, MOST_PROBLEMS + 1):
            guess = nearest(name, known)
            # The names of all lines are no answer.
            remedy = guess if guess.endswith("?") else f"{self._english} has every line there is"
            table.note(name, f"unknown line {shown(name)}; {remedy}")
        for name in table.content:
            if name in known:
                self._variants(table, name)

    def _variants(self, table: Table, name: str) -> None:
        variants = table.content[name]
        if not isinstance(variants, list):
            table.note(name, f"{name} = {shown(variants)} is not a list; {_A_LIST}")
        elif not variants:
            table.note(name, f"{name} = [] has no words in it; {_A_LIST}, or leave the line out")
        else:
            for index, variant in enumerate(variants):
                try:
                    _check_filled(spoken(variant), fields_given(name))
                except ValueError as error:
                    path = (*table.path, name, index)
                    self._problems.note(path, table.place, f"{name} = {shown(variant)} {error}")


def _check_filled(variant: str, given: frozenset[str]) -> None:
    """Raise ValueError, in words that follow the variant, if it can't be filled in with what is `given`."""
    try:
        pieces = list(string.Formatter().parse(variant))
    except ValueError:
        raise ValueError(_LONE_BRACE) from None
    for literal, field, form, conversion in pieces:
        if "{" in literal or "}" in literal:
            raise ValueError(_LONE_BRACE)
        if field is None:
            continue
        if not given:
            raise ValueError(f"fills in {{{field}}}, but this line is given nothing; leave it out")
        if field not in given:
            known = [f"{{{one}}}" for one in sorted(given)]
            raise ValueError(f"fills in {{{field}}}, which it is not given; {nearest(f'{{{field}}}', known)}")
        if form or conversion:
            raise ValueError(f"says how {{{field}}} is to be written; write {{{field}}} alone")


_LONE_BRACE = "has a brace too many; braces stand around one word that is filled in, and nowhere else"


def _named(table: Table, known: tuple[str, ...]) -> None:
    table.refuse_unknown(known)
    _texts(table, (key for key in table.content if key in known))


def _exercises(table: Table) -> None:
    for key in table.content:
        try:
            exercise_id(key)
        except ValueError as error:
            meant = re.sub(r"[\W_]+", "-", key).strip("-").lower()
            table.note(key, f"{shown(key)} {_instead(meant) or error}")
    _texts(table, table.content)


def _instead(meant: str) -> str | None:
    try:
        return f'is not an exercise\'s id; did you mean "{exercise_id(meant)}"?'
    except ValueError:
        return None


def _texts(table: Table, keys: Iterable[str]) -> None:
    for key in keys:
        try:
            spoken(table.content[key])
        except ValueError as error:
            table.note(key, f"{shown(key)} = {shown(table.content[key])} {error}")
