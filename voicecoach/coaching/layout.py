"""Laying out one phase: what is wished for, each at an instant where nothing else speaks.

Cues with an instant of their own (countdown, technique, calls of the time, tones) stand there; the others follow
one another from the phase's start, each ending before the countdown does and before the phase does.  What does
not fit is first said in fewer words, then the least important of it is left out; both are told with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from voicecoach.circuit.timeline import Phase, PhaseKind
from voicecoach.coaching.cue import Cue
from voicecoach.coaching.planned import Misfit, PlannedCue
from voicecoach.coaching.wish import Importance, Wish

BREATH_S = 0.25
"""Silence between two cues that follow one another."""

SMALLEST_GAP_S = 0.1
"""Two cues nearer than this would run together."""

EXTRA_SPACE_S = 1.5
"""Silence around what is only said where there is room."""

_HALF_A_MS = 0.0005


class Measure(Protocol):
    """Whoever knows how long a cue is."""

    def of(self, cue: Cue) -> float:
        """Return the cue's length in seconds."""
        ...


@dataclass(frozen=True, slots=True)
class Laid:
    """A phase laid out."""

    cues: tuple[PlannedCue, ...]
    misfits: tuple[Misfit, ...]
    rooms: tuple[PlannedCue, ...]
    """What room is kept for, in words like those that will be said in it."""


def lay_out(phase: Phase, wanted: Sequence[Wish], lengths: Measure) -> Laid:
    """Give each wish of a phase its instant, its form, or its reason why not."""
    layout = _Layout(phase, lengths)
    # The most important cue takes its place first; of equals the earlier one does.
    fixed = [wish for wish in wanted if wish.at_s is not None]
    for wish in sorted(fixed, key=lambda wish: (-wish.importance, wish.at_s)):
        layout.stand(wish)
    layout.follow([wish for wish in wanted if wish.at_s is None and not wish.is_extra])
    for wish in wanted:
        if wish.is_extra:
            layout.fill(wish)
    return layout.laid()


@dataclass(frozen=True, slots=True)
class _Spot:
    wish: Wish
    form: int
    planned: PlannedCue

    @property
    def cue(self) -> Cue:
        return self.planned.cue

    def __str__(self) -> str:
        return f'{self.cue.id} "{self.cue.text}"'


class _Layout:
    def __init__(self, phase: Phase, lengths: Measure) -> None:
        self._phase = phase
        self._lengths = lengths
        self._spots: list[_Spot] = []
        self._left_out: list[Misfit] = []
        self._in_the_way: dict[str, str] = {}

    def laid(self) -> Laid:
        """Return what has been laid out, in order of time."""
        shortened = [
            self._misfit(spot.wish, spot.cue, self._in_the_way[spot.cue.id]) for spot in self._spots if spot.form
        ]
        in_order = sorted(self._spots, key=lambda spot: spot.planned.offset_s)
        cues = tuple(spot.planned for spot in in_order if not spot.wish.keeps_room)
        rooms = tuple(spot.planned for spot in in_order if spot.wish.keeps_room)
        return Laid(cues, (*shortened, *self._left_out), rooms)

    def stand(self, wish: Wish) -> None:
        """Place a cue at its own instant; what speaks into it is shortened if it can be."""
        kept = ""
        for form in range(len(wish.forms)):
            spot = self._spot(wish, form, wish.at_s or 0.0)
            blocking = self._blocking(spot)
            instead = [self._out_of_the_way(other, spot) for other in blocking]
            if not self._is_over_in_time(spot):
                kept = self._end_of(wish)
            elif any(other is None for other in instead):
                kept = str(blocking[instead.index(None)])
            else:
                self._replace(blocking, [other for other in instead if other is not None], spot)
                self._spots.append(spot)
                return
            self._in_the_way.setdefault(wish.cue.id, kept)
        self._leave_out(wish, kept)

    def follow(self, wanted: Sequence[Wish]) -> None:
        """Place cues one after another: in fewer words where need be, and without the least important ones."""
        active = list(wanted)
        while active:
            weakest = min(reversed(active), key=lambda wish: wish.importance)
            kept = ""
            for spots, ticks in self._attempts(active, weakest):
                placed = self._placed(spots, ticks)
                if isinstance(placed, list):
                    self._accept(placed, ticks, kept)
                    return
                kept = kept or placed
            active.remove(weakest)
            self._leave_out(weakest, kept)

    def fill(self, wish: Wish) -> None:
        """Place a cue in the first silence that is long enough, if there is one."""
        starts = [EXTRA_SPACE_S, *(spot.planned.end_s + EXTRA_SPACE_S for spot in self._spots if _speaks(spot))]
        for start_s in sorted(starts):
            spot = self._spot(wish, 0, start_s + _HALF_A_MS)  # never rounded into the silence
            if self._is_over_in_time(spot) and not self._blocking(spot, EXTRA_SPACE_S - SMALLEST_GAP_S):
                self._spots.append(spot)
                return

    def _attempts(self, active: Sequence[Wish], weakest: Wish) -> Iterator[tuple[list[tuple[Wish, int]], int]]:
        """Yield the forms to try, in ever fewer words, and how many words of the countdown become ticks.

        Only for a name and a total does the countdown tick: it is better to know the side than to hear a number.  A
        total leaves it one word, since a runner who hears none has no warning.
        """
        words = sum(_is_spoken_countdown(spot) for spot in self._spots)
        most = {Importance.NAME: words, Importance.TOTAL: max(words - 1, 0)}.get(weakest.importance, 0)
        for ticks in range(most + 1):
            forms = [0] * len(active)
            yield list(zip(active, forms, strict=True)), ticks
            for index in sorted(range(len(active)), key=lambda index: (active[index].importance, -index)):
                for form in range(1, len(active[index].forms)):
                    forms[index] = form
                    yield list(zip(active, forms, strict=True)), ticks

    def _placed(self, wanted: Sequence[tuple[Wish, int]], ticks: int) -> list[_Spot] | str:
        """Return the cues one after another, or what stands in the way."""
        standing = self._with_ticks(ticks)
        placed: list[_Spot] = []
        cursor_s = 0.0
        for wish, form in wanted:
            spot = self._spot(wish, form, max(cursor_s, wish.not_before_s))
            blocking = [other for other in standing if _clash(spot, other) or _counts_down_before(other, spot)]
            if blocking:
                return str(blocking[0])
            if not self._is_over_in_time(spot):
                return self._end_of(wish)
            placed.append(spot)
            cursor_s = spot.planned.end_s + BREATH_S
        return placed

    def _accept(self, placed: Sequence[_Spot], ticks: int, kept: str) -> None:
        before = self._spots
        self._spots = [*self._with_ticks(ticks), *placed]
        for spot in placed:
            self._in_the_way[spot.cue.id] = kept
        for was, spot in zip(before, self._spots, strict=False):
            if was is not spot:
                self._in_the_way[spot.cue.id] = f"the name it would cut, {placed[-1]}"

    def _with_ticks(self, ticks: int) -> list[_Spot]:
        """Return the spots with the first `ticks` words of the countdown as ticks."""
        spoken = sorted((s for s in self._spots if _is_spoken_countdown(s)), key=lambda spot: spot.planned.offset_s)
        ticking = {id(spot) for spot in spoken[:ticks]}
        return [
            self._spot(spot.wish, len(spot.wish.forms) - 1, spot.planned.offset_s) if id(spot) in ticking else spot
            for spot in self._spots
        ]

    def _out_of_the_way(self, other: _Spot, newcomer: _Spot) -> _Spot | None:
        """Return `other` in a form that is over before `newcomer`, if it has one."""
        if other.wish.importance is Importance.COUNTDOWN:
            return None
        for form in range(other.form + 1, len(other.wish.forms)):
            shorter = self._spot(other.wish, form, other.planned.offset_s)
            if not _clash(shorter, newcomer):
                return shorter
        return None

    def _replace(self, blocking: Sequence[_Spot], instead: Sequence[_Spot], newcomer: _Spot) -> None:
        for other, shorter in zip(blocking, instead, strict=True):
            self._spots[self._spots.index(other)] = shorter
            self._in_the_way[other.cue.id] = str(newcomer)

    def _spot(self, wish: Wish, form: int, at_s: float) -> _Spot:
        cue = wish.forms[form]
        return _Spot(wish, form, PlannedCue(cue, _whole_ms(at_s), self._lengths.of(cue)))

    def _blocking(self, spot: _Spot, space_s: float = 0.0) -> list[_Spot]:
        return [other for other in self._spots if _clash(spot, other, space_s)]

    def _is_over_in_time(self, spot: _Spot) -> bool:
        if self._phase.kind is PhaseKind.FAREWELL or not spot.cue.lane.is_speech:
            return True
        return spot.planned.end_s <= self._limit_s(spot.wish)

    def _limit_s(self, wish: Wish) -> float:
        return self._phase.duration_s if wish.until_s is None else wish.until_s

    def _end_of(self, wish: Wish) -> str:
        if wish.until_s is not None:
            quiet_s = self._phase.duration_s - wish.until_s
            return f"the last {quiet_s:g} s of its {self._phase.duration_s:g} s {self._phase.kind}, the countdown's own"
        return f"the end of its {self._phase.duration_s:g} s {self._phase.kind}"

    def _leave_out(self, wish: Wish, kept: str) -> None:
        self._left_out.append(self._misfit(wish, None, kept))

    def _misfit(self, wish: Wish, said: Cue | None, kept: str) -> Misfit:
        at_s = self._phase.start_s + (wish.not_before_s if wish.at_s is None else wish.at_s)
        return Misfit(wish.cue, said, kept, at_s, self._lengths.of(wish.cue))


def _speaks(spot: _Spot) -> bool:
    return spot.cue.lane.is_speech


def _is_spoken_countdown(spot: _Spot) -> bool:
    return _speaks(spot) and spot.wish.importance is Importance.COUNTDOWN


def _counts_down_before(other: _Spot, spot: _Spot) -> bool:
    """Say whether `spot` would stand among the words of a countdown that has begun."""
    return _is_spoken_countdown(other) and other.planned.offset_s <= spot.planned.offset_s


def _clash(one: _Spot, other: _Spot, space_s: float = 0.0) -> bool:
    if not (_speaks(one) and _speaks(other)):
        return False
    gap_s = SMALLEST_GAP_S + space_s
    a, b = one.planned, other.planned
    return a.end_s + gap_s > b.offset_s and b.end_s + gap_s > a.offset_s


def _whole_ms(seconds: float) -> float:
    # Whole milliseconds are whole samples at 8, 16, 32 and 48 kHz, so that "exactly on time" has a meaning.
    return round(seconds * 1000.0) / 1000.0
