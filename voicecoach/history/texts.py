"""Which text every database can hold: PostgreSQL no NUL, and none half a character."""

from __future__ import annotations

INSTEAD = "\ufffd"


def holdable(text: str) -> bool:
    """Say whether it can be held as it is."""
    return as_held(text) == text


def as_held(text: str) -> str:
    """Return it with a mark where it can't be."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", INSTEAD)
