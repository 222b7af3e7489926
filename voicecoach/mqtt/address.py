"""Which broker, as whom, and under which topics: what ``--mqtt`` says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from voicecoach.errors import MqttError

PORTS = {"mqtt": 1883, "mqtts": 8883}
"""By scheme, as registered with IANA (mqtt and secure-mqtt)."""

DISCOVERY = "homeassistant"
"""Where Home Assistant looks for devices unless told otherwise."""

NO_DISCOVERY = "none"

_EXAMPLE = (
    "write mqtt://HOST or mqtts://USER@HOST:PORT/PREFIX, with the password in VOICECOACH_MQTT_PASSWORD "
    "(a circuit's name goes before --mqtt)"
)
_NOT_IN_TOPICS = re.compile(r"[+#\x00-\x1f\x7f]")
_LONGEST_PREFIX = 200


@dataclass(frozen=True, slots=True)
class Broker:
    """A broker, and how we are known there."""

    host: str
    port: int
    tls: bool
    user: str | None
    password: str | None = field(repr=False)
    prefix: str
    """Of every topic of ours, without a slash at its end."""
    discovery: str | None
    """Home Assistant's discovery prefix; None for no discovery."""

    @property
    def name(self) -> str:
        """The broker as sentences name it; no secret in it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def read_broker(url: str, machine: str, password: str | None = None) -> Broker:
    """Return the broker in ``mqtt://[user[:password]@]host[:port][/prefix][?discovery=PREFIX|none]``.

    Parameters
    ----------
    url
        As typed; ``mqtts`` for TLS.  Characters with a meaning in URLs are percent-encoded, as everywhere.
    machine
        This machine's name, for the prefix that is none in the URL: ``voicecoach/MACHINE``.
    password
        What to use if the URL has none.

    Raises
    ------
    MqttError
        It is no such address.  The message never has a password in it.
    """
    parts, port = _split(url)
    if parts.scheme not in PORTS or not parts.hostname or not _can_be_host(parts.hostname):
        raise MqttError(f"--mqtt: this is no broker's address; {_EXAMPLE}")
    said = None if parts.password is None else unquote(parts.password)
    return Broker(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        tls=parts.scheme == "mqtts",
        user=unquote(parts.username) if parts.username else None,
        password=password if said is None else said,
        prefix=_prefix(unquote(parts.path).strip("/"), machine),
        discovery=_discovery(parts.query),
    )


def has_password(url: str) -> bool:
    """Say whether there is a password in the URL itself."""
    return _split(url)[0].password is not None


def _split(url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # a port that is none, or half an IPv6 address
        raise MqttError(f"--mqtt: this is no broker's address; {_EXAMPLE}") from None
    return parts, port


def _can_be_host(host: str) -> bool:
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return not any(character.isspace() for character in host)


def _prefix(said: str, machine: str) -> str:
    if not said:
        return f"voicecoach/{_NOT_IN_TOPICS.sub('-', machine).replace('/', '-')}"
    if _NOT_IN_TOPICS.search(said) or said.startswith("$") or len(said) > _LONGEST_PREFIX:
        raise MqttError(f'--mqtt: topics can\'t begin with "{said}"; choose a prefix without + # and $, like home/gym')
    return said


def _discovery(query: str) -> str | None:
    said = dict(parse_qsl(query, keep_blank_values=True))
    prefix = said.pop("discovery", DISCOVERY).strip("/")
    if said or _NOT_IN_TOPICS.search(prefix):
        raise MqttError("--mqtt: after a question mark comes discovery=PREFIX or discovery=none, and nothing else")
    return None if prefix in {"", NO_DISCOVERY} else prefix
