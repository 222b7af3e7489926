"""What a circuit and the phrases of a language lack of one another; told by `voicecoach check`."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voicecoach.circuit.model import Circuit
from voicecoach.coaching.lines import SHORT
from voicecoach.coaching.phrases import Phrases
from voicecoach.cuefiles import list_exercises
from voicecoach.runtime.speech import DEFAULT_LANGUAGE, phrases_in

_ALIKE = 0.8
"""Exercises may be called nearly alike on purpose, so that only a slip of the keys is taken for one."""


def untranslated(circuit: Circuit, language: str) -> Sequence[str]:
    """Return what a circuit says that its language has no words for: texts, and the ids of exercises without a name.

    Circuits are written in English, so that there is none in English.
    """
    if language.split("-", maxsplit=1)[0] == DEFAULT_LANGUAGE:
        return ()
    phrases = Phrases(phrases_in(language), seed=0)
    return [*phrases.untranslated(circuit), *phrases.unnamed(circuit)]


def notes_on_words(circuit: Circuit, language: str) -> Iterator[str]:
    """Yield, in sentences, what is to be told of a circuit's words and a language's."""
    for text in untranslated(circuit, language):
        table = "exercises" if text in {step.exercise for step in circuit.steps} else "texts"
        yield f'[{table}] of the phrases in "{language}" lacks "{text}", which is said as it stands'
    yield from _misspelt(phrases_in(language), circuit)


def _misspelt(table: Mapping[str, Any], circuit: Circuit) -> Iterator[str]:
    """Yield the names given to no exercise, but nearly to one."""
    known = {*list_exercises(), *(step.exercise for step in circuit.steps)}
    for name in ("exercises", f"exercises{SHORT}"):
        for exercise in table.get(name, {}):
            close = difflib.get_close_matches(exercise, sorted(known), n=1, cutoff=_ALIKE)
            if exercise not in known and close:
                yield f'[{name}] names "{exercise}", an exercise of no circuit; did you mean "{close[0]}"?'
