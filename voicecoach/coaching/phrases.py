"""The coach's own lines: which variant is said, in which language, with what filled in."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from voicecoach.circuit.model import Circuit
from voicecoach.circuit.texts import texts_of
from voicecoach.coaching.lines import SHORT

_SENTENCE_START = re.compile(r"(?:^|[.!?] )[^\W\d]")


class Phrases:
    """Lines by name, chosen by seed so that no variant comes twice in a row.

    Nothing is checked here: what a phrase file may hold, and must, is for
    :func:`voicecoach.coaching.phrase_file.read_phrases`.  Each line has a choice of its own: what is said of one line
    does not depend on which others there are.

    Parameters
    ----------
    table
        A phrase file's content: ``lines`` (name to variants), ``sides`` and ``exercises`` (id to spoken name), both
        perhaps also with ``_short`` to their names; ``texts`` (English to this language, for the words of circuits);
        ``words`` with ``and``; and ``number_words``, which puts a whole number into words.
    seed
        The same seed and the same calls give the same words.
    """

    def __init__(self, table: Mapping[str, Any], seed: int) -> None:
        self._table = table
        self._seed = seed
        self._lines: Mapping[str, Sequence[str]] = table["lines"]
        self._texts: Mapping[str, str] = table.get("texts", {})
        self._number_words: Callable[[int], str] = table.get("number_words", str)
        self._choices: dict[str, random.Random] = {}
        self._last: dict[str, str] = {}

    def afresh(self) -> Phrases:
        """Return the same lines with the same choice begun anew."""
        return self.reseeded(self._seed)

    def reseeded(self, seed: int) -> Phrases:
        """Return the same lines with the choice begun anew from `seed`."""
        return Phrases(self._table, seed)

    def line(self, name: str, /, **fields: object) -> str:
        """Return one variant of the line `name`, filled in with `fields`; whole numbers are put into words."""
        variants = self._lines[name]
        others = [variant for variant in variants if variant != self._last.get(name)] or list(variants)
        choice = self._choices.setdefault(name, random.Random(f"{self._seed}/{name}"))  # noqa: S311 - variety
        chosen = self._last[name] = choice.choice(others)
        said = chosen.format(**{key: self._in_words(value) for key, value in fields.items()})
        return _SENTENCE_START.sub(lambda start: start[0].upper(), said)

    def variants(self, name: str) -> Sequence[str]:
        """Return every variant of the line `name`, as written."""
        return self._lines[name]

    def forms(self, name: str, full: Mapping[str, object], short: Mapping[str, object]) -> tuple[str, ...]:
        """Return the line `name` with `full` filled in, and its shorter form with `short` if the file has one."""
        said = self.line(name, **full)
        if not self._lines.get(name + SHORT):
            return (said,)
        shorter = self.line(name + SHORT, **short)
        return (said, shorter) if len(shorter) < len(said) else (said,)

    def side(self, side: str, *, short: bool = False) -> str:
        """Return the spoken name of a side, or the one that stands in short lines."""
        return self._name("sides", side, short=short) or side

    def exercise(self, exercise: str, own_name: str | None = None) -> str:
        """Return the spoken name of an exercise: its own, the phrase file's, or its id in words."""
        if own_name is not None:
            return self.text(own_name)
        return self._name("exercises", exercise, short=False) or exercise.replace("-", " ").capitalize()

    def short_exercise(self, exercise: str, own_name: str | None = None, own_short: str | None = None) -> str:
        """Return the shortest spoken name of an exercise there is."""
        if own_short is not None:
            return self.text(own_short)
        if own_name is not None:
            return self.text(own_name)
        return self._name("exercises", exercise, short=True) or self.exercise(exercise)

    def text(self, english: str) -> str:
        """Return the words of a circuit in this language: their translation, or themselves if there is none."""
        return self._texts.get(english, english)

    def untranslated(self, circuit: Circuit) -> list[str]:
        """Return the texts of a circuit that this language has no words for, so that they are said as they stand."""
        return [text for text in texts_of(circuit) if text not in self._texts]

    def unnamed(self, circuit: Circuit) -> list[str]:
        """Return the exercises of a circuit that neither it nor this language names, so that their ids are said."""
        ids = dict.fromkeys(step.exercise for step in circuit.steps if step.name is None)
        return [exercise for exercise in ids if self._name("exercises", exercise, short=False) is None]

    def number(self, number: int) -> str:
        """Return a whole number in words."""
        return self._number_words(number)

    def listed(self, things: Sequence[str]) -> str:
        """Return things as a speaker lists them: ``a, b and c``."""
        if len(things) < 2:  # noqa: PLR2004 - one thing is no list
            return "".join(things)
        conjunction = self._table.get("words", {}).get("and", "and")
        return f"{', '.join(things[:-1])} {conjunction} {things[-1]}"

    def _name(self, table: str, key: str, *, short: bool) -> str | None:
        names: Mapping[str, str] = self._table.get(table, {})
        shorter: Mapping[str, str] = self._table.get(table + SHORT, {}) if short else {}
        return shorter.get(key) or names.get(key)

    def _in_words(self, value: object) -> object:
        return self.number(value) if isinstance(value, int) else value
