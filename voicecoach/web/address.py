"""Where the page is served, which links lead there, and which Host headers may."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass

from voicecoach.errors import WebError

PORT = 8720
LARGEST_PORT = 65_535
LOOPBACK = "127.0.0.1"

_EXAMPLE = f"write {LOOPBACK}:{PORT} for this machine alone, 0.0.0.0:{PORT} for the network"
_ADDRESS = re.compile(
    r"(?:(?P<host>\[[0-9a-fA-F:.]+\]|[A-Za-z][A-Za-z0-9.-]*|\d+\.\d+\.\d+\.\d+)(?::(?P<port>\d{1,5}))?|(?P<alone>\d{1,5}))",
    re.ASCII,
)
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+?)\.?(?::\d{1,5})?", re.ASCII)
_NOWHERE = ("192.0.2.1", 9)
"""An address that is nobody's (RFC 5737); nothing is sent there, the system only says by which way it would."""


@dataclass(frozen=True, slots=True)
class Address:
    """A host (name or IP literal, without brackets) and a port; port 0 for any that is free."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def read_address(text: str) -> Address:
    """Return the address in ``HOST:PORT``, ``HOST`` or ``PORT``; WebError if it is none."""
    found = _ADDRESS.fullmatch(text)
    port = int(found["port"] or found["alone"] or PORT) if found else PORT
    if found is None or port > LARGEST_PORT:
        raise WebError(f'--web "{text}": this is no address; {_EXAMPLE}')
    return Address((found["host"] or LOOPBACK).strip("[]"), port)


def resolve(address: Address) -> tuple[socket.AddressFamily, str]:
    """Return the family and the number of a host; WebError if no machine is called that."""
    try:
        family, _, _, _, where = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError) as error:  # the second for a name with an empty part, or a long one
        raise WebError(
            f"--web {address}: no machine is called that; {_EXAMPLE} (a circuit's name goes before --web)"
        ) from error
    return family, str(where[0])


def listen_at(address: Address) -> socket.socket:
    """Return a socket that listens there; WebError if it can't."""
    family, host = resolve(address)
    try:
        return socket.create_server((host, address.port), family=family, backlog=256)
    except OSError as error:
        raise WebError(
            f"--web {address}: the live page can't be served there ({error.strerror or error}); "
            f"if the port is taken choose another, else {_EXAMPLE}"
        ) from error


def is_loopback(listening: socket.socket) -> bool:
    """Say whether only this machine can connect."""
    return ipaddress.ip_address(listening.getsockname()[0]).is_loopback


def link_to(listening: socket.socket) -> str:
    """Return the link by which another machine of the network (or this one, on loopback) reaches the page."""
    host, port = listening.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = _own_address()
    return f"http://{Address(host, port)}/"


def may_be_host(header: str, *, loopback: bool) -> bool:
    """Say whether a Host header can be one of ours.

    A page elsewhere can have its own name resolve to this machine (DNS rebinding), and its requests then look like
    ours but for this header.  An IP literal needs no resolving, so it can't be such a name; of names only this
    machine's own are taken.
    """
    found = _HOST.fullmatch(header.lower())
    if found is None:
        return False
    name = found["name"]
    try:
        literal = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return name == "localhost" or (not loopback and name in _own_names())
    return literal.is_loopback or not loopback


def _own_names() -> set[str]:
    name = socket.gethostname().lower()
    return {name, f"{name.split('.')[0]}.local"}


def _own_address() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_NOWHERE)
        except OSError:
            return f"{socket.gethostname().split('.')[0]}.local"
        return str(probe.getsockname()[0])
