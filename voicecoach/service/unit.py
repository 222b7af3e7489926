"""The text of a systemd unit.

Sources: systemd.unit(5), systemd.service(5), systemd.exec(5) and systemd.syntax(7) of systemd 252, which Debian 12 has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

SEEN: Final = ("LANG", "LC_ALL", "LC_MESSAGES", "TZ", "VOICECOACH_", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
"""Variables, or beginnings of them, that voicecoach heeds: a service would not see those of a shell's own."""

SEEN_TOO: Final = ("XDG_DATA_HOME", "XDG_STATE_HOME")

_TEMPLATE: Final = """\
# Written by `voicecoach service install`; `voicecoach service remove` takes it back.
[Unit]
Description={description}
# The sound server, where there is one.
After=pipewire.service pulseaudio.service

[Service]
Type=exec
ExecStart={command}
{environment}Restart=on-failure
RestartSec=30
# How voicecoach ends when it is told to, with everything said and saved.
SuccessExitStatus=130
# Only the first process is told to end; it lets a session say goodbye.
KillMode=mixed
TimeoutStopSec=30

[Install]
WantedBy=default.target
"""


def unit_text(description: str, command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return a unit that runs `command` from login, or with lingering from boot, until it is stopped."""
    variables = sorted(name for name in environment if name.startswith(SEEN + SEEN_TOO))
    return _TEMPLATE.format(
        description=description.replace("%", "%%"),
        command=" ".join(_quoted(word, dollar="$$") for word in command),
        environment="".join(
            f"Environment={_quoted(f'{name}={environment[name]}', dollar='$')}\n" for name in variables
        ),
    )


def _quoted(word: str, *, dollar: str) -> str:
    """Return a word as systemd reads it back unchanged: `%` names a specifier, `$` in a command a variable."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", dollar)
    escaped = escaped.replace("\n", "\\n").replace("\t", "\\t")
    return escaped if re.fullmatch(r"[\w@%+=:,./$-]+", escaped, re.ASCII) else f'"{escaped}"'
