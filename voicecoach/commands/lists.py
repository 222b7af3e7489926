"""`voicecoach circuits` and `devices`: what there is to choose from."""

from __future__ import annotations

import click

from voicecoach.audio.devices import DeviceInfo, list_devices
from voicecoach.audio.portaudio import Kind
from voicecoach.circuit.model import Circuit, Level
from voicecoach.circuit.timeline import build_timeline
from voicecoach.commands.tables import show_table, table_of
from voicecoach.config import user_folder
from voicecoach.cuefiles import list_circuits, load_circuit
from voicecoach.errors import DeviceError, UserError
from voicecoach.units import clock_text

TYPICAL_WELCOME_S = 8.0
"""Near enough for a list; `check` measures it."""


def print_circuits() -> None:
    """Print every circuit's name, what it is, and how long it takes at each level."""
    table = table_of("name", "what", "rounds", *Level)
    broken = []
    for name, path in list_circuits().items():
        try:
            circuit = load_circuit(path)
        except UserError as error:
            first, *more = str(error).splitlines()
            broken.append(f"{first}{'; and more' if more else ''}")
            continue
        table.add_row(
            name, circuit.name, str(circuit.rounds), *(clock_text(typical_length_s(circuit, level)) for level in Level)
        )
    show_table(table)
    for line in broken:
        click.echo(f"note: {line}", err=True)
    click.echo(f"Your own circuits belong in {user_folder() / 'circuits'}")


def print_devices() -> None:
    """Print every microphone and output; DeviceError if there is none at all."""
    devices = list_devices()
    if not devices:
        raise DeviceError("No sound devices were found; plug one in, or use sound files: see `voicecoach run --help`")
    kinds: tuple[tuple[Kind, str], ...] = (
        ("microphone", "Microphones (--mic)"),
        ("speaker", "Outputs (--speaker)"),
    )
    for kind, title in kinds:
        table = table_of("number", "name", "system", "note", title=title)
        for device in devices:
            if device.channels(kind):
                table.add_row(str(device.index), device.name, device.host, _note(device, kind))
        show_table(table)


def typical_length_s(circuit: Circuit, level: Level) -> float:
    """Return about how long a circuit takes."""
    welcome_s = TYPICAL_WELCOME_S if circuit.welcome_s is None else circuit.welcome_s
    return build_timeline(circuit, level, welcome_s=welcome_s).seconds


def _note(device: DeviceInfo, kind: Kind) -> str:
    notes = ["default"] if device.is_default(kind) else []
    if kind == "microphone" and device.bluetooth_headset_mic:
        notes.append("Bluetooth headset: telephone quality both ways when used as microphone")
    return ", ".join(notes)
