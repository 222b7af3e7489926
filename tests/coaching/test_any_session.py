"""Thousands of sessions that nobody planned: whatever is hopped, spoken and asked for, the coach keeps its promises."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

import pytest
from any_circuit import any_circuit
from any_hops import any_landings, any_recounts, told_at
from any_voice import AnyLengths

from voicecoach.circuit.model import Level
from voicecoach.circuit.timeline import Phase, PhaseKind
from voicecoach.coaching.advice.adviser import BETWEEN_ADVICE_S
from voicecoach.coaching.aloud import NUMBER_LATENESS_S
from voicecoach.coaching.cut_off import NO_ROOM
from voicecoach.coaching.events import Command, Recounted
from voicecoach.coaching.facts import CommandTaken, CountSpoken, CueDropped, CueHeard, StepEnded, StepStarted
from voicecoach.coaching.numbers import CountMode
from voicecoach.coaching.speaking import MOVED_ON
from voicecoach.coaching.summary import SetResult
from voicecoach.coaching.total import total_forms
from voicecoach.coaching.volume import VOLUME_COMMANDS
from voicecoach.coaching.wording import Talk
from voicecoach.coaching.writer import prefix
from voicecoach.listening.landing import Landing
from voicecoach.testing import NUMBER_LENGTHS, SessionRig

SEEDS = range(10)
SESSIONS_A_SEED = 200

INSTANT_S = 1e-6
COMMANDS_UNTIL_S = 150.0
"""Commands are given in the first minutes, while most sessions last."""

HELD_UNTIL_S = 600.0

MOVES = {Command.SKIP, Command.BACK, Command.REPEAT}


class Lived:
    """A session that is over."""

    def __init__(self, rig: SessionRig, commands: Mapping[float, Command], lag_s: float) -> None:
        self.rig = rig
        self.lag_s = lag_s
        self.interrupted_at = [at for at, command in commands.items() if command not in VOLUME_COMMANDS]
        self.instants = [(p, one.phase.start_s + p.offset_s) for one in rig.script.phases for p in one.cues]
        self.planned = {planned.cue.id: planned for planned, _ in self.instants}
        self.heard = rig.facts(CueHeard)
        self.spoken = sorted((cue for cue in self.heard if cue.lane != "tone"), key=lambda cue: cue.start)
        self.dropped = rig.facts(CueDropped)


def any_commands(draw: random.Random) -> dict[float, Command]:
    """Return no command at all for every other session, a few for the rest; no session is held for ever."""
    commands: dict[float, Command] = {}
    for _ in range(draw.choice([0, 0, 0, 1, 2, 5])):
        at = draw.uniform(0.0, COMMANDS_UNTIL_S)
        commands[at] = draw.choice([*Command, Command.PAUSE])
        commands[at + draw.choice([draw.uniform(0.05, 5.0), 20.0])] = Command.RESUME
    return {**commands, HELD_UNTIL_S: Command.RESUME} if commands else {}


def any_rig(draw: random.Random, lag_s: float) -> SessionRig:
    pace = draw.uniform(0.5, 3.5)
    return SessionRig(
        any_circuit(draw, rounds=2, steps=2),
        level=draw.choice([*Level]),
        seed=draw.randint(0, 99),
        count=draw.choice([*CountMode, CountMode.EVERY]),
        talk=draw.choice([*Talk]),
        mic=draw.choice(["simulated"] * 9 + ["none"]),
        beat_hz=draw.choice([None, 2.2, draw.uniform(1.0, 4.0)]),
        on_beat=draw.choice([False, True]),
        language=draw.choice(["en", "de", "es", "fr"]),
        lengths=AnyLengths(random.Random(draw.random())),
        number_lengths={key: long_s * pace * draw.uniform(0.7, 1.4) for key, long_s in NUMBER_LENGTHS.items()},
        number_onset_s=draw.choice([0.0, 0.06]),
        speaker_lag_s=lag_s,
    )


def any_session(seed: str) -> Lived:
    draw, lag_s = random.Random(seed), random.Random(seed).choice([0.0, 0.0, 0.045])
    rig = any_rig(random.Random(seed), lag_s)
    commands = any_commands(draw)
    news: list[Landing | Recounted] = [*any_landings(draw, rig.script.timeline.seconds + 30.0)]
    rig.run(events=[(told_at(one), one) for one in news], commands=commands)
    if draw.choice([True, False, False]):
        news += any_recounts(draw, rig)
        rig = any_rig(random.Random(seed), lag_s)
        rig.run(events=[(told_at(one), one) for one in news], commands=commands)
    return Lived(rig, commands, lag_s)


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_happens_in_a_session_the_coach_keeps_its_promises(seed: int) -> None:
    for number in range(SESSIONS_A_SEED):
        lived = any_session(f"{seed}/{number}")
        for promise in PROMISES:
            promise(lived)


def the_session_ends(lived: Lived) -> None:
    assert lived.rig.summary is not None


def no_two_words_overlap(lived: Lived) -> None:
    for one, two in pairwise(lived.spoken):
        assert one.end <= two.start + INSTANT_S, (one, two)


def no_countdown_is_cut(lived: Lived) -> None:
    for cue in lived.spoken:
        if cue.lane == "countdown" and not any(cue.start <= at <= cue.end for at in lived.interrupted_at):
            whole_s = lived.planned[first_id(cue.id)].length_s
            assert cue.end - cue.start == pytest.approx(whole_s, abs=INSTANT_S), cue


def no_cue_is_late(lived: Lived) -> None:
    """Each planned cue is heard at its instant unless a command moved time, and then at the instant it was moved to."""
    heard_at = {cue.id: cue.start for cue in lived.heard}
    dropped = {drop.id for drop in lived.dropped}
    for speak in lived.rig.spoken:
        if first_id(speak.cue.id) in lived.planned and speak.cue.id not in dropped:
            assert -INSTANT_S <= heard_at[speak.cue.id] - speak.at <= lived.lag_s + INSTANT_S, speak
    if not lived.interrupted_at:
        for planned, at in lived.instants:
            assert -INSTANT_S <= heard_at[planned.cue.id] - at <= lived.lag_s + INSTANT_S, planned


def a_cue_is_left_out_only_for_a_command(lived: Lived) -> None:
    for drop in lived.dropped:
        if first_id(drop.id) in lived.planned:
            assert lived.interrupted_at, drop
            assert drop.reason in {MOVED_ON, NO_ROOM}, drop


def first_id(cue_id: str) -> str:
    return cue_id.partition("#")[0]


def every_side_and_exercise_is_named_before_its_work(lived: Lived) -> None:
    """A name is heard out before each work; if not, a pause cut it off and the log says so."""
    told = {first_id(drop.id) for drop in lived.dropped if drop.reason == NO_ROOM}
    since = 0.0
    for started in works_begun(lived.rig):
        possible = [
            (f"{prefix(before)}.name", f"{prefix(work)}.name")
            for before, work in pairwise(one.phase for one in lived.rig.script.phases)
            if is_work_of(work, started)
        ]
        begins_at = math.inf if is_put_off(lived.rig, started) else started.t + lived.lag_s + INSTANT_S
        heard = {first_id(cue.id) for cue in lived.spoken if since <= cue.start and cue.end <= begins_at}
        assert any({*ids} & (told | heard) for ids in possible), (started, possible)
        since = started.t


def works_begun(rig: SessionRig) -> list[StepStarted]:
    """Return the works that were not left again while their name was said."""
    begun: list[StepStarted] = []
    for fact in rig.recorded:
        if isinstance(fact, CommandTaken) and fact.name in MOVES and begun and fact.t < begun[-1].t:
            begun.pop()
        elif isinstance(fact, StepStarted):
            begun.append(fact)
    return begun


def is_put_off(rig: SessionRig, started: StepStarted) -> bool:
    """Say whether a pause held a work that was jumped to before it began."""
    later = rig.recorded[rig.recorded.index(started) :]
    return any(isinstance(fact, CommandTaken) and fact.name == Command.PAUSE and fact.t < started.t for fact in later)


PARTS = ("take", "next", "equipment")
"""Of the cues that say what to take."""


def what_to_take_is_said_before_its_work(lived: Lived) -> None:
    """Before each work that needs something, since another one began, that is named; or `check` or the log tells."""
    exercises = [step.exercise for step in lived.rig.script.timeline.circuit.steps]
    if lived.rig.talk is Talk.MINIMAL or len(exercises) > len({*exercises}):  # then the log can't tell steps apart
        return
    told = {misfit.cue.id for misfit in lived.rig.script.left_out}
    told |= {first_id(drop.id) for drop in lived.dropped if drop.reason == NO_ROOM}
    since, last_at, last = 0.0, 0.0, None
    for started in works_begun(lived.rig):
        phases = [one.phase for one in lived.rig.script.phases]
        index = next(n for n, phase in enumerate(phases) if is_work_of(phase, started))
        step = phases[index].step
        is_another = (started.step, started.round) != last
        since = last_at if is_another else since
        last, last_at = (started.step, started.round), started.t
        if not is_another or step is None or step.equipment is None or is_put_off(lived.rig, started):
            continue
        thing = lived.rig.phrases.text(step.equipment).lower()
        in_time = [cue for cue in lived.spoken if since <= cue.start and cue.end <= started.t + lived.lag_s + INSTANT_S]
        heard = [cue for cue in in_time if thing in cue.text.lower()]
        missed = {f"{prefix(phase)}.{part}" for phase in phases[max(0, index - 2) : index] for part in PARTS}
        assert heard or missed & told, started


def every_total_is_said_or_told(lived: Lived) -> None:
    """What was counted in a set is said after it; if not, the plan told that there is no room, or it took more."""
    rig = lived.rig
    if lived.interrupted_at or not any(isinstance(fact, StepEnded) and fact.count is not None for fact in rig.recorded):
        return
    if rig.count is CountMode.OFF:
        return
    told = {misfit.cue.id for misfit in rig.script.left_out}
    heard, dropped = {cue.id for cue in lived.spoken}, {drop.id: drop.reason for drop in lived.dropped}
    works = [(one, after) for one, after in pairwise(rig.script.phases) if one.phase.kind is PhaseKind.WORK]
    ended = rig.facts(StepEnded)
    assert len(works) == len(ended)
    uses: Counter[str] = Counter()
    for (work, after), end in zip(works, ended, strict=True):
        if end.count is None:
            continue
        total = f"r{end.round}.{end.step}.total"
        uses[total] += 1
        cue_id = total if uses[total] == 1 else f"{total}#{uses[total]}"
        if cue_id in heard or f"{prefix(after.phase)}.total" in told:
            continue
        result = SetResult(end.step, "", end.side, end.round, end.count, None, end.confidence)
        longest_s = max(rig.spoken_s(total_forms(result, rig.phrases)[-1]) for _ in range(20))
        number_sounds = ".count" in dropped[cue_id] and "is speaking" in dropped[cue_id]
        assert number_sounds or longest_s > after.rooms[0].length_s, (work.phase, end, dropped[cue_id])


def is_work_of(phase: Phase, started: StepStarted) -> bool:
    work = (phase.step.exercise if phase.step else "", str(phase.side) if phase.side else None, phase.round)
    return phase.kind is PhaseKind.WORK and work == (started.step, started.side, started.round)


def no_number_is_late_or_said_twice(lived: Lived) -> None:
    said = lived.rig.facts(CountSpoken)
    for number in said:
        assert number.start - number.landing_at <= NUMBER_LATENESS_S + INSTANT_S, number
    begun = [started.t for started in lived.rig.facts(StepStarted)]
    for from_at, to_at in pairwise([*begun, math.inf]):
        counts = [number.count for number in said if from_at <= number.landing_at < to_at]
        assert counts == sorted(set(counts)), counts


def advice_is_rare_and_never_in_a_countdown(lived: Lived) -> None:
    given = [cue for cue in lived.spoken if cue.lane == "advice"]
    for one, two in pairwise(given):
        assert two.start - one.start >= BETWEEN_ADVICE_S - INSTANT_S, (one, two)
    for at in (cue.start for cue in lived.heard if "countdown" in cue.id):
        assert not any(at - 0.5 < cue.end and cue.start < at for cue in given), given


PROMISES = (
    the_session_ends,
    no_two_words_overlap,
    no_countdown_is_cut,
    no_cue_is_late,
    a_cue_is_left_out_only_for_a_command,
    every_side_and_exercise_is_named_before_its_work,
    what_to_take_is_said_before_its_work,
    every_total_is_said_or_told,
    no_number_is_late_or_said_twice,
    advice_is_rare_and_never_in_a_countdown,
)
