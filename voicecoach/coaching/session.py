"""The session: events and time in, effects out.

Theory of operation.  A script says what is heard when, relative to its phases; a :class:`Place` knows which
phase it is and since when.  :meth:`Session.tick` turns the pages that are due and hands cues to the speaker
`LOOK_AHEAD_S` before they sound, so that a late wake-up moves nothing.  Landings, commands and the speaker's
reports come through :meth:`Session.handle`.  Nothing in here knows what time it is: `now` is always told, in
session seconds, and :meth:`Session.next_deadline` says when to tick next.
"""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.counter import SetCounter
from voicecoach.coaching.cue import Cue, Lane, tone_cue
from voicecoach.coaching.effects import Effect, Ended, Expect, Prepare, Record
from voicecoach.coaching.events import (
    ClipDropped,
    ClipEnded,
    ClipMeasured,
    ClipStarted,
    Command,
    CommandGiven,
    DeviceBack,
    DeviceLost,
    DeviceNote,
    Event,
    ScriptMeasured,
)
from voicecoach.coaching.facts import (
    AudioNote,
    CommandTaken,
    LandingHeard,
    RhythmHeard,
    SessionEnded,
    SessionStarted,
    StepEnded,
    StepStarted,
)
from voicecoach.coaching.lengths import Lengths
from voicecoach.coaching.numbers import CountMode, number_cue, numbers_to_prepare
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.place import Place
from voicecoach.coaching.script import PlannedCue, Script
from voicecoach.coaching.snapshot import Snapshot
from voicecoach.coaching.speaking import Speaking
from voicecoach.coaching.states import Input, State, after, allows
from voicecoach.coaching.summary import SetResult, Summary
from voicecoach.coaching.wording import is_counted
from voicecoach.listening.landing import Landing

LOOK_AHEAD_S = 1.0
"""How long before its instant a cue is handed to the speaker.  A wake-up later than this would move sound;
a stepped wall clock is noticed in a quarter of it."""

PLANNED_LATENESS_S = 0.25
"""A planned cue that can't start within this is dropped: it would be about something else by then."""

NUMBER_LATENESS_S = 0.15
"""A number not begun this long after its landing belongs to the next one."""

SETTLE_S = 0.25
"""After a set's end: time for its last landing to be heard."""

RESUME_S = 3.0
"""From "ready" to time running again after a pause."""

FAREWELL_LIMIT_S = 12.0
"""The session ends when its last words are said, but waits no longer than this for them."""

RHYTHM_EVERY = 4
"""Landings between two lines about the rhythm in the event log."""

_INSTANT_S = 1e-6
"""Two instants nearer than this are one: sums of floats differ by less."""

QUICKEST_HZ = 4.0
"""The fastest hops there are; bounds how many numbers a set may need."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a session is begun with, besides its script."""

    circuit: str
    level: str
    mic: str
    speaker: str
    version: str
    seed: int = 0
    count: CountMode = CountMode.EVERY


class Session:
    """One workout, from the welcome to the last word."""

    def __init__(self, script: Script, phrases: Phrases, lengths: Lengths, setting: Setting) -> None:
        self._place = Place(script)
        self._phrases = phrases
        self._setting = setting
        self._speaking = Speaking(lengths)
        self._state = State.WAITING
        self._reason = "finished"
        self._emitted: set[str] = set()
        self._expecting = False
        self._set: SetCounter | None = None
        self._settling: SetCounter | None = None
        self._settled_at = 0.0
        self._results: list[SetResult] = []
        self._lost: set[str] = set()
        self._farewell_at = 0.0
        self._farewell_id: str | None = None
        self._quiet_until = 0.0

    # -- what the world calls ------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """Where the session stands."""
        return self._state

    def start(self, now: float) -> list[Effect]:
        """Begin; the circuit's time runs from `now`."""
        self._move(Input.START)
        self._place.jump(0, now)
        s = self._setting
        fact = SessionStarted(
            t=now, circuit=s.circuit, level=s.level, mic=s.mic, speaker=s.speaker, version=s.version, seed=s.seed
        )
        prepare = Prepare((*self._place.script.cues(), *numbers_to_prepare(self._longest_count(), s.count)))
        return [Record(fact), prepare, *self.tick(now)]

    def tick(self, now: float) -> list[Effect]:
        """Return whatever is due at `now`."""
        effects: list[Effect] = []
        while self._state is State.RUNNING and self._place.ends_at <= now:
            effects += self._speak_ahead(self._place.ends_at)
            effects += self._turn_page()
        if self._settling is not None and now >= self._settled_at:
            effects += self._close_set(now)
        if self._state is State.RUNNING:
            effects += self._speak_ahead(now)
        elif self._state is State.FAREWELL:
            effects += self._part(now)
        return effects

    def next_deadline(self) -> float | None:
        """Return the instant of the next :meth:`tick` that has something to do, None if only events can help."""
        deadlines = [] if self._settling is None else [self._settled_at]
        if self._state is State.RUNNING:
            deadlines.append(self._place.ends_at)
            deadlines += [at - LOOK_AHEAD_S for _, at in self._upcoming(self._place.ends_at + LOOK_AHEAD_S)]
        elif self._state is State.FAREWELL:
            deadlines.append(self._farewell_at + FAREWELL_LIMIT_S)
        return min(deadlines, default=None)

    def handle(self, event: Event, now: float) -> list[Effect]:
        """Return what follows from `event`, told at `now`."""
        match event:
            case Landing():
                return self._hear(event, now)
            case CommandGiven():
                return self._obey(event, now)
            case ClipStarted():
                return self._speaking.started(event)
            case ClipEnded():
                return [*self._speaking.ended(event), *self._after_farewell(event.cue_id, now)]
            case ClipDropped():
                return [*self._speaking.lost(event), *self._after_farewell(event.cue_id, now)]
            case ClipMeasured():
                self._speaking.measured(event)
                return []
            case ScriptMeasured():
                self._place.script = event.script
                return []
            case DeviceLost():
                return self._lose(event, now)
            case DeviceBack():
                return self._recover(event, now)
            case DeviceNote():
                return [Record(AudioNote(t=now, what=event.what, device=event.device, seconds=event.seconds))]

    def snapshot(self, now: float) -> Snapshot:
        """Return what a screen shows at `now`."""
        phase = self._place.phase
        step = phase.step or phase.next_step
        elapsed_s = self._place.elapsed_s(now)
        running = self._set or self._settling
        reading = running.rhythm.reading() if running else None
        return Snapshot(
            t=now,
            state=self._state,
            phase=phase.kind,
            exercise=self._phrases.exercise(step.exercise, step.name) if step else None,
            side=str(phase.side) if phase.side else None,
            round=phase.round,
            rounds=phase.rounds,
            remaining_s=min(max(phase.duration_s - elapsed_s, 0.0), phase.duration_s),
            duration_s=phase.duration_s,
            count=running.count if running and running.counted else None,
            landings=sum(done.count for done in self._results) + (running.count if running else 0),
            cadence_hz=reading.cadence_hz if reading else None,
            saying=self._speaking.saying(),
        )

    # -- the circuit's own time ----------------------------------------------------------------------

    def _turn_page(self) -> list[Effect]:
        effects = self._end_work(self._place.ends_at)
        self._place.turn()
        return [*effects, *self._begin_phase()]

    def _begin_phase(self) -> list[Effect]:
        phase, at = self._place.phase, self._place.begun_at
        if phase.kind is PhaseKind.FAREWELL:
            self._move(Input.COMPLETE)
            self._farewell_at = at
            return []
        if phase.kind is not PhaseKind.WORK or phase.step is None:
            return []
        counted, side = is_counted(phase), str(phase.side) if phase.side else None
        name = self._phrases.exercise(phase.step.exercise, phase.step.name)
        self._set = SetCounter(phase, name, at, counted=counted)
        started = StepStarted(
            t=at,
            step=phase.step.exercise,
            side=side,
            round=phase.round,
            rounds=phase.rounds,
            seconds=phase.duration_s,
        )
        return [Record(started)]

    def _end_work(self, at: float) -> list[Effect]:
        """Close the running set; its result waits until its last landing can have been heard."""
        if self._set is None:
            return []
        effects = self._close_set(at) if self._settling is not None else []
        self._set.close(at)
        self._settling, self._set, self._settled_at = self._set, None, at + SETTLE_S
        return [*effects, *self._expect(expecting=False, at=at)]

    def _close_set(self, now: float) -> list[Effect]:
        done, self._settling = self._settling, None
        if done is None:
            return []
        result = done.result()
        count = done.count if done.counted else None
        ended = StepEnded(
            t=self._settled_at, step=result.exercise, side=result.side, round=result.round, count=count
        )
        effects: list[Effect] = [Record(ended)]
        if not done.counted:
            return effects
        self._results.append(result)
        if self._setting.count is not CountMode.OFF and self._state is not State.PAUSED:
            line = "set_total_one" if result.count == 1 else "set_total"
            said = self._phrases.line(line, count=result.count, exercise=result.name)
            cue = Cue(f"r{result.round}.{result.exercise}.total", said, Lane.INSTRUCTION)
            effects += self._say(cue, at=now + 0.45, patience_s=2.0, now=now)
        return effects

    def _speak_ahead(self, now: float) -> list[Effect]:
        effects: list[Effect] = []
        for planned, at in self._upcoming(now + LOOK_AHEAD_S + _INSTANT_S):
            self._emitted.add(planned.cue.id)
            effects += self._speaking.speak(
                planned.cue, at=at, not_after=at + PLANNED_LATENESS_S, now=now
            )
        return [*effects, *self._expect_ahead(now)]

    def _upcoming(self, until_at: float) -> list[tuple[PlannedCue, float]]:
        """Return the cues not yet handed over, up to the first one after `until_at`."""
        found: list[tuple[PlannedCue, float]] = []
        for index, start_at in self._place.starts():
            if start_at > until_at:
                break
            for planned in self._place.script.phases[index].cues:
                at = start_at + planned.offset_s
                if planned.cue.id in self._emitted or at < self._place.live_from:
                    continue
                if at <= until_at:
                    found.append((planned, at))
        return found

    def _expect_ahead(self, now: float) -> list[Effect]:
        for index, start_at in self._place.starts():
            if start_at > now + LOOK_AHEAD_S:
                break
            if is_counted(self._place.script.phases[index].phase):
                return self._expect(expecting=True, at=max(start_at, self._place.live_from))
        return []

    def _expect(self, *, expecting: bool, at: float) -> list[Effect]:
        if self._expecting == expecting:
            return []
        self._expecting = expecting
        return [Expect(expecting, at)]

    # -- landings ------------------------------------------------------------------------------------

    def _hear(self, landing: Landing, now: float) -> list[Effect]:
        heard_in = next((s for s in (self._settling, self._set) if s is not None and s.takes(landing)), None)
        if heard_in is None:
            return []
        result = heard_in.result()
        fact = LandingHeard(
            t=now,
            at=landing.at,
            heard_at=landing.heard_at,
            confidence=landing.confidence,
            step=result.exercise,
            count=heard_in.count,
        )
        effects: list[Effect] = [Record(fact)]
        reading = heard_in.rhythm.reading()
        if reading is not None and heard_in.count % RHYTHM_EVERY == 0:
            rhythm = RhythmHeard(
                t=now,
                cadence_hz=reading.cadence_hz,
                interval_s=reading.interval_s,
                variation=reading.variation,
                drift=reading.drift,
            )
            effects.append(Record(rhythm))
        return [*effects, *self._count_aloud(heard_in, landing, now)]

    def _count_aloud(self, heard_in: SetCounter, landing: Landing, now: float) -> list[Effect]:
        interval_s = heard_in.interval_s(landing.at)
        not_after = landing.at + NUMBER_LATENESS_S
        if now > not_after or self._state is not State.RUNNING or now < self._quiet_until:
            return []
        lengths, count = self._speaking.lengths, heard_in.count
        result = heard_in.result()
        cue_id = f"r{result.round}.{result.exercise}.count{count}"
        cue = number_cue(count, self._setting.count, interval_s, lengths, cue_id)
        if cue is None:
            return []
        if self._setting.count is CountMode.EVERY and lengths.of(cue) > interval_s:
            self._quiet_until = now + lengths.of(cue)  # a long fifth is heard out
        return self._speaking.number(cue, count, landing.at, not_after=not_after, now=now)

    # -- commands and devices ------------------------------------------------------------------------

    def _obey(self, given: CommandGiven, now: float) -> list[Effect]:
        effects: list[Effect] = [Record(CommandTaken(t=now, name=str(given.command), source=given.source))]
        command = given.command
        wanted = {Command.PAUSE: Input.PAUSE, Command.RESUME: Input.RESUME, Command.STOP: Input.STOP}.get(
            command, Input.MOVE
        )
        if not allows(self._state, wanted):
            return effects
        if wanted is Input.STOP:
            return [*effects, *self._stop(given.source, now)]
        before = self._state
        self._move(wanted)
        if wanted is Input.PAUSE and before is State.RUNNING:
            return [*effects, *self._hold(now), *self._announce("paused", now)]
        if wanted is Input.RESUME and self._state is State.RUNNING:
            return [*effects, *self._go_on("ready", now)]
        if wanted is Input.MOVE:
            return [*effects, *self._go_to(command, now)]
        return effects

    def _stop(self, source: str, now: float) -> list[Effect]:
        self._reason = "interrupted" if source == "signal" else "stopped"
        effects = [*self._end_work(now), *self._speaking.hush(now), *self._expect(expecting=False, at=now)]
        self._move(Input.STOP)
        self._farewell_at = now
        self._place.hold(now)
        return effects

    def _go_to(self, command: Command, now: float) -> list[Effect]:
        place = self._place
        index = {
            Command.SKIP: place.next_step,
            Command.BACK: place.step_before,
            Command.REPEAT: place.this_step,
        }[command]()
        effects = [*self._end_work(min(now, place.ends_at)), *self._speaking.hush(now)]
        effects += self._expect(expecting=False, at=now)
        self._emitted.clear()
        place.jump(index, now + 0.2)
        return [*effects, *self._begin_phase(), *self.tick(now)]

    def _hold(self, now: float) -> list[Effect]:
        """Stop the circuit's time, and take back what was handed over but not yet heard."""
        self._place.hold(now)
        for index, start_at in self._place.starts():
            for planned in self._place.script.phases[index].cues:
                if start_at + planned.offset_s > now:
                    self._emitted.discard(planned.cue.id)
        if self._set is not None:
            self._set.close(now)
        return [*self._speaking.hush(now), *self._expect(expecting=False, at=now)]

    def _go_on(self, line: str, now: float) -> list[Effect]:
        effects = [*self._speaking.hush(now), *self._announce(line, now)]
        resume_at = now + RESUME_S
        self._place.release(resume_at)
        for left_s in (2, 1):
            tick = tone_cue(f"resume.tick{left_s}", "tick")
            effects += self._speaking.speak(tick, at=resume_at - left_s, not_after=resume_at, now=now)
        go = tone_cue("resume.go", "go")
        effects += self._speaking.speak(go, at=resume_at, not_after=resume_at + 0.5, now=now)
        if self._set is not None:
            self._set.reopen(resume_at)
        return [*effects, *self.tick(now)]

    def _lose(self, event: DeviceLost, now: float) -> list[Effect]:
        self._lost.add(event.what)
        note = AudioNote(t=now, what=f"{event.what} lost", device=event.device, seconds=0.0)
        effects: list[Effect] = [Record(note)]
        running = self._state is State.RUNNING
        self._move(Input.LOSE)
        if running:
            effects += self._hold(now)
        if event.what == "speaker":
            return [*effects, *self._speaking.lose_speaker(now)]
        return [*effects, *(self._announce("microphone_lost", now) if running else [])]

    def _recover(self, event: DeviceBack, now: float) -> list[Effect]:
        self._lost.discard(event.what)
        effects: list[Effect] = [
            Record(AudioNote(t=now, what=f"{event.what} back", device=event.device, seconds=0.0))
        ]
        if self._lost or not allows(self._state, Input.RECOVER):
            return effects
        was_lost = self._state is State.LOST
        self._move(Input.RECOVER)
        return [*effects, *(self._go_on("sound_back", now) if was_lost else [])]

    # -- the last words ------------------------------------------------------------------------------

    def _part(self, now: float) -> list[Effect]:
        if self._settling is not None:
            return []
        if now >= self._farewell_at + FAREWELL_LIMIT_S:
            return self._end(now)
        if self._farewell_id is not None:
            return []
        landings = sum(done.count for done in self._results)
        line = ("stopped" if self._reason != "finished" else "farewell") + ("" if landings else "_no_hops")
        cue = Cue("farewell", self._phrases.line(line, count=landings), Lane.INSTRUCTION)
        self._farewell_id = cue.id
        over = tone_cue("over", "over")
        return [
            *self._speaking.speak(over, at=now + 0.05, not_after=now + 1.0, now=now),
            *self._say(cue, at=now + 0.9, patience_s=4.0, now=now),
        ]

    def _after_farewell(self, cue_id: str, now: float) -> list[Effect]:
        over = self._state is State.FAREWELL and cue_id == self._farewell_id
        return self._end(now) if over else []

    def _end(self, now: float) -> list[Effect]:
        self._move(Input.END)
        summary = Summary(
            circuit=self._setting.circuit,
            reason=self._reason,
            seconds=now,
            sets=tuple(self._results),
            spoken=self._speaking.heard,
            dropped=self._speaking.dropped,
        )
        fact = SessionEnded(t=now, reason=self._reason, counts=summary.counts, seconds=now)
        return [Record(fact), Ended(summary)]

    # -- small helpers -------------------------------------------------------------------------------

    def _announce(self, line: str, now: float) -> list[Effect]:
        cue = Cue(line, self._phrases.line(line), Lane.INSTRUCTION)
        return self._say(cue, at=now + 0.1, patience_s=1.5, now=now)

    def _say(self, cue: Cue, *, at: float, patience_s: float, now: float) -> list[Effect]:
        return [Prepare((cue,)), *self._speaking.speak(cue, at=at, not_after=at + patience_s, now=now)]

    def _move(self, given: Input) -> None:
        self._state = after(self._state, given)

    def _longest_count(self) -> int:
        counted = [s.phase.duration_s for s in self._place.script.phases if is_counted(s.phase)]
        return int(max(counted, default=0.0) * QUICKEST_HZ)
