"""The coach's own lines: which variant is said, with what filled in."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from voicecoach.errors import CueFileError

NEEDED_LINES = frozenset(
    (
        *("welcome", "welcome_one_round", "equipment", "safety"),
        *("get_ready", "get_ready_side", "switch", "rest", "next", "next_with_equipment"),
        *("round_done", "last_round", "countdown_3", "countdown_2", "countdown_1"),
        *("set_total", "set_total_one", "set_total_none", "set_total_doubtful"),
        *("farewell", "farewell_one", "farewell_no_hops", "stopped", "stopped_one", "stopped_no_hops"),
        *("paused", "ready"),
        *("rhythm_steady", "rhythm_unsteady", "microphone_lost", "sound_back"),
        *("advice_too_slow", "advice_too_fast", "advice_unsteady", "advice_fading", "advice_uneven"),
        *("advice_stopped", "advice_louder", "advice_back_on_target"),
    )
)
"""Every line a session may say; a phrase file without one of them is refused before the first word."""


class Phrases:
    """Lines by name, chosen by seed so that no variant comes twice in a row.

    Parameters
    ----------
    table
        A phrase file's content: ``lines`` (name to variants), ``sides`` and ``exercises`` (id to spoken name).
    seed
        The same seed and the same calls give the same words.

    Raises
    ------
    CueFileError
        If the table lacks a line.
    """

    def __init__(self, table: Mapping[str, Any], seed: int) -> None:
        self._table = table
        self._lines: Mapping[str, Sequence[str]] = table["lines"]
        missing = sorted(name for name in NEEDED_LINES if not self._lines.get(name))
        if missing:
            raise CueFileError(f"the phrase file lacks {', '.join(missing)}; add them under [lines]")
        self._sides: Mapping[str, str] = table["sides"]
        self._exercises: Mapping[str, str] = table["exercises"]
        self._random = random.Random(seed)  # noqa: S311 - variety, not secrecy
        self._last: dict[str, str] = {}

    def reseeded(self, seed: int) -> Phrases:
        """Return the same lines with the choice begun anew from `seed`."""
        return Phrases(self._table, seed)

    def line(self, name: str, /, **fields: object) -> str:
        """Return one variant of the line `name`, filled in with `fields`."""
        variants = self._lines[name]
        others = [variant for variant in variants if variant != self._last.get(name)] or list(variants)
        chosen = self._random.choice(others)
        self._last[name] = chosen
        return chosen.format(**fields)

    def variants(self, name: str) -> Sequence[str]:
        """Return every variant of the line `name`, as written."""
        return self._lines[name]

    def side(self, side: str) -> str:
        """Return the spoken name of a side."""
        return self._sides[side]

    def exercise(self, exercise: str, own_name: str | None = None) -> str:
        """Return the spoken name of an exercise: its own, the phrase file's, or its id in words."""
        return own_name or self._exercises.get(exercise) or exercise.replace("-", " ").capitalize()


def listed(things: Sequence[str], conjunction: str = "and") -> str:
    """Return things as a speaker lists them: ``a, b and c``."""
    if len(things) < 2:  # noqa: PLR2004 - one thing is no list
        return "".join(things)
    return f"{', '.join(things[:-1])} {conjunction} {things[-1]}"
