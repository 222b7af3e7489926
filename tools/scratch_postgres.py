"""A PostgreSQL server for tests: in a folder of its own, on a free port of this machine alone, gone afterwards.

Debian: ``apt install postgresql``; the server that the package may start itself is left alone.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

NAMES = ("postgres", "nobody")
"""Whom it runs as where the tests run as root, which PostgreSQL refuses."""

USER, PASSWORD = "coach", "p@ss word"


class ScratchPostgres:
    """The server; a context.

    Parameters
    ----------
    encrypted
        Whether it speaks TLS, as one who only its own :attr:`certificate` vouches for.
    """

    def __init__(self, *, encrypted: bool = False) -> None:
        self._encrypted = encrypted
        self._folder = Path(tempfile.mkdtemp(prefix="scratch-postgres-"))
        self._data = self._folder / "data"
        self._bin = _programs()
        self._port = _free_port()
        self._databases = 0
        self._as: Mapping[str, Any] = {}
        if os.getuid() == 0:
            name = next(name for name in NAMES if _exists(name))
            self._as = {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}
            shutil.chown(self._folder, name)

    def __enter__(self) -> ScratchPostgres:
        secret = self._folder / "secret"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o644)  # in a folder that only the server's user enters
        self._run("initdb", "-D", str(self._data), "-U", USER, "-A", "scram-sha-256", "--pwfile", str(secret), "-N")
        if self._encrypted:
            self._certify()
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def certificate(self) -> Path:
        """Its certificate, for 127.0.0.1, where it speaks TLS."""
        return self._data / "server.crt"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        own = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -p {self._port}"
        own += " -c ssl=on" if self._encrypted else ""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-o", own, "-l", str(self._folder / "log"), "start")

    def stop(self) -> None:
        """Stop it at once, as a server that falls over."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")

    def new_database(self) -> str:
        """Return the URL of an empty database."""
        self._databases += 1
        name = f"history{self._databases}"
        self._run(
            *("psql", "-h", "127.0.0.1", "-p", str(self._port), "-U", USER, "-d", "postgres"),
            *("-c", f"CREATE DATABASE {name}"),
            environ={"PGPASSWORD": PASSWORD},
        )
        return f"postgresql://{USER}:p%40ss%20word@127.0.0.1:{self._port}/{name}"

    def _certify(self) -> None:
        wanted = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=scratch")
        key = self._data / "server.key"
        subprocess.run(
            ["openssl", *wanted, "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", self.certificate],
            check=True,
            capture_output=True,
        )
        key.chmod(0o600)
        if self._as:
            shutil.chown(key, self._as["user"])
            shutil.chown(self.certificate, self._as["user"])

    def _run(self, program: str, *words: str, environ: Mapping[str, str] | None = None) -> None:
        subprocess.run(
            [str(self._bin / program), *words],
            cwd=self._folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **(environ or {})},
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            **self._as,
        )


def _programs() -> Path:
    """Return the folder of the newest PostgreSQL installed."""
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(folders, key=lambda path: int(path.parts[-3]), default=None)
    if newest is None:
        raise FileNotFoundError("PostgreSQL is not installed; Debian: apt install postgresql")
    return newest.parent


def _exists(name: str) -> bool:
    return any(one.pw_name == name for one in pwd.getpwall())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
