"""`voicecoach service`: installed, removed, and how it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from voicecoach.commands.run import read_request
from voicecoach.commands.serve import SUGGESTED
from voicecoach.commands.waiting import refuse_what_can_not_wait
from voicecoach.errors import ServiceError
from voicecoach.mqtt.home import require_mqtt
from voicecoach.runtime.speech import phrases_in
from voicecoach.service.systemd import answer, lingers, systemctl, units_folder, user_name, write_unit
from voicecoach.service.unit import unit_text
from voicecoach.web.address import read_address, resolve
from voicecoach.web.live_page import require_web

WORDS: Final = {"plan": ("plan", "watch"), "serve": ("serve",)}

DESCRIPTIONS: Final = {
    "plan": "voicecoach: waits for the weekly training plan",
    "serve": "voicecoach: sessions started from the live page",
}


def check_options(wishes: Mapping[str, Any]) -> None:
    """Refuse, in a sentence, what no service could run with: systemd would start it again and again."""
    refuse_what_can_not_wait(**wishes)
    if wishes["mqtt"] is not None:
        require_mqtt()
    if wishes["web"] is not None:
        require_web()
        resolve(read_address(wishes["web"]))
    of_a_session = {name: value for name, value in wishes.items() if name not in {"circuit", "web", "mqtt"}}
    phrases_in(read_request(SUGGESTED, **of_a_session).language)


def install_unit(what: str, options: Sequence[str], folder: str | None, *, no_start: bool) -> None:
    """Write a unit and start it; ServiceError if it can't be written, or this user's systemd does not answer."""
    path = _unit(what, folder)
    command = (sys.executable, "-m", "voicecoach", *WORDS[what], *options)
    write_unit(path, unit_text(DESCRIPTIONS[what], command, os.environ))
    click.echo(f"wrote {path}")
    if no_start:
        return
    try:
        systemctl("daemon-reload")
        systemctl("enable", str(path))
        systemctl("restart", path.name)
    except ServiceError as trouble:
        raise ServiceError(
            f"{path.name} is written but not started ({trouble}); "
            f"log in as {user_name()} and run: systemctl --user daemon-reload && systemctl --user enable --now {path}"
        ) from trouble
    click.echo(f"{path.name} is started; its words: journalctl --user -u {path.name}")
    if not lingers(user_name()):
        click.echo(
            "It runs while you are logged in.  To have it from boot on, without a login: "
            f"loginctl enable-linger {user_name()} (with sudo before it, if that is refused)"
        )


def remove_unit(what: str, folder: str | None) -> None:
    """Stop a service and remove its file; ServiceError if there is none."""
    path = _unit(what, folder)
    if not path.exists():
        raise ServiceError(f"{path} is not there; `voicecoach service status` says what is installed")
    try:
        systemctl("disable", "--now", path.name)
    except ServiceError as trouble:
        click.echo(f"note: nothing was stopped, since systemd does not answer ({trouble})", err=True)
    try:
        # What "enable" made; left over where systemd was not there to be asked.
        (path.parent / "default.target.wants" / path.name).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    except OSError as reason:
        raise ServiceError(f"{path} can't be removed ({reason.strerror}); make its folder writable") from reason
    answer("daemon-reload")
    click.echo(f"removed {path}")


def print_status(folder: str | None) -> None:
    """Print of each service whether it is installed, starts by itself and runs."""
    for what in WORDS:
        path = _unit(what, folder)
        if not path.exists():
            click.echo(f"{what}: not installed; `voicecoach service install {what}` does")
            continue
        click.echo(f"{what}: {answer('is-active', path.name)}, {answer('is-enabled', path.name)}, {path}")
    if not lingers(user_name()):
        click.echo(f"Services end when you log out; for one from boot on: loginctl enable-linger {user_name()}")


def _unit(what: str, folder: str | None) -> Path:
    return (Path(folder).expanduser().absolute() if folder else units_folder()) / f"voicecoach-{what}.service"
