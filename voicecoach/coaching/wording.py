"""What the coach wants to say in each phase of a circuit, before anybody asks whether it fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, zip_longest

from voicecoach.circuit.model import Circuit, Side, Step, StepKind
from voicecoach.circuit.timeline import Phase, PhaseKind
from voicecoach.coaching.announcing import lead_in, name_work, preview, take
from voicecoach.coaching.cue import Cue
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.total import TOTAL_AT_S, longest_total
from voicecoach.coaching.wish import Importance, Wish
from voicecoach.coaching.writer import AFTER_TONE_S, Writer, with_side

END_TONE_S = 0.35
"""Where the end of a step's work and the beginning of something else are both sounded, this far apart."""

HALFWAY_FROM_S = 20.0
TEN_SECONDS_FROM_S = 30.0
"""The shortest works in which the time is called: ten seconds before the end is half of twenty."""

TEN_S = 10.0

SAME_INSTANT_S = 1.0
"""A line of the circuit's own this near to a call of the time stands in its place: the file says it its own way."""

EXTRA_EVERY_S = 8.0
"""The coach who talks more wants about one word more in this much of a work."""

TOTAL_SAID_WITHIN_S = 3.4
TOTAL_AND_RHYTHM_SAID_WITHIN_S = 4.4
"""The start of a rest that is kept free for the total of the set that just ended, and for a word about its rhythm,
where the rest is long enough; the total's fewest words have their room in any."""

EARLIEST_S = END_TONE_S + AFTER_TONE_S
"""Words begin after both tones that follow a work."""

REST_SAID_FROM_S = 2.5
"""The shortest rest, from where its words may begin, that is also called one: in less its tone has to do, since what
comes next takes all there is."""


RESTS = frozenset((PhaseKind.REST, PhaseKind.ROUND_REST))


class Talk(StrEnum):
    """How much is said."""

    MINIMAL = "minimal"
    """Names, sides, countdowns, counts, and once that sharp pain means stop."""
    NORMAL = "normal"
    """Also set-up, technique, what comes next, calls of the time, rounds."""
    COACH = "coach"
    """Also more technique in turn and encouragement where there is room, and a word about the rhythm after each set."""


LEAST_IMPORTANCE = {Talk.MINIMAL: Importance.SAFETY, Talk.NORMAL: Importance.COURTESY, Talk.COACH: Importance.EXTRA}
"""What each is not above saying."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A line of the coach's own about this very session, said in its welcome."""

    line: str
    fields: Mapping[str, object] = field(default_factory=dict)


def wishes(
    circuit: Circuit,
    phase: Phase,
    before: Phase | None,
    after: Phase | None,
    phrases: Phrases,
    talk: Talk,
    opening: Sequence[Opening] = (),
    *,
    totals: bool = True,
) -> list[Wish]:
    """Return what is to be heard in `phase`, in order of speaking, between the phases `before` and `after` it.

    The `opening` is said in the welcome; with `totals` room is kept for the one of a counted set before `phase`.
    """
    ends_a_step = before is not None and before.kind is PhaseKind.WORK
    counted = before if totals and before is not None and is_counted(before) else None
    leads_to = after if after is not None and after.kind is PhaseKind.WORK else None
    match phase.kind:
        case PhaseKind.WELCOME:
            writer = _welcome(circuit, phase, leads_to, phrases, opening)
        case PhaseKind.GET_READY:
            writer = _get_ready(circuit, phase, before, leads_to, phrases, counted)
        case PhaseKind.WORK:
            writer = _work(phase, phrases)
        case PhaseKind.SWITCH:
            writer = _switch(phase, phrases, counted)
        case PhaseKind.REST | PhaseKind.ROUND_REST:
            writer = _rest(phase, leads_to, phrases, counted, talk)
        case PhaseKind.FAREWELL:
            writer = Writer(phase, phrases)
            if ends_a_step:
                writer.tone("end")  # its words are said from what was counted, so they are known only then
    return _heard_at(talk, writer)


def is_counted(phase: Phase) -> bool:
    """Say whether landings are counted in this phase."""
    return phase.kind is PhaseKind.WORK and phase.step is not None and phase.step.kind is StepKind.LANDINGS


def said_before(phase: Phase, phrases: Phrases, talk: Talk, *, brings: bool) -> list[Cue]:
    """Return what is said before a phase that was jumped to, since the one that would have said it was passed over.

    That is the name of a work, and with `brings` what to take for it.
    """
    writer = Writer(phase, phrases)
    if phase.kind is PhaseKind.WORK:
        name_work(writer, phase)
    if brings and phase.step is not None:
        take(writer, phase.step)
    return [wish.cue for wish in _heard_at(talk, writer)]


def _heard_at(talk: Talk, writer: Writer) -> list[Wish]:
    return [wish for wish in writer.wishes if wish.importance >= LEAST_IMPORTANCE[talk]]


def _welcome(
    circuit: Circuit, phase: Phase, leads_to: Phase | None, phrases: Phrases, opening: Sequence[Opening]
) -> Writer:
    writer = Writer(phase, phrases)
    line = "welcome" if circuit.rounds > 1 else "welcome_one_round"
    writer.say("circuit", line, Importance.NAME, name=phrases.text(circuit.name), rounds=circuit.rounds)
    if needed := _needed(circuit):
        things = phrases.listed([phrases.text(thing) for thing in needed])
        writer.say("equipment", "equipment", Importance.SETUP, equipment=things)
    if any(step.kind is StepKind.LANDINGS for step in circuit.steps):
        writer.say("safety", "safety", Importance.SAFETY)
    for one in opening:
        writer.say(one.line, one.line, Importance.SAFETY, **one.fields)
    lead_in(writer, leads_to, brings=not _is_in_welcome(circuit, leads_to))
    return writer


def _needed(circuit: Circuit) -> tuple[str, ...]:
    """Return what the welcome says to fetch: the circuit's own list, or else what its steps need."""
    return circuit.equipment or tuple(dict.fromkeys(step.equipment for step in circuit.steps if step.equipment))


def _is_in_welcome(circuit: Circuit, work: Phase | None) -> bool:
    return work is not None and work.step is not None and work.step.equipment in _needed(circuit)


def _get_ready(
    circuit: Circuit,
    phase: Phase,
    before: Phase | None,
    leads_to: Phase | None,
    phrases: Phrases,
    counted: Phase | None,
) -> Writer:
    ends_a_step = before is not None and before.kind is PhaseKind.WORK
    tone_s = END_TONE_S if ends_a_step else 0.0
    writer = Writer(phase, phrases, tone_s + AFTER_TONE_S)
    if ends_a_step:
        writer.tone("end")
    writer.tone("ready", tone_s)
    _keep_room_for_total(writer, counted)
    told = before is not None and (
        before.kind in RESTS or (before.kind is PhaseKind.WELCOME and _is_in_welcome(circuit, leads_to))
    )
    lead_in(writer, leads_to, brings=not told)
    return writer


def _switch(phase: Phase, phrases: Phrases, counted: Phase | None) -> Writer:
    writer = Writer(phase, phrases)
    writer.tone("switch")
    _keep_room_for_total(writer, counted)
    if phase.side is not None:
        writer.name("name", "switch", Importance.NAME, *with_side({}, {}, phase.side, phrases))
    writer.countdown(spoken=True)
    return writer


def _rest(phase: Phase, leads_to: Phase | None, phrases: Phrases, counted: Phase | None, talk: Talk) -> Writer:
    words_from_s = _after_total_s(phase, talk) if counted and leads_to is None else EARLIEST_S
    writer = Writer(phase, phrases, words_from_s)
    writer.tone("end")
    writer.tone("rest", END_TONE_S)
    _keep_room_for_total(writer, counted, fewest=leads_to is None)
    if phase.kind is PhaseKind.ROUND_REST:
        writer.say("round", "round_done", Importance.ANNOUNCEMENT, round=phase.round, rounds=phase.rounds)
        if phase.round == phase.rounds - 1:
            writer.say("last", "last_round", Importance.ANNOUNCEMENT)
    elif phase.duration_s - (_total_said_s(talk) if counted else EARLIEST_S) >= REST_SAID_FROM_S:
        writer.say("rest", "rest", Importance.COURTESY)
    if phase.next_step is not None and leads_to is None:
        preview(writer, phase.next_step)
    lead_in(writer, leads_to)
    return writer


def _after_total_s(rest: Phase, talk: Talk) -> float:
    """Return when words may begin in a rest after a counted set: later if that leaves them time enough."""
    said_s = _total_said_s(talk)
    return said_s if rest.duration_s - said_s >= REST_SAID_FROM_S else EARLIEST_S


def _total_said_s(talk: Talk) -> float:
    return TOTAL_AND_RHYTHM_SAID_WITHIN_S if talk is Talk.COACH else TOTAL_SAID_WITHIN_S


def _keep_room_for_total(writer: Writer, counted: Phase | None, *, fewest: bool = False) -> None:
    if counted is not None:
        in_full, in_fewest = longest_total(counted, writer.phrases)
        writer.keep_room("total", Importance.TOTAL, (in_fewest,) if fewest else (in_full, in_fewest), TOTAL_AT_S)


def _work(phase: Phase, phrases: Phrases) -> Writer:
    writer, step = Writer(phase, phrases), phase.step
    assert step is not None, "a work belongs to a step"  # noqa: S101
    writer.tone("go")
    for number, line in enumerate(step.cues, start=1):
        writer.technique(f"line{number}", line.say, line.short, line.at.offset_s(phase.duration_s))
    # Words would talk over the numbers, which own the mouth in a counted set.
    is_silent = step.kind is StepKind.LANDINGS
    if not is_silent:
        if step.time_calls:
            _call_times(writer, step)
        _extras(writer, step)
    writer.countdown(spoken=not is_silent)
    return writer


def _call_times(writer: Writer, step: Step) -> None:
    duration_s = writer.phase.duration_s
    calls = (("halfway", duration_s / 2.0, HALFWAY_FROM_S), ("ten_seconds", duration_s - TEN_S, TEN_SECONDS_FROM_S))
    own_at_s = [line.at.offset_s(duration_s) for line in step.cues]
    for line, at_s, from_s in calls:
        is_own = any(abs(own_s - at_s) < SAME_INSTANT_S for own_s in own_at_s)
        if duration_s >= from_s and not is_own:
            writer.call(line, at_s)


def _extras(writer: Writer, step: Step) -> None:
    """Wish for the step's further lines in turn, each followed by an encouragement."""
    phase = writer.phase
    wanted = int(phase.duration_s / EXTRA_EVERY_S)
    turn = (phase.round - 1) * len(step.sides.in_order) + (phase.side is Side.RIGHT)
    lines = min(wanted, len(step.more))
    own = [writer.phrases.text(step.more[(turn * wanted + number) % len(step.more)]) for number in range(lines)]
    encouraging = [writer.phrases.line("encouragement") for _ in range(wanted)]
    said = [words for words in chain.from_iterable(zip_longest(own, encouraging)) if words is not None]
    for number, words in enumerate(said, start=1):
        writer.where_room(f"more{number}", words)
