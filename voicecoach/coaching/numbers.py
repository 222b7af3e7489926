"""Numbers said at landings: the form and the speed that fit between two hops.

A number is worth hearing only before the next landing.  Full numbers are said while they fit, judged by what the
clips really last in the voice and language at hand; then only the units between the tens, which are said in full;
if no form fits, every fifth is still said, over the landings after it, which stay silent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

from voicecoach.coaching.cue import Cue, Lane
from voicecoach.coaching.lengths import Lengths

RATES_WPM = (200, 260, 320, 380)
"""Slowest first: the first that fits is said.  Above 400 words a minute espeak is no longer understood (a
recogniser got 47 of 99 numbers at 400, 64 at 350, 90 at 250)."""

FULL_AFTER_TWENTY_WPM = (260,)
"""Beyond twenty, full numbers only at a speed that stays clear; faster than this the units are better understood."""

FULL_TENS_SHARE = 0.6
"""Full numbers after twenty are rendered for this share of the quickest hopping's count, 2.4 hops a second of 4: the
shortest ten takes 0.39 s (espeak at 260 words a minute, ten by ten up to 109: 0.47 to 0.83 s in English, 0.71 to
0.86 s in German, 0.54 to 0.84 s in Spanish, 0.39 to 0.71 s in French)."""

SHARE_OF_INTERVAL = 0.92
"""A number may fill this much of the time to the next landing; the rest is for the hop that comes early."""

_TWENTY = 20
_RENDERED_TOGETHER = 20
_LOUD_FIFTH = 5

Fits = Callable[[Cue, int], bool]
"""Whether a number is over in time if so many landings after its own stay silent."""


class CountMode(StrEnum):
    """How much is counted aloud."""

    EVERY = "every"
    FIVES = "fives"
    TENS = "tens"
    TOTAL = "total"
    OFF = "off"

    @property
    def step(self) -> int | None:
        """How many landings apart the spoken numbers are; None for no numbers."""
        return {"every": 1, "fives": 5, "tens": 10}.get(self.value)


class Numbers:
    """Chooses how each number of one set is said.

    Within a ten the form does not go back and forth: it is said in full if all of it fits, and once short it
    stays short to the next ten.
    """

    def __init__(self, mode: CountMode, lengths: Lengths) -> None:
        self._mode = mode
        self._lengths = lengths
        self._short_ten: int | None = None

    def choose(self, count: int, cue_id: str, fits: Fits) -> Cue | None:
        """Return the number to say at landing `count`, None for silence."""
        step = self._mode.step
        if step is None or count % step:
            return None
        if self._mode is not CountMode.EVERY:
            return self._first(self._in_full(count, cue_id), fits, step - 1)
        said = self._first(self._forms(count, cue_id, fits), fits, 0)
        if said is not None or count % _LOUD_FIFTH:
            return said
        any_form = [*self._in_full(count, cue_id), *self._units(count, cue_id)]
        heard_out = (self._first(any_form, fits, over) for over in range(1, _LOUD_FIFTH))
        return next((cue for cue in heard_out if cue is not None), None)

    def lead_s(self, count: int) -> float:
        """Return the longest time, in seconds, that a form of `count` may begin before its beat."""
        forms = [*self._in_full(count, ""), *self._units(count, "")]
        return max((self._lengths.onset_of(cue) for cue in forms), default=0.0)

    def _forms(self, count: int, cue_id: str, fits: Fits) -> list[Cue]:
        return self._in_full(count, cue_id) if self._says_in_full(count, fits) else self._units(count, cue_id)

    def _says_in_full(self, count: int, fits: Fits) -> bool:
        ten = count // 10
        if count % 10 == 0 or not ten:
            return True
        rest_of_ten = range(count, 10 * ten + 10)
        if self._short_ten != ten and any(self._first(self._in_full(n, ""), fits, 0) is None for n in rest_of_ten):
            self._short_ten = ten
        return self._short_ten != ten

    def _in_full(self, count: int, cue_id: str) -> list[Cue]:
        return self._ready(_cues(str(count), _full_rates(count, self._mode), cue_id))

    def _units(self, count: int, cue_id: str) -> list[Cue]:
        return self._ready(_cues(str(count % 10), RATES_WPM, cue_id))

    def _ready(self, cues: list[Cue]) -> list[Cue]:
        """Return those that are rendered; all of them while nothing is, so that a screen can show them."""
        return [cue for cue in cues if self._lengths.knows(cue)] if self._lengths.any_known else cues

    @staticmethod
    def _first(cues: Iterable[Cue], fits: Fits, over: int) -> Cue | None:
        return next((cue for cue in cues if fits(cue, over)), None)


def numbers_to_prepare(limit: int, mode: CountMode) -> tuple[Cue, ...]:
    """Return every number that a set of up to `limit` landings may need, those needed first coming first.

    Within twenty numbers those of one speed stand together: an engine takes far longer to change its speed than to
    say a number.
    """
    if mode.step is None:
        return ()
    every = mode is CountMode.EVERY
    in_full = max(_TWENTY, round(limit * FULL_TENS_SHARE)) if every else limit
    wanted: dict[tuple[str, int], Cue] = {}
    for first in range(0, limit, _RENDERED_TOGETHER):
        counts = range(first + mode.step, min(first + _RENDERED_TOGETHER, limit) + 1, mode.step)
        full = [n for n in counts if n <= in_full or n % 10 == 0]
        forms = [(str(n), rate_wpm) for n in full for rate_wpm in _full_rates(n, mode)]
        forms += [(str(n % 10), rate_wpm) for n in counts if every and n % 10 for rate_wpm in RATES_WPM]
        for text, rate_wpm in sorted(forms, key=lambda form: form[1]):
            wanted.setdefault((text, rate_wpm), Cue(f"prepare.{text}", text, Lane.COUNT, rate_wpm))
    return tuple(wanted.values())


def _full_rates(count: int, mode: CountMode) -> tuple[int, ...]:
    short_would_do = mode is CountMode.EVERY and count > _TWENTY and count % 10 != 0
    return FULL_AFTER_TWENTY_WPM if short_would_do else RATES_WPM


def _cues(text: str, rates_wpm: tuple[int, ...], cue_id: str) -> list[Cue]:
    return [Cue(cue_id, text, Lane.COUNT, rate_wpm) for rate_wpm in rates_wpm]
