"""Lengths of time and cue instants as people write them in a circuit file."""

from __future__ import annotations

import re

from voicecoach.circuit.model import CueTime, CueTimeKind

LONGEST_S = 3600.0
"""No single time in a circuit is longer than an hour; beyond that it is a slip of the keyboard."""

_BEYOND_S = 1e9
_HOW_TO_WRITE_LENGTHS = 'write seconds (30) or "30s", "1m30", "1:30", "2m"'
_HOW_TO_WRITE_INSTANTS = 'write "+6s" after the start, "-10s" before the end, "50%" of the work, or "start"'

_SECONDS = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?) ?s")
_MINUTES = re.compile(r"([0-9]{1,4}) ?m(?: ?([0-5]?[0-9])s?)?")
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9])")
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})?) ?%")


def length_s(value: object, *, least_s: float = 0.0) -> float:
    """Return a written length of time in seconds, in whole milliseconds.

    `value` is a number of seconds, ``30s``, ``1m30``, ``1m30s``, ``1:30`` or ``2m``.  ValueError, in words
    that follow the value, if it is none of these, shorter than `least_s` or longer than `LONGEST_S`.
    """
    seconds = _seconds(value)
    if seconds is None:
        raise ValueError(f"is not a length of time; {_HOW_TO_WRITE_LENGTHS}")
    if seconds > LONGEST_S:
        raise ValueError(f"is too long; a time is at most {LONGEST_S / 60:.0f} minutes")
    if seconds < 0:
        raise ValueError("is negative; a time can't be less than nothing")
    if round(seconds, 3) < least_s:
        raise ValueError(f"is too short; at least {least_s:g} s")
    return round(seconds, 3)


def cue_time(value: object) -> CueTime:
    """Return a written cue instant: ``+6s``, ``-10s``, ``50%`` or ``start``; ValueError as for `length_s`."""
    if not isinstance(value, str):
        raise ValueError(f"is not an instant; {_HOW_TO_WRITE_INSTANTS}")  # noqa: TRY004 - one error for all
    written = value.strip()
    if written == "start":
        return CueTime(CueTimeKind.AFTER_START, 0.0)
    if share := _SHARE.fullmatch(written):
        return CueTime(CueTimeKind.SHARE, float(share[1]) / 100.0)
    kind = {"+": CueTimeKind.AFTER_START, "-": CueTimeKind.BEFORE_END}.get(written[:1])
    seconds = _seconds(written[1:])
    if kind is None or seconds is None or seconds < 0.0:
        raise ValueError(f"is not an instant; {_HOW_TO_WRITE_INSTANTS}")
    return CueTime(kind, round(seconds, 3))


def _seconds(value: object) -> float | None:
    """Return the seconds meant, None for what is no length of time at all."""
    if isinstance(value, bool) or value != value:  # noqa: PLR0124 - NaN alone differs from itself
        return None
    if isinstance(value, int | float):
        # Kept in bounds first: a whole number may be too large for a float.
        return float(max(-_BEYOND_S, min(_BEYOND_S, value)))
    if not isinstance(value, str):
        return None
    written = value.strip()
    if seconds := _SECONDS.fullmatch(written.removeprefix("-")):
        return float(seconds[1]) * (-1.0 if written.startswith("-") else 1.0)
    if minutes := _MINUTES.fullmatch(written) or _CLOCK.fullmatch(written):
        return 60.0 * int(minutes[1]) + int(minutes[2] or 0)
    return None
