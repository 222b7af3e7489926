"""Numbers said at landings: the form and the speed that fit between two hops.

A number is worth hearing only before the next landing.  Full numbers are said while they fit; after twenty
the tens are said in full and only the units between them; if no form fits, every fifth is still said over
the landing after it, and the others stay silent.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from voicecoach.coaching.cue import Cue, Lane
from voicecoach.coaching.lengths import Lengths

RATES_WPM = (200, 260, 320, 380)
"""Slowest first: the first that fits is said.  Above 400 words a minute espeak is no longer understood (a
recogniser got 47 of 99 numbers at 400, 64 at 350, 90 at 250)."""

FULL_AFTER_TWENTY_WPM = (260,)
"""Beyond twenty, full numbers only at a speed that stays clear and yet fits the slowest hopping (1.4 a second);
otherwise the units."""

SHARE_OF_INTERVAL = 0.92
"""A number may fill this much of the time to the next landing; the rest is for the hop that comes early."""

_TWENTY = 20
_RENDERED_TOGETHER = 20


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


def number_cue(count: int, mode: CountMode, interval_s: float, lengths: Lengths, cue_id: str) -> Cue | None:
    """Return the number to say at landing `count`, None for silence.

    `interval_s` is the expected time to the next landing, in seconds.
    """
    step = mode.step
    if step is None or count % step:
        return None
    room_s = interval_s * step * SHARE_OF_INTERVAL
    for text, rate_wpm in _forms(count, short=mode is CountMode.EVERY):
        cue = Cue(cue_id, text, Lane.COUNT, rate_wpm)
        if lengths.of(cue) <= room_s:
            return cue
    if count % 5 == 0:
        text, rate_wpm = list(_forms(count, short=mode is CountMode.EVERY))[-1]
        return Cue(cue_id, text, Lane.COUNT, rate_wpm)
    return None


def numbers_to_prepare(limit: int, mode: CountMode) -> tuple[Cue, ...]:
    """Return every number that a set of up to `limit` landings may need, those needed first coming first.

    Within twenty numbers those of one speed stand together: an engine takes far longer to change its speed than to
    say a number.
    """
    if mode.step is None:
        return ()
    wanted: dict[tuple[str, int], Cue] = {}
    every = mode is CountMode.EVERY
    # Said in full beyond twenty, a number fits only rhythms half as quick as `limit` is meant for.
    in_full = max(_TWENTY, limit // 2) if every else limit
    for first in range(0, limit, _RENDERED_TOGETHER):
        counts = range(first + mode.step, min(first + _RENDERED_TOGETHER, limit) + 1, mode.step)
        forms = [form for count in counts for form in _forms(count, short=every)]
        forms = [form for form in forms if int(form[0]) <= in_full or int(form[0]) % 10 == 0]
        for text, rate_wpm in sorted(forms, key=lambda form: form[1]):
            wanted.setdefault((text, rate_wpm), Cue(f"prepare.{text}", text, Lane.COUNT, rate_wpm))
    return tuple(wanted.values())


def _forms(count: int, *, short: bool) -> Iterator[tuple[str, int]]:
    full = str(count)
    if not short or count <= _TWENTY or count % 10 == 0:
        for rate_wpm in RATES_WPM:
            yield full, rate_wpm
        return
    for rate_wpm in FULL_AFTER_TWENTY_WPM:
        yield full, rate_wpm
    for rate_wpm in RATES_WPM:
        yield str(count % 10), rate_wpm
