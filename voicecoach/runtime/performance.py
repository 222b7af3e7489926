"""One session from request to summary: rehearse, open the stage, conduct, close everything."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from dataclasses import dataclass, replace
from typing import Protocol

from voicecoach import __version__, config
from voicecoach.coaching.allowance import dose
from voicecoach.coaching.events import Command, CommandGiven, NoCommand
from voicecoach.coaching.levels import offered_level
from voicecoach.coaching.outlook import Outlook, look_ahead
from voicecoach.coaching.past import Past
from voicecoach.coaching.preparing import words_of_the_moment, words_to_prepare
from voicecoach.coaching.session import SIGNAL, Session
from voicecoach.coaching.setting import Setting
from voicecoach.coaching.summary import Summary
from voicecoach.errors import EventLogError
from voicecoach.eventlog import EventLog
from voicecoach.runtime.clips import WAIT_S, Clips
from voicecoach.runtime.conductor import Conductor
from voicecoach.runtime.conductor import Screen as ConductorScreen
from voicecoach.runtime.looking_back import LookingBack
from voicecoach.runtime.memory import short_looks
from voicecoach.runtime.rehearsal import FIRST_CUES, FIRST_WAIT_S, Rehearsal
from voicecoach.runtime.remembering import remembering
from voicecoach.runtime.request import Request
from voicecoach.runtime.speech import note_missing, open_voice, phrases_in
from voicecoach.runtime.stage import open_stage
from voicecoach.runtime.stopping import stopping
from voicecoach.voice.engine import Utterance
from voicecoach.voice.onset import onset_s
from voicecoach.voice.voicebox import Voicebox


class Screen(ConductorScreen, Protocol):
    """A screen that can also say something about the session as a whole."""

    def notice(self, text: str) -> None:
        """Show a sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a session came to."""

    summary: Summary
    trouble: EventLogError | None
    """Where the events are that could not be written where they belong; None if all were."""


Give = Callable[[Command | NoCommand, str], None]
"""How a user's command reaches a running session, with the name of its source."""

Controls = Callable[[Give], AbstractContextManager[object]]


def _no_controls(_give: Give) -> AbstractContextManager[object]:
    return nullcontext()


def perform(request: Request, screen: Screen, controls: Controls = _no_controls) -> Outcome:
    """Coach the session that `request` asks for and return what happened.

    `controls` is told how commands are given and returns a context in which the session runs, e.g. one that reads
    keys.  Raises UserError for whatever the user can mend, before the first word.
    """
    with ExitStack() as closing:
        log = EventLog(request.events, screen.notice, config.state_dir(), goes_on=request.events_go_on)
        looking_back = LookingBack(screen.notice, wanted=request.wants_past, recorded=request.is_kept)
        stage = closing.enter_context(open_stage(request, screen.notice))
        uid = uuid.uuid4().hex if request.is_kept else None
        record = closing.enter_context(remembering(request, uid, log, screen.notice))
        outlook = _outlook(request, looking_back.past())
        if outlook.budget is not None and outlook.budget.is_short_of(dose(request.circuit, outlook.level)):
            screen.notice(f"{outlook.budget.left} hops are left for today and this week; --budget off sets no limit")
        setting = Setting(
            circuit=request.circuit.id,
            level=str(outlook.level),
            mic=stage.mic_name,
            speaker=stage.speaker.name,
            version=__version__,
            seed=request.seed,
            uid=uid,
            count=request.count,
            talk=request.talk,
            beat_hz=request.beat,
            on_beat=request.on_beat,
            volume_db=request.volumes.all_db,
        )
        voicebox, rehearsal = _rehearse(request, outlook, setting, stage.speaker.rate_hz, screen, closing)
        script = rehearsal.script()
        for misfit in script.left_out:
            screen.notice(f"left out: {misfit}")
        for longer in script.lengthened:
            screen.notice(f"made longer: {longer}")
        session = Session(script, rehearsal.phrases(), rehearsal.lengths(), setting, outlook)
        rehearsal.report_to(stage.inbox, script)
        conductor = Conductor(
            session,
            clock=stage.clock,
            inbox=stage.inbox,
            clips=Clips(voicebox, stage.speaker.rate_hz, patient=request.fast, gain=request.volumes.gain),
            speaker=stage.speaker,
            hearing=stage.hearing,
            log=record,
            screen=screen,
        )
        if not request.fast:
            closing.enter_context(short_looks())
        closing.enter_context(stopping(lambda: stage.inbox.put(CommandGiven(Command.STOP, SIGNAL))))
        closing.enter_context(controls(lambda command, source: stage.inbox.put(CommandGiven(command, source))))
        stage.begin()
        return _conduct(conductor, log)


def _conduct(conductor: Conductor, log: EventLog) -> Outcome:
    try:
        summary = conductor.run()
    except BaseException:
        # What broke the session matters more than a log that can't be closed.
        with suppress(EventLogError):
            log.close()
        raise
    try:
        log.close()
    except EventLogError as trouble:
        return Outcome(summary, trouble)
    return Outcome(summary, None)


def _outlook(request: Request, past: Past) -> Outlook:
    level = request.level or offered_level(past, request.circuit).level
    if request.is_kept:
        return look_ahead(past, request.circuit, level, request.wanted)
    # A rehearsal is not training: the past tells it the level or the rhythm it asked for, and nothing of rest.
    wanted = replace(request.wanted, unlimited=request.wanted.hops is None)
    return look_ahead(past if wanted.own_target else Past(), request.circuit, level, wanted)


def _rehearse(
    request: Request, outlook: Outlook, setting: Setting, rate_hz: int, screen: Screen, closing: ExitStack
) -> tuple[Voicebox, Rehearsal]:
    table, plan = phrases_in(request.language), (outlook.aiming, outlook.level)
    rehearsal = Rehearsal(*plan, table, request.seed, request.talk, outlook.opening, totals=setting.says_totals)

    def learn(asked: Utterance, length_s: float) -> None:
        clip = voicebox.clip(asked)
        rehearsal.learn(asked, length_s, 0.0 if clip is None else onset_s(clip))

    engine = open_voice(request.voice, request.language, screen.notice)
    script = rehearsal.script()
    words = words_to_prepare(script, request.count, listens=setting.listens)
    moment = words_of_the_moment(script, rehearsal.phrases(), request.talk)
    note_missing(engine, (*words, *moment), screen.notice)
    voicebox = Voicebox(
        engine,
        rate_hz=rate_hz,
        cache_dir=config.cache_dir(),
        on_ready=learn,
        on_trouble=screen.notice,
    )
    closing.callback(voicebox.close)
    if request.fast:
        rehearsal.prepare(voicebox, wait_s=WAIT_S)
    else:
        rehearsal.prepare(voicebox, wait_s=FIRST_WAIT_S, first=FIRST_CUES)
    if voicebox.silent:
        screen.notice(f"{voicebox.silent}; the session goes on with tones and printed words")
    return voicebox, rehearsal
