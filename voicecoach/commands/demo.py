"""`voicecoach demo`: about a minute that shows everything, with a shipped recording as the microphone."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import click

from voicecoach.audio.devices import find_device
from voicecoach.commands.run import exit_status, print_outcome, watch
from voicecoach.cuefiles import cue_sound, load_circuit
from voicecoach.errors import DeviceError, UserError
from voicecoach.runtime.request import Request
from voicecoach.runtime.speech import language_of
from voicecoach.terminal.output import lasting

RECORDING, TRUTH = "demo-hops.flac", "demo-hops.csv"


def show_demo(folder: str, voice: str | None, language: str | None) -> int:
    """Coach the demo, aloud if there is an output; returns the exit status."""
    with lasting(on_stderr=False):
        return _show(folder, voice, language)


def _show(folder: str, voice: str | None, language: str | None) -> int:
    circuit, recording = load_circuit("demo"), str(cue_sound(RECORDING))
    words: dict[str, Any] = {"voice": voice, "language": language_of(language)}
    try:
        output = find_device("speaker", None)
    except DeviceError as reason:
        sound, events = _files_in(Path(folder))
        click.echo(f"note: {reason}")
        click.echo("note: so the demo runs in simulated time and writes what you would have heard")
        request = Request(circuit, mic=recording, speaker=str(sound), events=str(events), fast=True, **words)
        written = [f"sound:  {sound}", f"events: {events}"]
    else:
        click.echo(f"note: you hear the coach on {output.name}; a recording hops in your place")
        request = Request(circuit, mic=recording, **words)
        written = []
    outcome = watch(request)
    print_outcome(outcome, [*written, f"the recording holds {_true_landings()} landings"])
    return exit_status(outcome.summary)


def _files_in(folder: Path) -> tuple[Path, Path]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{folder} can't be made ({error.strerror}); choose another place with --folder") from error
    return folder / "demo.wav", folder / "demo.jsonl"


def _true_landings() -> int:
    with cue_sound(TRUTH).open(newline="", encoding="utf-8") as file:
        return sum(1 for _ in csv.DictReader(file))
