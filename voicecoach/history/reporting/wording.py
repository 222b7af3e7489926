"""Numbers and names as a report says them."""

from __future__ import annotations

from voicecoach.history.queries import SetRow

NONE = "none"


def exercise_name(exercise: str) -> str:
    """Return an exercise's id as words."""
    return exercise.replace("-", " ").replace("_", " ")


def set_name(one: SetRow) -> str:
    """Return what tells a set from the others of its session."""
    side = f", {one.side}" if one.side else ""
    return f"{exercise_name(one.exercise)}{side}, round {one.round}"


def ms(seconds: float) -> str:
    """Return whole milliseconds."""
    return f"{1000.0 * seconds:.0f}"


def per_second(cadence_hz: float | None) -> str:
    """Return landings a second."""
    return NONE if cadence_hz is None else f"{cadence_hz:.2f}"


def plain_hz(hz: float) -> str:
    """Return an end of a target: hundredths only where there are some."""
    return f"{round(hz, 2):g}"


def share(value: float | None) -> str:
    """Return a share in percent, with the decimal that steadiness needs."""
    return NONE if value is None else f"{value:.1%}"
