"""Which database: what VOICECOACH_DATABASE says, as SQLAlchemy and its driver take it."""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from voicecoach.errors import HistoryError

DRIVER: Final = "postgresql+pg8000"
"""The driver that the extra `postgres` installs, for a URL that names none."""

EXAMPLE: Final = "write sqlite:////full/path/history.db or postgresql://user:password@host/name"

OPTIONS: Final = ("sslmode", "sslrootcert", "application_name", "unix_sock")
"""What may follow the question mark where pg8000 is the driver: two of libpq's names, two of its own."""

LARGEST_PORT: Final = 65_535

_SQLITE: Final = "sqlite"
_PASSWORD: Final = re.compile(r":(?!//).*@", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a history is."""

    url: URL
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """For the driver, besides what the URL says."""

    @property
    def is_sqlite(self) -> bool:
        """Whether it is no server's."""
        return self.url.get_backend_name() == _SQLITE

    @property
    def path(self) -> str | None:
        """The file, if it is one."""
        return self.url.database if self.is_sqlite and self.url.database not in {None, "", ":memory:"} else None

    @property
    def name(self) -> str:
        """What a person calls it: a file, or a URL without its password."""
        return self.path or self.url.set(query={}).render_as_string(hide_password=True)


def read_place(text: str) -> Place:
    """Return the place that an SQLAlchemy URL names.

    ``postgres://`` is ``postgresql://``, as libpq has it; ``sslmode`` means what it means there; ``~`` is somebody's
    home.

    Raises
    ------
    HistoryError
        It is no such URL.  The message never has a password in it.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise _no_url(text) from None
    backend, _, driver = url.drivername.partition("+")
    if backend in {"postgres", "postgresql"}:
        url = url.set(drivername=f"postgresql+{driver}" if driver else DRIVER)
    if backend == _SQLITE:
        return _file(text, url)
    if url.port is not None and not 0 < url.port <= LARGEST_PORT:
        raise _no_url(text)
    if "@" in f"{url.host}{url.database}":
        raise HistoryError("VOICECOACH_DATABASE: an @ ends the password there; write %40 for one that is part of it")
    return _of_pg8000(url) if url.drivername == DRIVER else Place(url)


def _file(text: str, url: URL) -> Place:
    if url.host is not None:
        raise _no_url(text)
    if url.database is None or not url.database.startswith("~"):
        return Place(url)
    try:
        return Place(url.set(database=str(Path(url.database).expanduser())))
    except RuntimeError:
        raise HistoryError(f"{url.database}: nobody's home is called that here; write the full path") from None


def _of_pg8000(url: URL) -> Place:
    if url.username is None:
        raise HistoryError(f"{Place(url).name}: this names no user; write postgresql://user:password@host/name")
    options = {name: value for name, value in url.query.items() if isinstance(value, str)}
    if unknown := url.query.keys() - (options.keys() & OPTIONS):
        remedy = (
            "leave it out"
            if "channel_binding" not in unknown
            else ("leave it out, best with sslmode=verify-full, which makes sure of the server too")
        )
        raise HistoryError(
            f"{Place(url).name}: {' and '.join(sorted(unknown))} can't be asked of this database's driver "
            f"(it takes each of {', '.join(OPTIONS)} once); {remedy}"
        )
    context = _ssl_context(options.pop("sslmode", None), options.pop("sslrootcert", None))
    return Place(url.set(query=options), {"ssl_context": context})


def _ssl_context(mode: str | None, authorities: str | None) -> ssl.SSLContext | bool | None:
    """Return what pg8000 makes of libpq's ``sslmode``: None if the server may choose, False for no TLS, True for TLS.

    Neither of these makes sure of the server; a context does.  A file of authorities turns ``require`` into
    ``verify-ca``, as it does for libpq.

    https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION
    """
    if mode == "require" and authorities is not None:
        mode = "verify-ca"
    match mode:
        case None | "allow" | "prefer":
            return None
        case "disable":
            return False
        case "require":
            return True
        case "verify-ca" | "verify-full":
            return _checking(authorities, names=mode == "verify-full")
    raise HistoryError(
        f'VOICECOACH_DATABASE: there is no sslmode "{mode}"; '
        "write require for encryption alone, verify-full to make sure of the server too, or disable"
    )


def _checking(authorities: str | None, *, names: bool) -> ssl.SSLContext:
    own = None if authorities in {None, "system"} else str(authorities)
    try:
        context = ssl.create_default_context(cafile=own)
    except OSError as reason:  # of which an SSLError is one: no certificate in it
        raise HistoryError(
            f"VOICECOACH_DATABASE: sslrootcert={own} is no file of certificates "
            f"({reason.strerror or reason}); leave it out for the system's"
        ) from reason
    context.check_hostname = names
    return context


def _no_url(text: str) -> HistoryError:
    return HistoryError(f'VOICECOACH_DATABASE: "{_PASSWORD.sub(":***@", text)}" is no database URL; {EXAMPLE}')
