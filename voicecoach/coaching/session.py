"""The session: events and time in, effects out.

Theory of operation.  A script says what is heard when, relative to its phases; a :class:`Place` knows which
phase it is and since when.  :meth:`Session.tick` turns the pages that are due, and the :class:`Prompter` hands
cues to the speaker a second before they sound, so that a late wake-up moves nothing.  Landings, commands and the
speaker's reports come through :meth:`Session.handle`.  Nothing in here knows what time it is: `now` is always
told, in session seconds, and :meth:`Session.next_deadline` says when to tick next.
"""

from __future__ import annotations

from dataclasses import replace

from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.answers import Answers
from voicecoach.coaching.cue import Cue
from voicecoach.coaching.effects import Effect, Prepare, Record
from voicecoach.coaching.enough import Enough
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
    NoCommand,
    Recounted,
    ScriptMeasured,
)
from voicecoach.coaching.facts import AudioNote, CommandTaken, CommandUnknown
from voicecoach.coaching.leaving_out import Wordings
from voicecoach.coaching.lengths import Lengths
from voicecoach.coaching.meaning import input_of, meant
from voicecoach.coaching.moves import Moves
from voicecoach.coaching.outlook import Outlook
from voicecoach.coaching.parting import Parting
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.place import Place
from voicecoach.coaching.preparing import words_of_the_moment, words_to_prepare
from voicecoach.coaching.prompter import Prompter
from voicecoach.coaching.script import Script
from voicecoach.coaching.sets import Sets
from voicecoach.coaching.setting import Setting
from voicecoach.coaching.snapshot import Snapshot, take_snapshot
from voicecoach.coaching.speaking import Speaking
from voicecoach.coaching.states import Input, State, after, allows
from voicecoach.coaching.summary import FINISHED, INTERRUPTED, STOPPED
from voicecoach.coaching.volume import VOLUME_COMMANDS, Volume
from voicecoach.coaching.wording import is_counted
from voicecoach.listening.landing import Landing

SIGNAL = "signal"
"""The source of a command that came from the operating system."""


class Session:
    """One workout, from the welcome to the last word."""

    def __init__(
        self, script: Script, phrases: Phrases, lengths: Lengths, setting: Setting, outlook: Outlook | None = None
    ) -> None:
        self._phrases = phrases
        self._outlook = outlook
        self._setting = setting
        self._state = State.WAITING
        self._lost: set[str] = set()
        self._place = Place(script)
        self._speaking = Speaking(lengths)
        self._prompter = Prompter(self._place, self._speaking, listens=setting.listens)
        self._sets = Sets(phrases, self._speaking, setting, self._prompter.silence)
        self._parting = Parting(self._sets, self._speaking, phrases, setting, outlook)
        self._volume = Volume(setting.volume_db)
        self._moves = Moves(self._place, self._prompter, self._sets, self._speaking, phrases, setting.talk)
        self._answers = Answers(self._place, self._prompter, self._speaking, phrases, setting)
        opening = outlook.opening if outlook else ()
        wordings = Wordings(phrases, lengths, setting.talk, opening, setting.says_totals)
        self._enough = Enough(outlook.budget if outlook else None, self._place, self._sets, wordings)

    @property
    def state(self) -> State:
        """Where the session stands."""
        return self._state

    @property
    def is_paused(self) -> bool:
        """Whether the user has paused it."""
        return self._state in {State.PAUSED, State.PAUSED_AND_LOST}

    def start(self, now: float) -> list[Effect]:
        """Begin; the circuit's time runs from `now`."""
        self._move(Input.START)
        self._place.jump(0, now)
        return [
            Record(self._setting.started(now)),
            *(Record(fact) for fact in (self._outlook.facts(now) if self._outlook else ())),
            *self._volume.begin(),
            *(self._enough.leave_out_the_rest(now) if self._enough.allows_none() else []),
            Prepare(self._words_to_prepare()),
            *self.tick(now),
        ]

    def tick(self, now: float) -> list[Effect]:
        """Return whatever is due at `now`."""
        effects: list[Effect] = []
        while self._state is State.RUNNING and self._place.ends_at <= now:
            effects += self._prompter.hand_over(self._place.ends_at)
            effects += self._turn_page()
        if self._settles_at is not None and now >= self._settles_at:
            words_at = min(self._prompter.next_words_at(), self._prompter.next_set_at())
            effects += self._sets.settle(now, aloud=self._parting.finished, words_at=words_at)
        if self._sets.give_up_at is not None and now >= self._sets.give_up_at:
            effects += self._sets.give_up(now)
        if self._state is State.RUNNING:
            effects += [*self._prompter.hand_over(now), *self._answers.tick(now)]
        elif self._state is State.FAREWELL:
            effects += self._part(now)
        return effects

    def next_deadline(self) -> float | None:
        """Return the instant of the next :meth:`tick` that has something to do, None if only events can help."""
        deadlines = [at for at in (self._settles_at, self._sets.give_up_at) if at is not None]
        if self._state is State.RUNNING:
            deadlines += [self._prompter.next_at(), self._answers.next_at()]
        elif self._state is State.FAREWELL:
            deadlines.append(self._parting.next_at())
        return min(deadlines, default=None)

    def handle(self, event: Event, now: float) -> list[Effect]:
        """Return what follows from `event`, told at `now`."""
        match event:
            case Landing():
                return self._hear(event, now)
            case CommandGiven():
                return self._obey(event, now)
            case Recounted():
                return self._sets.recount(event)
            case DeviceLost() | DeviceBack() | DeviceNote():
                return self._hear_of_device(event, now)
            case _:
                return self._note_clip(event, now)

    def snapshot(self, now: float) -> Snapshot:
        """Return what a screen shows at `now`."""
        shown = take_snapshot(
            now, self._state, self._place, self._sets, self._speaking, self._phrases, self._volume.now
        )
        return replace(shown, advice=self._answers.last_words)

    @property
    def _settles_at(self) -> float | None:
        """When the result of the set that ended last is told: a pause keeps it for later, so that it is said."""
        return self._sets.settled_at if self._state in {State.RUNNING, State.FAREWELL} else None

    def _hear(self, landing: Landing, now: float) -> list[Effect]:
        if self._state is not State.RUNNING:
            return self._sets.hear(landing, now, aloud=False)
        if self._enough.takes_one_more():  # "that is enough" is said in its number's place
            counted = self._sets.hear(landing, now, aloud=False)
            return [*counted, *(self._leave_off(now, begun=True) if self._enough.ends_the_work() else [])]
        # Advice first: no number is said where it has the mouth; the count goes on, and the next number is right.
        answer = self._answers.hear(landing, now)
        return [*self._sets.hear(landing, now, aloud=True), *answer]

    def _note_clip(
        self, event: ClipStarted | ClipEnded | ClipDropped | ClipMeasured | ScriptMeasured, now: float
    ) -> list[Effect]:
        match event:
            case ClipStarted():
                return self._speaking.started(event)
            case ClipEnded():
                return [*self._speaking.ended(event), *self._after_last_words(event.cue_id, event.at, now)]
            case ClipDropped():
                return [*self._speaking.lost(event), *self._after_last_words(event.cue_id, event.at, now)]
            case ClipMeasured():
                self._speaking.measured(event)
            case ScriptMeasured():
                self._place.script = self._enough.of(event.script)
                return [Prepare(self._place.script.cues())]
        return []

    def _turn_page(self) -> list[Effect]:
        ends_at = self._place.ends_at
        counted = is_counted(self._place.phase)
        effects = self._moves.end_work(ends_at) if counted else self._sets.end(ends_at)
        self._place.turn()
        if self._enough.forbids():
            return [*effects, *self._leave_off(ends_at, begun=False)]
        return [*effects, *self._begin_phase()]

    def _leave_off(self, now: float, *, begun: bool) -> list[Effect]:
        """Leave the hops at hand, and all that are left; say why, and go on with the rest of the circuit."""
        effects = [*self._enough.used_up(now, begun=begun), *self._enough.leave_out_the_rest(now)]
        effects += self._moves.break_off(self._enough.words, now)
        return [*effects, *self._begin_phase()]

    def _begin_phase(self) -> list[Effect]:
        phase, at = self._place.phase, self._place.begun_at
        if phase.kind is PhaseKind.FAREWELL:
            self._move(Input.COMPLETE)
            self._parting.begin(FINISHED, at)
        return self._sets.begin(phase, at) if phase.kind is PhaseKind.WORK else []

    def _obey(self, given: CommandGiven, now: float) -> list[Effect]:
        if isinstance(given.command, NoCommand):
            return [Record(CommandUnknown(t=now, text=given.command.text, source=given.source))]
        command = meant(given.command, paused=self.is_paused, muted=self._volume.now.muted)
        taken = Record(CommandTaken(t=now, name=str(command), source=given.source))
        if command in VOLUME_COMMANDS:
            return [taken, *self._volume.obey(command)]
        return [taken, *self._follow(command, given.source, now)]

    def _follow(self, command: Command, source: str, now: float) -> list[Effect]:
        wanted = input_of(command)
        if not allows(self._state, wanted):
            return []
        ran = self._state is State.RUNNING
        self._move(wanted)
        runs = self._state is State.RUNNING
        if wanted is Input.STOP:
            return [*self._stop(source, now), *self.tick(now)]
        if wanted is Input.PAUSE and ran:
            return [*self._moves.hold(now), *self._moves.announce("paused", now)]
        if wanted is Input.RESUME and runs:
            return [*self._moves.go_on("ready", now), *self.tick(now)]
        if wanted is Input.MOVE:
            moved = self._moves.go_to(command, now)
            if command is not Command.SKIP:
                self._enough.lift()
            return [*moved, *self._begin_phase(), *self.tick(now)]
        return []

    def _stop(self, source: str, now: float) -> list[Effect]:
        self._place.hold(now)
        self._parting.begin(INTERRUPTED if source == SIGNAL else STOPPED, now)
        return [*self._moves.end_work(now), *self._speaking.hush(now)]

    def _hear_of_device(self, event: DeviceLost | DeviceBack | DeviceNote, now: float) -> list[Effect]:
        match event:
            case DeviceLost():
                return self._lose(event, now)
            case DeviceBack():
                return self._recover(event, now)
            case DeviceNote():
                return [Record(AudioNote(t=now, what=event.what, device=event.device, seconds=event.seconds))]

    def _lose(self, event: DeviceLost, now: float) -> list[Effect]:
        self._lost.add(event.what)
        note = AudioNote(t=now, what=f"{event.what} lost", device=event.device, seconds=0.0)
        effects: list[Effect] = [Record(note)]
        ran = self._state is State.RUNNING
        self._move(Input.LOSE)
        if ran:
            effects += self._moves.hold(now)
        if event.what == "speaker":
            return [*effects, *self._speaking.lose_speaker(now)]
        return [*effects, *(self._moves.announce("microphone_lost", now) if ran else [])]

    def _recover(self, event: DeviceBack, now: float) -> list[Effect]:
        self._lost.discard(event.what)
        note = AudioNote(t=now, what=f"{event.what} back", device=event.device, seconds=0.0)
        if self._lost or not allows(self._state, Input.RECOVER):
            return [Record(note)]
        self._move(Input.RECOVER)
        runs = self._state is State.RUNNING
        return [Record(note), *([*self._moves.go_on("sound_back", now), *self.tick(now)] if runs else [])]

    def _part(self, now: float) -> list[Effect]:
        if self._parting.is_over(now):
            self._move(Input.END)
            return self._parting.end(now)
        return self._parting.speak(now)

    def _after_last_words(self, cue_id: str, at: float, now: float) -> list[Effect]:
        self._parting.note_end(cue_id, at)
        return self._part(now) if self._state is State.FAREWELL else []

    def _move(self, given: Input) -> None:
        self._state = after(self._state, given)

    def _words_to_prepare(self) -> tuple[Cue, ...]:
        planned = words_to_prepare(self._place.script, self._setting.count, listens=self._setting.listens)
        moment = words_of_the_moment(self._place.script, self._phrases, self._setting.talk)
        return (*planned, *self._answers.words_to_prepare(), *self._enough.words_to_prepare(), *moment)
