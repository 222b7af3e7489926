"""The sets of a session: the one that runs, the one that is settling, and the results of those before."""

from __future__ import annotations

from voicecoach.circuit.timeline import Phase
from voicecoach.coaching.aloud import CountingAloud
from voicecoach.coaching.counter import SetCounter
from voicecoach.coaching.cue import Cue, Lane
from voicecoach.coaching.effects import Effect, Prepare, Record
from voicecoach.coaching.events import Recounted
from voicecoach.coaching.facts import LandingHeard, RhythmHeard, StepEnded, StepStarted
from voicecoach.coaching.past import PastSet, is_hops
from voicecoach.coaching.phrases import Phrases
from voicecoach.coaching.setting import Setting
from voicecoach.coaching.speaking import Silence, Speaking
from voicecoach.coaching.summary import STEADY_VARIATION, SetResult
from voicecoach.coaching.total import SETTLE_S, TOTAL_AFTER_S, total_forms
from voicecoach.coaching.wording import Talk, is_counted
from voicecoach.listening.landing import Landing

TOTAL_PATIENCE_S = 2.0
"""A set's total may wait for a number that still sounds."""

RHYTHM_EVERY = 4
"""Landings between two lines about the rhythm in the event log."""


class Sets:
    """Counts landings set by set, aloud."""

    def __init__(self, phrases: Phrases, speaking: Speaking, setting: Setting, silence: Silence) -> None:
        self._phrases = phrases
        self._speaking = speaking
        self._setting = setting
        self._running: SetCounter | None = None
        self._settling: SetCounter | None = None
        self._aloud = CountingAloud(speaking, silence, setting.count, on_beat=setting.on_beat)
        self.results: list[SetResult] = []
        self.hopped: list[PastSet] = []
        """The sets of hops that are over."""
        self.settled_at: float | None = None
        """When the set that ended last has heard its last landing; None if none is pending."""

    @property
    def give_up_at(self) -> float | None:
        """When :meth:`give_up` is due: a number was placed on a landing that may not come."""
        return self._aloud.give_up_at

    def give_up(self, now: float) -> list[Effect]:
        """Take back a number whose landing has not come."""
        return self._aloud.give_up(now)

    @property
    def current(self) -> SetCounter | None:
        """The set at hand, or the one that has just ended."""
        return self._running or self._settling

    @property
    def landings(self) -> int:
        """Landings of the whole session so far."""
        pending = [s.count for s in (self._running, self._settling) if s is not None]
        return sum(done.count for done in self.results) + sum(pending)

    @property
    def hops(self) -> int:
        """Landings that were hops."""
        pending = [one.count for one in (self._running, self._settling) if one is not None and is_hops(one.phase.step)]
        return sum(done.count for done in self.hopped) + sum(pending)

    def begin(self, phase: Phase, at: float) -> list[Effect]:
        """Begin the work of `phase`."""
        if phase.step is None:
            return []
        name = self._phrases.exercise(phase.step.exercise, phase.step.name)
        lands = is_counted(phase)
        counted = lands and self._setting.listens
        self._running = SetCounter(phase, name, at, counted=counted)
        self._aloud.begin(phase.step.exercise)
        started = StepStarted(
            t=at,
            step=phase.step.exercise,
            side=str(phase.side) if phase.side else None,
            round=phase.round,
            rounds=phase.rounds,
            seconds=phase.duration_s,
            target_hz=phase.step.target_hz,
            feet=str(phase.step.feet) if lands else None,
        )
        return [Record(started)]

    def end(self, at: float) -> list[Effect]:
        """Close the running set; a counted one's result waits until its last landing can have been heard."""
        done, self._running = self._running, None
        if done is None:
            return []
        effects = self.settle(at, aloud=False)
        done.close(at)
        if not done.counted:
            return [*effects, _ended(done, at)]
        self._settling, self.settled_at = done, at + SETTLE_S
        if self._setting.says_totals:
            # Rendered while it settles, so that its length is known and need not be guessed.
            effects.append(Prepare(self._totals(done.result())))
        return effects

    def settle(self, now: float, *, aloud: bool, words_at: float = 0.0) -> list[Effect]:
        """Take the result of the set that has ended, if one has, and say its total before `words_at`."""
        done, self._settling = self._settling, None
        ended_at, self.settled_at = self.settled_at, None
        if done is None or ended_at is None:
            return []
        ended = _ended(done, ended_at)
        if not done.begun:
            return [ended]
        result = done.result()
        self.results.append(result)
        if is_hops(done.phase.step):
            self.hopped.append(done.looked_back_on())
        said = self._total(result, now, words_at) if aloud and self._setting.says_totals else []
        return [ended, *said]

    def total_over_at(self, now: float) -> float | None:
        """Return when the total that is still to be said will be over, in its fewest words; None if there is none.

        A set that was left before its first landing is not waited for: whoever leaves it knows.
        """
        done, settled_at = self._settling, self.settled_at
        if done is None or settled_at is None or not (self._setting.says_totals and done.begun and done.count):
            return None
        fewest = Cue("total", total_forms(done.result(), self._phrases)[-1], Lane.INSTRUCTION)
        return max(now, settled_at) + TOTAL_AFTER_S + self._speaking.lengths.of(fewest)

    def pause(self, now: float) -> None:
        """Count no landing from now on."""
        self._aloud.hold(now)
        if self._running is not None:
            self._running.close(now)

    def resume(self, at: float) -> None:
        """Count again from `at` on, with the count as it was."""
        if self._running is not None:
            self._running.reopen(at)

    def recount(self, recounted: Recounted) -> list[Effect]:
        """Correct the count of the set that a recount is about; what was said aloud stays said."""
        for one in (self._settling, self._running):
            if one is not None and one.corrects(recounted):
                break
        return []

    def hear(self, landing: Landing, now: float, *, aloud: bool) -> list[Effect]:
        """Count a landing in the set it belongs to, and say its number."""
        pending = (self._settling, self._running)
        heard_in = next((one for one in pending if one is not None and one.takes(landing)), None)
        if heard_in is None:
            return []
        fact = LandingHeard(
            t=now,
            at=landing.at,
            heard_at=landing.heard_at,
            confidence=landing.confidence,
            step=heard_in.exercise,
            count=heard_in.count,
        )
        # Told when the next set runs already, the last landing has no number: it would be taken for the new set's.
        at_hand = heard_in is self._running or self._running is None
        said = self._aloud.landed(heard_in, landing, now) if aloud and at_hand else []
        return [Record(fact), *_rhythm(heard_in, now), *said]

    def _totals(self, result: SetResult) -> tuple[Cue, ...]:
        """Return the total of a set in ever fewer words."""
        forms = [*total_forms(result, self._phrases)]
        says_rhythm = self._setting.talk is Talk.COACH and result.asks_for_a_beat and not result.doubtful
        if says_rhythm and result.rhythm is not None:
            steady = result.rhythm.variation <= STEADY_VARIATION
            rhythm = self._phrases.line("rhythm_steady" if steady else "rhythm_unsteady")
            forms.insert(0, f"{forms[0]} {rhythm}")
        return tuple(Cue(f"r{result.round}.{result.exercise}.total", said, Lane.INSTRUCTION) for said in forms)

    def _total(self, result: SetResult, now: float, words_at: float) -> list[Effect]:
        cues = self._totals(result)
        at = now + TOTAL_AFTER_S
        for cue in cues:
            patience_s = min(TOTAL_PATIENCE_S, words_at - at - self._speaking.lengths.of(cue))
            if patience_s >= 0.0:
                return self._speaking.say(cue, at=at, patience_s=patience_s, now=now)
        return self._speaking.leave_out(cues[-1], "the next words leave no room for it", now)


def _ended(done: SetCounter, at: float) -> Record:
    result = done.result()
    return Record(
        StepEnded(
            t=at,
            step=result.exercise,
            side=result.side,
            round=result.round,
            count=result.count if done.counted else None,
            confidence=result.confidence if done.counted else None,
            seconds=done.seconds,
        )
    )


def _rhythm(heard_in: SetCounter, now: float) -> list[Effect]:
    reading = heard_in.rhythm.reading()
    if reading is None or heard_in.count % RHYTHM_EVERY:
        return []
    return [
        Record(
            RhythmHeard(
                t=now,
                cadence_hz=reading.cadence_hz,
                interval_s=reading.interval_s,
                variation=reading.variation,
                drift=reading.drift,
            )
        )
    ]
