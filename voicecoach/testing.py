"""For tests: a session in simulated time, with a speaker that keeps every promise and nobody to wait for.

rig = SessionRig(circuit)
rig.run(until=30.0, landings=[21.0, 21.5], commands={25.0: Command.PAUSE})
rig.facts(CountSpoken)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from voicecoach.circuit.model import Circuit, Level
from voicecoach.coaching.cue import Cue, Lane
from voicecoach.coaching.effects import Cut, Effect, Ended, Expect, Record, Speak, StopSpeaking
from voicecoach.coaching.events import ClipDropped, ClipEnded, ClipStarted, Command, CommandGiven, Event
from voicecoach.coaching.facts import CueHeard, Fact
from voicecoach.coaching.lengths import Lengths
from voicecoach.coaching.numbers import CountMode, numbers_to_prepare
from voicecoach.coaching.outlook import Wanted, look_ahead
from voicecoach.coaching.past import Past
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.script import write_script
from voicecoach.coaching.session import Session
from voicecoach.coaching.setting import Setting
from voicecoach.coaching.states import State
from voicecoach.coaching.summary import Summary
from voicecoach.coaching.wording import Talk
from voicecoach.cuefiles import load_phrases
from voicecoach.listening.landing import Landing

DELAY_S = 0.02
"""How long after a landing the simulated listener tells of it."""

LONGEST_COUNT = 200

LONGEST_S = 4 * 3600.0

AnyFact = TypeVar("AnyFact", bound=Fact)


def _number_lengths() -> dict[tuple[str, int], float]:
    """Return lengths of numbers as espeak's default voice has them: a third of a second for a syllable at 200 wpm."""
    cues = numbers_to_prepare(LONGEST_COUNT, CountMode.EVERY)
    return {(cue.text, cue.rate_wpm): (0.25 + 0.1 * len(cue.text)) * 200.0 / cue.rate_wpm for cue in cues}


NUMBER_LENGTHS = _number_lengths()


@dataclass(frozen=True, slots=True)
class _Sounding:
    cue: Cue
    start_at: float
    end_at: float


class SessionRig:
    """A session, told of everything at the instant it happens."""

    def __init__(
        self,
        circuit: Circuit,
        *,
        level: Level = Level.START,
        seed: int = 0,
        count: CountMode = CountMode.EVERY,
        talk: Talk = Talk.NORMAL,
        mic: str = "simulated",
        beat_hz: float | None = None,
        on_beat: bool = False,
        language: str = "en",
        lengths: Lengths | None = None,
        number_lengths: Mapping[tuple[str, int], float] | None = None,
        number_onset_s: float = 0.0,
        speaker_lag_s: float = 0.0,
        past: Past | None = None,
        wanted: Wanted | None = None,
    ) -> None:
        outlook = look_ahead(past or Past(), circuit, level, wanted)
        table, lengths = load_phrases(language), lengths or Lengths()
        self.phrases = Phrases(table, seed)
        """For tests to compare with; the session has a choice of its own."""
        for (text, rate_wpm), length_s in (number_lengths or NUMBER_LENGTHS).items():
            lengths.learn(text, rate_wpm, length_s, number_onset_s)
        setting = Setting(
            circuit.id, str(level), mic, "simulated", "test", seed, count, talk, beat_hz=beat_hz, on_beat=on_beat
        )
        self.script = write_script(
            outlook.aiming,
            level,
            self.phrases.afresh(),
            lengths,
            talk,
            outlook.opening,
            totals=setting.says_totals,
        )
        self.session = Session(self.script, Phrases(table, seed + 1), lengths, setting, outlook)
        self.recorded: list[Fact] = []
        self.spoken: list[Speak] = []
        self.expectations: list[Expect] = []
        self.summary: Summary | None = None
        self.now = 0.0
        self.count, self.talk = count, talk
        self._lengths = lengths
        self._speaker_lag_s = speaker_lag_s
        self._booked: list[Speak] = []
        self._sounding: list[_Sounding] = []

    def facts(self, kind: type[AnyFact]) -> list[AnyFact]:
        """Return what was recorded of one kind."""
        return [fact for fact in self.recorded if isinstance(fact, kind)]

    def length_s(self, heard: CueHeard) -> float:
        """Return how long an instruction's or an advice's clip is when nothing cuts it."""
        return self._lengths.of(Cue(heard.id, heard.text, Lane(heard.lane)))

    def spoken_s(self, text: str) -> float:
        """Return how long an instruction in these words takes."""
        return self._lengths.of(Cue("any", text, Lane.INSTRUCTION))

    def run(
        self,
        until: float = LONGEST_S,
        *,
        landings: Sequence[float] = (),
        commands: Mapping[float, Command] | None = None,
        events: Iterable[tuple[float, Event]] = (),
    ) -> Summary | None:
        """Let time pass to `until` or the session's end, with what happens meanwhile."""
        planned: list[tuple[float, Event]] = [*events]
        planned += [(at + DELAY_S, Landing(at, at + DELAY_S, 1.0)) for at in landings]
        planned += [(at, CommandGiven(command, "test")) for at, command in (commands or {}).items()]
        planned.sort(key=lambda pair: pair[0])
        if self.session.state is State.WAITING:
            self._carry_out(self.session.start(0.0))
        while self.summary is None:
            deadline = self.session.next_deadline()
            candidates = [
                at for at in (deadline, self._speaker_at(), planned[0][0] if planned else None) if at is not None
            ]
            at = max(self.now, min(candidates, default=until))
            if at > until or not candidates:
                self.now = until
                break
            self.now = at
            self._step(planned)
        return self.summary

    def _step(self, planned: list[tuple[float, Event]]) -> None:
        while planned and planned[0][0] <= self.now:
            self._carry_out(self.session.handle(planned.pop(0)[1], self.now))
        self._advance_speaker()
        deadline = self.session.next_deadline()
        if deadline is not None and deadline <= self.now and self.summary is None:
            self._carry_out(self.session.tick(self.now))
            self._advance_speaker()

    def _carry_out(self, effects: list[Effect]) -> None:
        for effect in effects:
            match effect:
                case Speak():
                    self.spoken.append(effect)
                    self._booked.append(replace(effect, at=max(effect.at, self.now + self._speaker_lag_s)))
                case Cut():
                    self._cut(effect)
                case StopSpeaking():
                    self._sounding = [_Sounding(one.cue, one.start_at, self.now) for one in self._sounding]
                    self._booked.clear()
                case Expect():
                    self.expectations.append(effect)
                case Record():
                    self.recorded.append(effect.fact)
                case Ended():
                    self.summary = effect.summary

    def _cut(self, cut: Cut) -> None:
        called_off = [speak for speak in self._booked if speak.cue.id == cut.cue_id]
        self._booked = [speak for speak in self._booked if speak not in called_off]
        self._sounding = [
            _Sounding(one.cue, one.start_at, min(one.end_at, cut.at)) if one.cue.id == cut.cue_id else one
            for one in self._sounding
        ]
        for speak in called_off:
            self._tell(ClipDropped(speak.cue.id, self.now, "called off"))

    def _speaker_at(self) -> float | None:
        instants = [speak.at for speak in self._booked] + [one.end_at for one in self._sounding]
        return min(instants, default=None)

    def _advance_speaker(self) -> None:
        for one in [one for one in self._sounding if one.end_at <= self.now]:
            self._sounding.remove(one)
            cut = one.end_at < one.start_at + self._lengths.of(one.cue)
            self._tell(ClipEnded(one.cue.id, one.end_at, cut))
        for speak in [speak for speak in self._booked if speak.at <= self.now]:
            if speak not in self._booked:
                continue
            self._booked.remove(speak)
            free_at = self._speech_ends_at() if speak.cue.lane.is_speech else self.now
            if max(self.now, free_at) > speak.not_after:
                self._tell(ClipDropped(speak.cue.id, self.now, "late"))
                continue
            if free_at > self.now:
                self._booked.append(replace(speak, at=free_at))
                continue
            start_at = max(speak.at, self.now)
            self._sounding.append(_Sounding(speak.cue, start_at, start_at + self._lengths.of(speak.cue)))
            self._tell(ClipStarted(speak.cue.id, start_at))

    def _speech_ends_at(self) -> float:
        return max((one.end_at for one in self._sounding if one.cue.lane.is_speech), default=self.now)

    def _tell(self, event: Event) -> None:
        if self.summary is None:
            self._carry_out(self.session.handle(event, self.now))
