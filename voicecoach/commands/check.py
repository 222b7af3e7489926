"""`voicecoach check`: a circuit's whole timeline with the real length of each cue."""

from __future__ import annotations

import click

from voicecoach import config
from voicecoach.circuit.model import Circuit, Level
from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.script import Script, ScriptedPhase
from voicecoach.coaching.wording import Talk
from voicecoach.cuefiles import load_circuit
from voicecoach.errors import CircuitError
from voicecoach.runtime.rehearsal import Rehearsal
from voicecoach.runtime.speech import language_of, open_voice, phrases_in
from voicecoach.units import clock_text
from voicecoach.voice.voicebox import Voicebox

CHECK_RATE_HZ = 48_000
"""The rate most outputs have: clips rendered for the check are the ones a session will use."""

_WAIT_S = 120.0


def check_circuit(name_or_path: str, level: str | None, voice: str | None, language: str | None) -> int:
    """Print the timelines; CircuitError names every two cues that do not fit."""
    circuit = load_circuit(name_or_path)
    language = language_of(language)
    levels = [Level(level)] if level else _levels_that_differ(circuit)
    problems: list[str] = []
    for one in levels:
        script, silent = _measured_script(circuit, one, voice, language)
        _print(script, Phrases(phrases_in(language), seed=0))
        problems += [f"level {one}: at {_at(c.at_s)} {c}" for c in script.collisions]
        if silent:
            _note(f"{silent}; the lengths above are estimates")
    if problems:
        raise CircuitError(name_or_path, problems)
    click.echo("no overlaps")
    return 0


def _note(sentence: str) -> None:
    click.echo(f"note: {sentence}", err=True)


def _levels_that_differ(circuit: Circuit) -> list[Level]:
    seen: dict[tuple[float, ...], Level] = {}
    for level in Level:
        seen.setdefault(tuple(step.work_s[level] for step in circuit.steps), level)
    return list(seen.values())


def _measured_script(circuit: Circuit, level: Level, voice: str | None, language: str) -> tuple[Script, str | None]:
    rehearsal = Rehearsal(circuit, level, phrases_in(language), seed=0, talk=Talk.NORMAL)
    voicebox = Voicebox(
        open_voice(voice, language, _note),
        rate_hz=CHECK_RATE_HZ,
        cache_dir=config.cache_dir(),
        on_ready=rehearsal.learn,
        on_trouble=_note,
    )
    try:
        rehearsal.prepare(voicebox, wait_s=_WAIT_S)
        return rehearsal.script(), voicebox.silent
    finally:
        voicebox.close()


def _print(script: Script, phrases: Phrases) -> None:
    timeline = script.timeline
    click.echo(f"{timeline.circuit.name}, level {timeline.level}: {clock_text(timeline.seconds)}")
    for scripted in script.phases:
        click.echo(_heading(scripted, phrases))
        for planned in scripted.cues:
            if planned.cue.lane.is_speech:
                at = _at(scripted.phase.start_s + planned.offset_s)
                click.echo(f"  {at:>8}  {planned.length_s:4.2f} s  {planned.cue.lane:<11}  {planned.cue.text}")


def _heading(scripted: ScriptedPhase, phrases: Phrases) -> str:
    phase = scripted.phase
    about = phrases.exercise(phase.step.exercise, phase.step.name) if phase.step else ""
    side = f", {phase.side}" if phase.side else ""
    kind = {PhaseKind.GET_READY: "get ready", PhaseKind.ROUND_REST: "rest between rounds"}.get(
        phase.kind, str(phase.kind)
    )
    where = f"round {phase.round}: " if phase.step else ""
    return f"{_at(phase.start_s):>8}  {where}{about}{side}{' - ' if about else ''}{kind}, {phase.duration_s:g} s"


def _at(seconds: float) -> str:
    minutes, left = divmod(seconds, 60.0)
    return f"{int(minutes)}:{left:05.2f}"
