"""The conductor: the one loop that owns a session.

Everybody else puts events into the inbox; the conductor hands them to the session with the present instant,
ticks the session at its deadlines, and carries out what the session asks for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from voicecoach.audio.ports import Speaker
from voicecoach.coaching.cue import Cue
from voicecoach.coaching.effects import (
    Cut,
    Effect,
    Ended,
    Expect,
    Prepare,
    Record,
    SetVolume,
    Speak,
    StopSpeaking,
)
from voicecoach.coaching.events import ClipDropped, ClipMeasured, ClipStarted, DeviceLost, Event
from voicecoach.coaching.facts import Fact
from voicecoach.coaching.session import Session
from voicecoach.coaching.snapshot import Snapshot
from voicecoach.coaching.states import State
from voicecoach.coaching.summary import Summary
from voicecoach.runtime.clips import Clips
from voicecoach.runtime.clocks import Clock, Fault, Inbox
from voicecoach.units import db_to_gain

SCREEN_EVERY_S = 0.1
"""Session time between two pictures for the screen."""


class Hearing(Protocol):
    """What the conductor knows of the microphone."""

    @property
    def level_db(self) -> float:
        """The microphone's level."""
        ...

    def expect(self, *, expecting: bool, from_at: float) -> None:
        """Tell what the session expects."""
        ...

    def forget(self) -> None:
        """Begin anew: the stream was interrupted."""
        ...


class Log(Protocol):
    """Wherever facts are kept."""

    def write(self, fact: Fact) -> None:
        """Keep a fact; returns at once."""
        ...


class Screen(Protocol):
    """Whoever shows the session."""

    def show(self, snapshot: Snapshot, level_db: float) -> None:
        """Show the present state."""
        ...

    def said(self, cue: Cue, at: float) -> None:
        """Show that a cue began to sound, or would have."""
        ...

    def noted(self, fact: Fact) -> None:
        """Show a fact that was recorded."""
        ...


class Conductor:
    """Runs one session to its end.

    Parameters
    ----------
    session, clock, inbox
        The session, its time, and where its events arrive.
    clips, speaker, hearing
        Words to sound, where to sound them, and who listens.
    log, screen
        Where facts go and who shows them.
    """

    def __init__(
        self,
        session: Session,
        *,
        clock: Clock,
        inbox: Inbox,
        clips: Clips,
        speaker: Speaker,
        hearing: Hearing,
        log: Log,
        screen: Screen,
    ) -> None:
        self._session = session
        self._clock = clock
        self._inbox = inbox
        self._clips = clips
        self._speaker = speaker
        self._hearing = hearing
        self._log = log
        self._screen = screen
        self._cues: dict[str, Cue] = {}
        self._waiting: list[Speak] = []
        self._summary: Summary | None = None
        self._shown_at = -SCREEN_EVERY_S
        self._told_at = 0.0

    def run(self) -> Summary:
        """Conduct the session from its first word to its last; returns what happened."""
        now = self._clock.now()
        self._carry_out(self._session.start(now), now)
        while self._summary is None:
            event = self._clock.wait(self._inbox, self._session.next_deadline())
            now = self._clock.now()
            if event is not None:
                self._tell(event, now)
            deadline = self._session.next_deadline()
            if deadline is not None and deadline <= now and self._summary is None:
                self._carry_out(self._session.tick(now), now)
            self._give_up_waiting(now)
            if now - self._shown_at >= SCREEN_EVERY_S:
                self._shown_at = now
                self._screen.show(self._session.snapshot(now), self._hearing.level_db)
        return self._summary

    def _tell(self, event: Event | Fault, now: float) -> None:
        if isinstance(event, Fault):
            raise event.reason
        if isinstance(event, ClipStarted) and event.cue_id in self._cues:
            self._screen.said(self._cues[event.cue_id], event.at)
        if isinstance(event, DeviceLost) and event.what == "microphone":
            self._hearing.forget()
        if self._session.state is not State.ENDED:
            self._carry_out(self._session.handle(event, now), now)
        if isinstance(event, ClipMeasured):
            self._play_ready(now)

    def _carry_out(self, effects: list[Effect], now: float) -> None:
        for effect in effects:
            match effect:
                case Speak() | Cut() | StopSpeaking() | SetVolume():
                    self._sound(effect, now)
                case Prepare():
                    self._clips.prepare(effect.cues)
                case Expect():
                    self._hearing.expect(expecting=effect.expecting, from_at=effect.from_at)
                    # A set's total and advice are said on the spot.
                    self._clips.stay_ready(needed=effect.expecting)
                case Record():
                    self._record(effect.fact, now)
                case Ended():
                    self._summary = effect.summary

    def _record(self, fact: Fact, now: float) -> None:
        """Keep a fact and show it; no line's `t` lies before that of the line above it, and none in the future.

        A live speaker tells of a clip's end as it hands the sound over, ahead of the ear; what became of a clip
        comes a block later than what happened meanwhile.  The instants themselves are in fields of their own.
        """
        self._told_at = max(self._told_at, min(fact.t, now))
        told = replace(fact, t=self._told_at)
        self._log.write(told)
        self._screen.noted(told)

    def _sound(self, effect: Speak | Cut | StopSpeaking | SetVolume, now: float) -> None:
        match effect:
            case Speak():
                self._speak(effect, now)
            case Cut():
                self._waiting = [held for held in self._waiting if held.cue.id != effect.cue_id]
                self._speaker.cut(effect.cue_id, at=effect.at)
            case StopSpeaking():
                self._waiting.clear()
                self._speaker.cut_all()
            case SetVolume():
                self._speaker.set_gain(0.0 if effect.muted else db_to_gain(effect.volume_db))

    def _speak(self, speak: Speak, now: float) -> None:
        cue = speak.cue
        self._cues[cue.id] = cue
        samples = self._clips.samples(cue)
        if samples is not None:
            self._speaker.play(cue.id, samples, at=speak.at, not_after=speak.not_after, speech=cue.lane.is_speech)
        elif (reason := self._clips.unspoken(cue)) is not None:
            self._screen.said(cue, speak.at)
            self._inbox.put(ClipDropped(cue.id, now, f"{reason}; its words were shown"))
        else:
            self._waiting.append(speak)

    def _play_ready(self, now: float) -> None:
        waiting, self._waiting = self._waiting, []
        for speak in waiting:
            self._speak(speak, now)

    def _give_up_waiting(self, now: float) -> None:
        settled = [speak for speak in self._waiting if now > speak.not_after or self._clips.unspoken(speak.cue)]
        self._waiting = [speak for speak in self._waiting if speak not in settled]
        for speak in settled:
            if self._clips.unspoken(speak.cue):
                self._speak(speak, now)
            else:
                self._inbox.put(ClipDropped(speak.cue.id, now, "its clip was not ready in time"))
