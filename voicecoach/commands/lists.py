"""`voicecoach circuits`, `devices` and `voices`: what there is to choose from."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from voicecoach import config
from voicecoach.audio.devices import DeviceInfo, list_devices
from voicecoach.audio.portaudio import Kind
from voicecoach.circuit.model import Circuit, Level
from voicecoach.circuit.timeline import build_timeline
from voicecoach.cuefiles import list_circuits, load_circuit, user_folder
from voicecoach.errors import DeviceError, SpeechError, UserError
from voicecoach.units import clock_text
from voicecoach.voice.engines import open_engine

TYPICAL_WELCOME_S = 8.0
"""Near enough for a list; `check` measures it."""


def print_circuits() -> None:
    """Print every circuit's name, what it is, and how long it takes at each level."""
    table = _table("name", "what", "rounds", *Level)
    broken = []
    for name, path in list_circuits().items():
        try:
            circuit = load_circuit(name)
        except UserError as error:
            broken.append(f"{path} can't be used: {str(error).splitlines()[0]}")
            continue
        table.add_row(name, circuit.name, str(circuit.rounds), *(_length(circuit, level) for level in Level))
    _show(table)
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
        table = _table("number", "name", "system", "note", title=title)
        for device in devices:
            if device.channels(kind):
                table.add_row(str(device.index), device.name, device.host, _note(device, kind))
        _show(table)


def print_voices() -> None:
    """Print the voices of the speech engine; SpeechError if it has none."""
    engine = open_engine(config.speech_engine(), None)
    if engine is None:
        raise SpeechError("The speech engine is switched off by VOICECOACH_ENGINE; unset it to hear words")
    try:
        voices = engine.voices()
    finally:
        engine.close()
    table = _table("engine", "voice", "name", "languages")
    for voice in voices:
        table.add_row(voice.engine, voice.id, voice.name, " ".join(voice.languages))
    _show(table)


def _length(circuit: Circuit, level: Level) -> str:
    welcome_s = TYPICAL_WELCOME_S if circuit.welcome_s is None else circuit.welcome_s
    return clock_text(build_timeline(circuit, level, welcome_s=welcome_s).seconds)


def _note(device: DeviceInfo, kind: Kind) -> str:
    notes = ["default"] if device.is_default(kind) else []
    if kind == "microphone" and device.bluetooth_headset_mic:
        notes.append("Bluetooth headset: telephone quality both ways when used as microphone")
    return ", ".join(notes)


def _table(*headings: str, title: str | None = None) -> Table:
    table = Table(box=None, title=title, title_justify="left", pad_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _show(table: Table) -> None:
    # A pipe gets whole lines, however wide.
    console = Console()
    console.print(table, width=None if console.is_terminal else 200)
