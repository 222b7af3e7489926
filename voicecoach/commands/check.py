"""`voicecoach check`: a circuit's whole timeline with the real length of each cue, and what did not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path

import click

from voicecoach import config
from voicecoach.circuit.locating import KeyPath
from voicecoach.circuit.model import Circuit, Level
from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.cue import Cue, Lane
from voicecoach.coaching.numbers import CountMode
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.planned import Misfit, PlannedCue
from voicecoach.coaching.preparing import words_to_prepare
from voicecoach.coaching.script import Script, ScriptedPhase
from voicecoach.coaching.wording import Talk
from voicecoach.commands.check_places import place_and_remedy
from voicecoach.commands.check_words import notes_on_words, untranslated
from voicecoach.cuefiles import circuit_lines, circuit_path, list_circuits, list_languages, load_circuit
from voicecoach.errors import CircuitError, UserError
from voicecoach.runtime.clips import utterance
from voicecoach.runtime.rehearsal import Rehearsal
from voicecoach.runtime.speech import language_of, note_missing, open_voice, phrases_in
from voicecoach.units import clock_text
from voicecoach.voice.voicebox import Voicebox

CHECK_RATE_HZ = 48_000
"""The rate most outputs have: clips rendered for the check are the ones a session will use."""

NO_OVERLAPS = "no overlaps"

_WAIT_S = 120.0


def check_circuit(
    name_or_path: str, *, level: str | None, voice: str | None, language: str | None, talk: str | None
) -> int:
    """Print the timelines; CircuitError names every two cues that do not fit."""
    path = circuit_path(name_or_path)
    circuit, lines = load_circuit(path), circuit_lines(path)
    problems: list[str] = []
    with _spoken(voice, language_of(language)) as speaker:
        for one in _levels(circuit, level):
            script = speaker.script(circuit, one, _talk(talk))
            _print(script, speaker)
            problems += _problems(script, lines, f"level {one}")
        for sentence in notes_on_words(circuit, speaker.language):
            _note(sentence)
    if problems:
        raise CircuitError(str(path), problems)
    click.echo(NO_OVERLAPS)
    return 0


def check_all(*, level: str | None, voice: str | None, language: str | None, talk: str | None) -> int:
    """Print a line for each circuit, level and language; UserError names every two cues that do not fit.

    A circuit that can't be used is named there too, and keeps none of the others from being checked.
    """
    circuits: list[tuple[Path, Circuit]] = []
    problems: list[str] = []
    for path in list_circuits().values():
        try:
            circuits.append((path, load_circuit(path)))
        except UserError as broken:
            problems.append(str(broken))
    for one_language in [language_of(language)] if language else list_languages():
        with _spoken(voice, one_language) as speaker:
            for path, circuit in circuits:
                lines = circuit_lines(path)
                for one in _levels(circuit, level):
                    script = speaker.script(circuit, one, _talk(talk))
                    about = f"{circuit.id:<16} {one:<6} {one_language:<3}"
                    said = f"{_verdict(script)}{speaker.doubt(script)}{_foreign(circuit, one_language)}"
                    click.echo(f"{about} {clock_text(script.timeline.seconds):>6}  {said}")
                    told = _problems(script, lines, f"level {one}, {one_language}")
                    problems += [f"{path}: {problem}" for problem in told]
    if problems:
        raise UserError("\n".join(problems))
    click.echo(NO_OVERLAPS)
    return 0


def _problems(script: Script, lines: Mapping[KeyPath, int], plan: str) -> list[str]:
    """Return a sentence for each cue that is left out: its line in the file, in which `plan`, when, why, what to do."""
    told = []
    for misfit in script.left_out:
        place, remedy = place_and_remedy(misfit, lines)
        told.append(f"{place}: {plan}: at {_at(misfit.at_s)} {misfit}; {remedy}")
    return told


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Who speaks one language, and what there is to say in it."""

    voicebox: Voicebox
    language: str
    words: list[Cue] = field(default_factory=list)
    """Everything that was to be said by now."""

    def script(self, circuit: Circuit, level: Level, talk: Talk) -> Script:
        """Return the plan of a session with every length measured."""
        rehearsal = Rehearsal(circuit, level, phrases_in(self.language), seed=0, talk=talk)
        rehearsal.prepare(self.voicebox, wait_s=_WAIT_S)
        script = rehearsal.script()
        self.words.extend(words_to_prepare(script, CountMode.EVERY, listens=True))
        return script

    def doubt(self, script: Script) -> str:
        """Return what is to be said of words that nobody speaks; empty if there are none."""
        if self.voicebox.silent:
            return "; the lengths are estimates"
        spoken = {utterance(cue) for cue in script.cues() if cue.lane.is_speech}
        shown = sum(self.voicebox.unspoken(asked) is not None for asked in spoken)
        return f"; {shown} of {len(spoken)} lines are only shown, their lengths are estimates" if shown else ""

    def phrases(self) -> Phrases:
        """Return the coach's words."""
        return Phrases(phrases_in(self.language), seed=0)


@contextmanager
def _spoken(voice: str | None, language: str) -> Iterator[_Speaker]:
    engine = open_voice(voice, language, _note)
    voicebox = Voicebox(
        engine,
        rate_hz=CHECK_RATE_HZ,
        cache_dir=config.cache_dir(),
        on_ready=lambda _utterance, _length_s: None,
        on_trouble=_note,
    )
    try:
        speaker = _Speaker(voicebox, language)
        yield speaker
        note_missing(engine, speaker.words, _note)
        if voicebox.silent:
            _note(f"{voicebox.silent}; the {language} lengths above are estimates")
    finally:
        voicebox.close()


def _foreign(circuit: Circuit, language: str) -> str:
    words = untranslated(circuit, language)
    return f"; no words in {language} for {len(words)} of its texts" if words else ""


def _note(sentence: str) -> None:
    click.echo(f"note: {sentence}", err=True)


def _talk(talk: str | None) -> Talk:
    return Talk(talk) if talk else Talk.NORMAL


def _levels(circuit: Circuit, level: str | None) -> Sequence[Level]:
    """Return the level asked for, or those that differ."""
    if level:
        return [Level(level)]
    seen: dict[tuple[float, ...], Level] = {}
    for one in Level:
        seen.setdefault(tuple(step.work_s[one] for step in circuit.steps), one)
    return list(seen.values())


def _print(script: Script, speaker: _Speaker) -> None:
    timeline, phrases = script.timeline, speaker.phrases()
    name = phrases.text(timeline.circuit.name)
    click.echo(f"{name}, level {timeline.level}, {speaker.language}: {clock_text(timeline.seconds)}")
    for scripted in script.phases:
        click.echo(_heading(scripted, phrases))
        for what, start_s, end_s, text in sorted((*_spoken_lines(scripted.cues), *_rooms(scripted)), key=_starts_at):
            at = _at(scripted.phase.start_s + start_s)
            click.echo(f"  {at:>8}  {end_s - start_s:5.2f} s  {what:<11}  {text}")
    for longer in script.lengthened:
        click.echo(f"made longer: {_at(longer.phase.start_s)} {longer}")
    _print_misfits("in fewer words", script.shortened)
    _print_misfits("left out", script.left_out)
    click.echo(f"level {timeline.level}, {speaker.language}: {_verdict(script)}{speaker.doubt(script)}")
    click.echo()


def _print_misfits(what: str, misfits: Iterable[Misfit]) -> None:
    for misfit in misfits:
        click.echo(f"{what}: {_at(misfit.at_s)} {misfit}")


def _verdict(script: Script) -> str:
    heard = sum(planned.cue.lane.is_speech for scripted in script.phases for planned in scripted.cues)
    shortened, left_out, longer = len(script.shortened), len(script.left_out), len(script.lengthened)
    overlaps = sum(_overlaps(scripted.cues) for scripted in script.phases)
    made_longer = f", {longer} made longer" if longer else ""
    return f"{heard} cues, {shortened} in fewer words, {left_out} left out, {overlaps or 'no'} overlaps{made_longer}"


def _overlaps(cues: Sequence[PlannedCue]) -> int:
    spoken = [planned for planned in cues if planned.cue.lane.is_speech]
    return sum(later.offset_s < earlier.end_s for earlier, later in pairwise(spoken))


_Line = tuple[str, float, float, str]
"""What it is, its start and end in seconds from its phase's start, its words."""


def _starts_at(line: _Line) -> float:
    return line[1]


def _rooms(scripted: ScriptedPhase) -> Iterator[_Line]:
    for room in scripted.rooms:
        yield "kept free", room.offset_s, room.end_s, f'for a total as long as "{room.cue.text}"'


def _spoken_lines(cues: Sequence[PlannedCue]) -> Iterator[_Line]:
    """Yield lane, start, end and words of each cue; a countdown is one line."""
    spoken = [planned for planned in cues if planned.cue.lane.is_speech]
    for lane, together in groupby(spoken, key=lambda planned: planned.cue.lane):
        group = list(together)
        if lane is Lane.COUNTDOWN:
            yield lane, group[0].offset_s, group[-1].end_s, " ".join(planned.cue.text for planned in group)
        else:
            for planned in group:
                yield lane, planned.offset_s, planned.end_s, planned.cue.text


def _heading(scripted: ScriptedPhase, phrases: Phrases) -> str:
    phase = scripted.phase
    about = phrases.exercise(phase.step.exercise, phase.step.name) if phase.step else ""
    side = f", {phase.side}" if phase.side else ""
    kind = {PhaseKind.GET_READY: "get ready", PhaseKind.ROUND_REST: "rest between rounds"}.get(
        phase.kind, str(phase.kind)
    )
    where = f"round {phase.round}: " if phase.step else ""
    tones = [planned.cue.text for planned in scripted.cues if not planned.cue.lane.is_speech]
    sounds = f"  ({', '.join(tones)})" if tones else ""
    what = f"{where}{about}{side}{' - ' if about else ''}{kind}"
    return f"{_at(phase.start_s):>8}  {what}, {phase.duration_s:g} s{sounds}"


def _at(seconds: float) -> str:
    minutes, left = divmod(seconds, 60.0)
    return f"{int(minutes)}:{left:05.2f}"
