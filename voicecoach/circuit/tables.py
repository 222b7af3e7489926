"""Reading a TOML table key by key, noting everything that is wrong with its place instead of stopping."""

from __future__ import annotations

import difflib
import itertools
import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from voicecoach.circuit.locating import KeyPath, nearest_line
from voicecoach.circuit.times import length_s

LONGEST_TEXT = 200
"""Characters of one spoken line; at 170 words a minute that is already about 12 s."""

MOST_PROBLEMS = 50
"""Beyond these the file is something else altogether, and more lines help nobody."""

_LONGEST_SHOWN = 60
_LONGEST_GUESSED = 40
_UNSPEAKABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories: control characters, half characters, line and paragraph separators."""

Word = TypeVar("Word", bound=StrEnum)
Value = TypeVar("Value")


class Problems:
    """What is wrong with a file, each problem with its line."""

    def __init__(self, lines: Mapping[KeyPath, int]) -> None:
        self._lines = lines
        self._found: list[tuple[int, str]] = []

    def note(self, path: KeyPath, place: str, what: str) -> None:
        """Note a problem of the value at `path`; `place` names its table in words, empty for the top."""
        line = nearest_line(self._lines, path)
        self._found.append((line, f"line {line}: {place}: {what}" if place else f"line {line}: {what}"))

    def told(self) -> list[str]:
        """Return the problems in the order of their lines, at most `MOST_PROBLEMS` of them."""
        ordered = [text for _, text in sorted(self._found, key=lambda found: found[0])]
        if len(ordered) > MOST_PROBLEMS:
            return [*ordered[:MOST_PROBLEMS], "and more; mend these first"]
        return ordered


class Table:
    """A table being read.  Every method returns a usable value, and notes why it is not the file's own."""

    def __init__(self, content: Mapping[str, object], path: KeyPath, place: str, problems: Problems) -> None:
        self.content = content
        self.path = path
        self.place = place
        self._problems = problems

    def note(self, key: str | None, what: str) -> None:
        """Note a problem of `key`, None for the table itself."""
        self._problems.note(self.path if key is None else (*self.path, key), self.place, what)

    def refuse_unknown(self, known: Sequence[str]) -> None:
        """Note every key that is not one of `known`, with the nearest that is."""
        unknown = (key for key in self.content if key not in known)
        for key in itertools.islice(unknown, MOST_PROBLEMS + 1):
            self.note(key, f"unknown key {shown(key)}; {nearest(key, known)}")

    def parsed(self, key: str, parse: Callable[[object], Value], fallback: Value) -> Value:
        """Return ``parse(value)``; a ValueError's words, which follow the value, become a problem."""
        if key not in self.content:
            return fallback
        try:
            return parse(self.content[key])
        except ValueError as error:
            self.note(key, f"{key} = {shown(self.content[key])} {error}")
            return fallback

    def length_s(self, key: str, default_s: float, *, least_s: float = 0.0) -> float:
        """Return a length of time in seconds."""
        return self.parsed(key, lambda value: length_s(value, least_s=least_s), default_s)

    def whole(self, key: str, default: int, *, least: int, most: int) -> int:
        """Return a whole number within bounds."""

        def parse(value: object) -> int:
            if isinstance(value, bool) or not isinstance(value, int):
                raise ValueError(f"is not a whole number; use {least} to {most}")  # noqa: TRY004
            if value < least:
                raise ValueError(f"is too few; at least {least}")
            if value > most:
                raise ValueError(f"is too many; at most {most}")
            return value

        return self.parsed(key, parse, default)

    def word(self, key: str, words: type[Word], default: Word) -> Word:
        """Return one of a few known words."""

        def parse(value: object) -> Word:
            if not isinstance(value, str) or value not in [*words]:
                known = [str(word) for word in words]
                raise ValueError(f"is not known; {nearest(value, known)}")
            return words(value)

        return self.parsed(key, parse, default)

    def text(self, key: str) -> str | None:
        """Return words to be spoken; None if there are none."""
        return self.parsed(key, spoken, None)

    def texts(self, key: str, *, most: int) -> tuple[str, ...]:
        """Return a list of things to be spoken; empty if there is none."""

        def parse(value: object) -> tuple[str, ...]:
            if not isinstance(value, list):
                raise ValueError('is not a list; write ["like this", "and this"]')  # noqa: TRY004 - one error for all
            if len(value) > most:
                raise ValueError(f"lists too many things; at most {most}")
            return tuple(_listed(thing) for thing in value)

        return self.parsed(key, parse, ())

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""

        def parse(value: object) -> bool:
            if not isinstance(value, bool):
                raise ValueError("is neither true nor false")  # noqa: TRY004 - one error for all
            return value

        return self.parsed(key, parse, default)

    def require(self, *keys: str) -> None:
        """Note every key that is missing."""
        for key in keys:
            if key not in self.content:
                self.note(None, f'"{key}" is missing')

    def table(self, key: str) -> Table:
        """Return the table under `key`, empty if there is none."""
        content = self.content.get(key, {})
        if not isinstance(content, Mapping):
            self.note(key, f"{key} = {shown(content)} is not a table; write [{key}] above its keys")
            content = {}
        return Table(content, (*self.path, key), key, self._problems)

    def tables(
        self, key: str, *, most: int, place: Callable[[int, Mapping[str, object]], str], how: str
    ) -> list[Table]:
        """Return the tables of the array under `key`; `place` names each from its index and content.

        `how` they are written ends the sentence about what is no array of tables.
        """
        contents = self.content.get(key, [])
        if not isinstance(contents, list) or not all(isinstance(content, Mapping) for content in contents):
            self.note(key, f"{key} is not a list of tables; write {how}")
            return []
        if len(contents) > most:
            self.note(key, f"{len(contents)} times {key} is too many; at most {most}")
        return [
            Table(content, (*self.path, key, index), place(index, content), self._problems)
            for index, content in enumerate(contents[:most])
        ]


def spoken(value: object) -> str:
    """Return words that can be spoken in one breath; ValueError, in words that follow the value, if not."""
    if not isinstance(value, str):
        raise ValueError('is not text; write it in quotes, "like this"')  # noqa: TRY004 - one error for all
    words = value.strip()
    if not any(char.isalnum() for char in words):
        raise ValueError("says nothing; write the words or leave the key out")
    if len(words) > LONGEST_TEXT:
        raise ValueError(f"is {len(words)} characters long; at most {LONGEST_TEXT} can be spoken at once")
    if any(unicodedata.category(char) in _UNSPEAKABLE for char in words):
        raise ValueError("holds a line break or another control character; keep it to one line of words")
    return words


def _listed(value: object) -> str:
    try:
        return spoken(value)
    except ValueError as error:
        raise ValueError(f"holds {shown(value)}, which {error}") from None


def nearest(written: object, known: Iterable[str]) -> str:
    """Return the end of a sentence that leads from a wrong word to a known one."""
    known = list(known)
    guessed = written.lower() if isinstance(written, str) and len(written) <= _LONGEST_GUESSED else ""
    if close := difflib.get_close_matches(guessed, known, n=1):
        return f'did you mean "{close[0]}"?'
    return f"known: {', '.join(known)}"


def shown(value: object) -> str:
    """Return a value as a problem quotes it: as in TOML where that is short, cut where it is not."""
    if isinstance(value, Mapping):
        return "{ ... }"
    if isinstance(value, list):
        return "[ ... ]"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**18:
        return "(a huge number)"
    written = json.dumps(value, ensure_ascii=False, default=str)
    return written if len(written) <= _LONGEST_SHOWN else f'{written[:_LONGEST_SHOWN]}..."'
