"""What SQLite's errors say of a file: whether room or rights are wanting, or it is no database of ours."""

from __future__ import annotations

import sqlite3
from typing import Final

_NOT_OURS: Final = frozenset(
    {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
)
"""The first is what a statement of ours gets where tables are others than ours."""


def is_not_ours(reason: BaseException | None) -> bool:
    """Say whether a file is damaged or never was what it is opened as, so that neither room nor rights would help.

    https://sqlite.org/rescode.html
    """
    code = getattr(reason, "sqlite_errorcode", None)
    # The low byte is the primary code; what refines it is above.
    return isinstance(reason, sqlite3.Error) and isinstance(code, int) and code & 0xFF in _NOT_OURS
