"""An MQTT broker for tests: in a folder of its own, on a free port of this machine alone, gone afterwards.

Debian: ``apt install mosquitto``; the broker that the package may start itself is left alone.
"""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType

USER, PASSWORD = "coach", "p@ss: word/"

START_S = 20.0
"""The longest wait for it to listen, on a machine that is busy with something else."""


class ScratchMosquitto:
    """The broker; a context.  It forgets what it retained when it stops, as many in homes do.

    Parameters
    ----------
    password
        Whether it lets in `USER` with `PASSWORD` alone.
    tls
        Whether it wants TLS; its certificate is `certificate`.
    """

    def __init__(self, *, password: bool = False, tls: bool = False) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="scratch-mosquitto-"))
        self._broker: subprocess.Popen[bytes] | None = None
        self.certificate = self._folder / "certificate.pem"
        self.port = _free_port()
        lines = [f"listener {self.port} 127.0.0.1", f"user {getpass.getuser()}", "persistence false"]
        lines += [f"allow_anonymous {'false' if password else 'true'}"]
        if password:
            lines += [f"password_file {self._password_file()}"]
        if tls:
            lines += [f"certfile {self.certificate}", f"keyfile {self._key()}"]
        self._config = self._folder / "mosquitto.conf"
        self._config.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def __enter__(self) -> ScratchMosquitto:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def url(self) -> str:
        """Where it is, without a user."""
        return f"mqtt://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it listens."""
        with (self._folder / "log").open("ab") as log:
            self._broker = subprocess.Popen(
                [_program("mosquitto"), "-c", str(self._config)], stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        until = time.monotonic() + START_S
        while not _listens(self.port):
            if self._broker.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"mosquitto does not start:\n{(self._folder / 'log').read_text('utf-8')}")
            time.sleep(0.02)

    def kill(self) -> None:
        """End it at once, as a broker that falls over."""
        if self._broker is not None:
            self._broker.kill()
            self._broker.wait()
            self._broker = None

    def _password_file(self) -> Path:
        path = self._folder / "passwords"
        path.touch(mode=0o600)
        subprocess.run([_program("mosquitto_passwd"), "-b", str(path), USER, PASSWORD], check=True)
        return path

    def _key(self) -> Path:
        path = self._folder / "key.pem"
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=scratch"),
                *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path), "-out", str(self.certificate)),
            ],
            check=True,
            capture_output=True,
        )
        return path


def _program(name: str) -> str:
    # Debian has the broker where only root's PATH looks.
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        raise FileNotFoundError(f"{name} is not installed; Debian: apt install mosquitto")
    return found


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
