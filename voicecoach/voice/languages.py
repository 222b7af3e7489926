"""Language tags as engines write them (``en_US``, ``en-us``, ``fr-fr``), compared forgivingly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

EXACT = 0
SAME_LANGUAGE = 1
OTHER = 2


_TAG = re.compile(r"[^\W_]+([-_][^\W_]+)*(\.[\w-]+)?(@\w+)?")


def is_tag(written: str) -> bool:
    """Say whether this can be a language's tag: ``de``, ``de_DE.UTF-8``; ``../de`` can't."""
    return _TAG.fullmatch(written) is not None


def tidy(tag: str) -> str:
    """Return a tag in one form: ``de_DE.UTF-8`` is ``de-de``."""
    return tag.split(".", maxsplit=1)[0].split("@", maxsplit=1)[0].replace("_", "-").lower()


def distance(wanted: str, tags: Iterable[str]) -> int:
    """Say how far a voice's languages are from the wanted one: EXACT, SAME_LANGUAGE (another region) or OTHER."""
    return min((_distance(tidy(wanted), tidy(tag)) for tag in tags), default=OTHER)


def nearest(wanted: str, offers: Sequence[Sequence[str]]) -> int | None:
    """Return which of `offers`, each the languages of one voice, speaks `wanted` best; None if none does.

    Of several regions the language's own comes first (``fr-fr`` for ``fr``), then the plainest tag (``en-us`` before
    ``en-gb-scotland``), then the one listed first: the same voice in every session.
    """
    ranked = [(*_rank(tidy(wanted), tidy(tag)), number) for number, tags in enumerate(offers) for tag in tags]
    best = min(ranked, default=None)
    return None if best is None or best[0] == OTHER else best[-1]


def _rank(wanted: str, tag: str) -> tuple[int, bool, int]:
    language = wanted.split("-", maxsplit=1)[0]
    return _distance(wanted, tag), tag != f"{language}-{language}", len(tag)


def _distance(wanted: str, tag: str) -> int:
    if wanted == tag:
        return EXACT
    return SAME_LANGUAGE if wanted.split("-", maxsplit=1)[0] == tag.split("-", maxsplit=1)[0] else OTHER
