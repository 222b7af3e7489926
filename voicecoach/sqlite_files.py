"""What is known of a file that may be SQLite's: by how it begins, and by the errors that SQLite gives."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

MAGIC: Final = b"SQLite format 3\0"
"""How every SQLite database begins: https://sqlite.org/fileformat.html#the_database_header."""

_BESIDE: Final = ("-wal", "-shm", "-journal")
"""What SQLite has beside a database while it is open: https://sqlite.org/tempfiles.html."""

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


def is_database(path: Path) -> bool:
    """Say whether a file is an SQLite database or part of one, somebody's history perhaps: nothing may replace it."""
    named = str(path)
    return _is_whole(path) or any(
        named.endswith(ending) and _is_whole(Path(named.removesuffix(ending))) for ending in _BESIDE
    )


def _is_whole(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except (OSError, ValueError):
        # A path that can't be followed or read; whoever writes there tells why.
        return False
