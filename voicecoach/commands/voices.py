"""`voicecoach voices`: who can speak, how that sounds, and what a recorded voice lacks."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from voicecoach.circuit.model import Circuit, Level
from voicecoach.coaching.numbers import CountMode
from voicecoach.coaching.preparing import words_to_prepare
from voicecoach.coaching.wording import Talk
from voicecoach.commands.tables import show_table, table_of
from voicecoach.cuefiles import load_circuit
from voicecoach.errors import SpeechError
from voicecoach.runtime.rehearsal import Rehearsal
from voicecoach.runtime.saying import open_saying
from voicecoach.runtime.speech import language_of, phrases_in, sample_in, voice_choice
from voicecoach.voice import piper_voices
from voicecoach.voice.engine import Utterance, VoiceInfo
from voicecoach.voice.engines import VoiceChoice, every_voice, open_engine, reason
from voicecoach.voice.languages import OTHER, distance
from voicecoach.voice.piper_engine import INSTALL
from voicecoach.voice.recordings import plain, read_recordings

SEEDS = range(12)
"""A line has two or three variants, chosen by seed: so many sessions say each of them."""


def print_voices(voice: str | None, language: str | None) -> None:
    """Print every voice, and which one a session would take; SpeechError if there is none."""
    wanted = voice_choice(voice, language_of(language))
    taken = _taken(wanted)
    table = table_of("", "engine", "voice", "name", "languages")
    for one in _voices(wanted, language):
        mark = "->" if taken is not None and (one.engine, one.id) == (taken.engine, taken.id) else ""
        table.add_row(mark, one.engine, one.id, one.name, " ".join(one.languages))
    show_table(table)
    _print_taken(wanted, taken)
    if not piper_voices.is_installed():
        click.echo(f"A natural voice for English: {INSTALL}")
    click.echo(f"Piper's voices for other languages (NAME.onnx and NAME.onnx.json) belong in {wanted.own_folder}")


def say_samples(voice: str | None, language: str | None, say: str | None, speaker: str | None) -> None:
    """Speak a sample: of the voice asked for, else of every voice of the language asked for, else of a session's."""
    wanted = voice_choice(voice, language_of(language))
    choices = [wanted]
    if voice is None and language is not None:
        choices = [replace(wanted, engine=one.engine, voice=one.id) for one in _voices(wanted, language)]
    with closing(open_saying(speaker)) as saying:
        for choice in choices:
            engine = open_engine(choice, _note)
            if engine is None:
                raise SpeechError("The speech engine is switched off by VOICECOACH_ENGINE; unset it to hear words")
            with closing(engine):
                clip = engine.render(Utterance(say or sample_in(choice.language)))
                click.echo(_called(engine.chosen()))
            saying(clip)


def print_missing(folder: str, circuit: str, language: str | None) -> None:
    """Print the lines of a circuit's sessions that nobody has recorded in `folder`, each with a name for its file."""
    recordings = read_recordings(Path(folder).expanduser()).readable(_note)
    texts = _lines_of(load_circuit(circuit), phrases_in(language_of(language)))
    missing = recordings.missing(texts)
    if missing:
        table = table_of("file", "words")
        for text in missing:
            table.add_row(f"{plain(text)}.wav", text)
        show_table(table)
    click.echo(f"{len(texts) - len(missing)} of {len(texts)} lines of {circuit} are recorded in {recordings.folder}")
    click.echo('Lines with a count in them ("That\'s 21.") are left to another voice, unless you record them too')


def _lines_of(circuit: Circuit, phrases: Mapping[str, Any]) -> list[str]:
    """Return every text that a session of the circuit may say, but those with a count in them."""
    found: dict[str, None] = {}
    for level in Level:
        for seed in SEEDS:
            script = Rehearsal(circuit, level, phrases, seed, Talk.COACH).script()
            cues = words_to_prepare(script, CountMode.EVERY, listens=True)
            found |= dict.fromkeys(cue.text for cue in cues if cue.lane.is_speech)
    found |= dict.fromkeys(line for lines in phrases["lines"].values() for line in lines if "{" not in line)
    return list(found)


def _voices(wanted: VoiceChoice, language: str | None) -> list[VoiceInfo]:
    found: list[VoiceInfo] = []
    try:
        for one in every_voice(wanted.own_folder):
            if language is None or distance(wanted.language, one.languages) != OTHER:
                found.append(one)  # noqa: PERF401 - what was found before an engine failed is worth showing
    except SpeechError as trouble:
        _note(str(trouble))
    if not found:
        raise SpeechError(f'no voice that is installed speaks "{wanted.language}"; {_HELP}')
    return found


_HELP = "sudo apt install espeak-ng (Debian, Raspberry Pi OS) has over a hundred languages"


def _taken(wanted: VoiceChoice) -> VoiceInfo | None:
    engine = open_engine(wanted, _note)
    if engine is None:
        return None
    with closing(engine):
        try:
            return engine.chosen()
        except SpeechError:
            return None


def _print_taken(wanted: VoiceChoice, taken: VoiceInfo | None) -> None:
    if taken is None:
        click.echo(f'A session in "{wanted.language}" is not spoken: {reason(wanted, None)}')
    else:
        click.echo(f'A session in "{wanted.language}" is spoken by {_called(taken)}: {reason(wanted, taken)}')


def _called(voice: VoiceInfo) -> str:
    return f"{voice.engine}'s {voice.id}"


def _note(sentence: str) -> None:
    click.echo(f"note: {sentence}", err=True)
