"""Words that turn out never to be spoken, after the session has asked for them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import closing

import pytest

from voicecoach.coaching.cue import Cue
from voicecoach.coaching.events import ClipEnded, ClipStarted, Command, CommandGiven, Event
from voicecoach.coaching.facts import CueDropped, Fact
from voicecoach.coaching.snapshot import Snapshot
from voicecoach.cuefiles import load_circuit
from voicecoach.errors import UnspokenError
from voicecoach.runtime.clips import Clips, utterance
from voicecoach.runtime.clocks import Fault, Inbox
from voicecoach.runtime.conductor import Conductor
from voicecoach.testing import SessionRig
from voicecoach.units import Samples
from voicecoach.voice.clip import Clip
from voicecoach.voice.engine import Maker, Utterance, VoiceInfo
from voicecoach.voice.voicebox import Voicebox

RATE_HZ = 8_000
TOLD_AT = 0.6
"""The welcome's first words are wanted before this, and are not given up yet."""
STOPPED_AT = 3.0


class Hesitant:
    """An engine that takes its time to find that it has no words."""

    name = "hesitant"
    voice = ""

    def __init__(self) -> None:
        self.told = threading.Event()

    def maker(self, _utterance: Utterance) -> Maker | None:
        return None

    def render(self, _utterance: Utterance) -> Clip:
        self.told.wait(60.0)
        raise UnspokenError("nobody has recorded it")

    def chosen(self) -> VoiceInfo:
        return VoiceInfo("hesitant", "", "", ())

    def rest(self) -> None:
        pass

    def close(self) -> None:
        pass


class Steps:
    """A clock of small steps that does `then` once it is `at`, and stops the session later."""

    def __init__(self, at: float, then: Callable[[], object]) -> None:
        self._now = 0.0
        self._planned: list[tuple[float, Callable[[Inbox], object]]] = [
            (at, lambda _inbox: then()),
            (STOPPED_AT, lambda inbox: inbox.put(CommandGiven(Command.STOP, "test"))),
        ]

    def now(self) -> float:
        return self._now

    def wait(self, inbox: Inbox, until_at: float | None) -> Event | Fault | None:
        try:
            return inbox.get_nowait()
        except queue.Empty:
            pass
        self._now = max(self._now, min(self._now + 0.05, self._now + 0.05 if until_at is None else until_at))
        if self._planned and self._planned[0][0] <= self._now:
            self._planned.pop(0)[1](inbox)
        return None

    def close(self) -> None:
        pass


class Room:
    """Whatever else a session has around it: an output for its tones, a screen, a log, and nobody who listens."""

    name = "room"
    rate_hz = RATE_HZ
    level_db = -90.0

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self.shown: list[str] = []
        self.dropped: dict[str, str] = {}

    def play(self, id: str, samples: Samples, *, at: float, not_after: float, speech: bool) -> None:  # noqa: A002
        assert not speech
        assert not_after >= at
        self._inbox.put(ClipStarted(id, at))
        self._inbox.put(ClipEnded(id, at + len(samples) / RATE_HZ, cut=False))

    def cut(self, id: str, *, at: float) -> None:  # noqa: A002
        pass

    def cut_all(self) -> None:
        pass

    def set_gain(self, gain: float) -> None:
        pass

    def soonest_at(self) -> float:
        return 0.0

    def close(self) -> None:
        pass

    def expect(self, *, expecting: bool, from_at: float) -> None:
        pass

    def forget(self) -> None:
        pass

    def write(self, fact: Fact) -> None:
        if isinstance(fact, CueDropped):
            self.dropped[fact.id] = fact.reason

    def show(self, snapshot: Snapshot, level_db: float) -> None:
        pass

    def said(self, cue: Cue, at: float) -> None:
        assert at >= 0.0
        if cue.lane.is_speech:
            self.shown.append(cue.text)

    def noted(self, fact: Fact) -> None:
        pass


@pytest.mark.parametrize(
    ("answers", "reason", "shown"),
    [
        (True, "nobody has recorded it; its words were shown", True),
        (False, "its clip was not ready in time", False),
    ],
)
def test_words_wanted_before_it_is_known_that_nobody_says_them(*, answers: bool, reason: str, shown: bool) -> None:
    rig, engine, inbox = SessionRig(load_circuit("demo")), Hesitant(), Inbox()
    wanted = [utterance(cue) for cue in rig.script.cues() if cue.lane.is_speech]
    voicebox = Voicebox(
        engine, rate_hz=RATE_HZ, cache_dir=None, on_ready=lambda *_: None, on_trouble=lambda _sentence: None
    )
    room = Room(inbox)

    def answer() -> None:
        if answers:
            engine.told.set()
            assert voicebox.wait(wanted, 60.0)

    with closing(voicebox):
        voicebox.prepare(wanted)
        Conductor(
            rig.session,
            clock=Steps(TOLD_AT, answer),
            inbox=inbox,
            clips=Clips(voicebox, RATE_HZ, patient=False),
            speaker=room,
            hearing=room,
            log=room,
            screen=room,
        ).run()
        engine.told.set()
    assert room.dropped["welcome.circuit"] == reason
    assert ("Demo. One round." in room.shown or "Demo, one round." in room.shown) is shown
