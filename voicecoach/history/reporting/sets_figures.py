"""A session's sets side by side: cadence and regularity, left and right."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Any, Final

from voicecoach.coaching.advice.evenness import UNEVEN_BEGINS
from voicecoach.coaching.summary import STEADY_VARIATION
from voicecoach.history.aims import Aim
from voicecoach.history.queries import SetRow
from voicecoach.history.reporting.axes import BESIDE, KEY_IN, MARKS, SMALL_PT, band, key, place, quiet
from voicecoach.history.reporting.plate import Inks, Plate
from voicecoach.history.reporting.wording import exercise_name, ms, per_second, set_name, share
from voicecoach.history.sides import Sides

APART: Final = 0.08
"""Half the distance of a set's two sides: equal ones would hide one another."""


def sets_plate(pairs: Sequence[tuple[SetRow, Aim]]) -> Plate:
    """Return cadence and regularity of each counted set that has a rhythm."""
    series: dict[str, list[tuple[int, SetRow]]] = {}
    for place_, (one, _) in enumerate(pairs, start=1):
        name = exercise_name(one.exercise) + (f", {one.side}" if one.side else "")
        series.setdefault(name, []).append((place_, one))
    targets = {aim.target_hz for _, aim in pairs if aim.target_hz is not None}

    def draw(figure: Any, inks: Inks) -> None:  # noqa: ANN401 - no types
        cadence, variation = place(figure, rows=2, above_in=KEY_IN if len(series) > 1 else 0.0)
        says = "landings a second"
        if len(targets) == 1:
            (target_hz,) = targets
            band(cadence, *target_hz, inks)
            says += "; shaded: target of the hops"
        quiet(cadence, inks, says=says)
        quiet(variation, inks, says="intervals vary by, %; shaded: steady")
        band(variation, 0.0, 100.0 * STEADY_VARIATION, inks)
        for number, (name, found) in enumerate(series.items()):
            look = _look(number, inks)
            at = [place_ for place_, _ in found]
            rhythms = [one.rhythm for _, one in found if one.rhythm is not None]
            cadence.plot(at, [rhythm.cadence_hz for rhythm in rhythms], label=name, **look)
            variation.plot(at, [100.0 * rhythm.variation for rhythm in rhythms], **look)
        for axis in (cadence, variation):
            axis.margins(x=0.06, y=0.15)
        variation.set_ylim(bottom=0.0)
        variation.set_xticks(range(1, len(pairs) + 1))
        variation.set_xlabel("set", fontsize=SMALL_PT, color=inks.muted, labelpad=1)
        if len(series) > 1:
            key(figure, cadence, inks)

    return Plate(
        key="sets",
        title="Cadence and regularity, set by set",
        text=" ".join(
            f"Set {number}, {set_name(one)}: {per_second(one.rhythm.cadence_hz)} landings a second, intervals vary by "
            f"{share(one.rhythm.variation)}."
            for number, (one, _) in enumerate(pairs, start=1)
            if one.rhythm is not None
        ),
        columns=("set", "exercise", "landings", "a second", "vary by", "from first to last"),
        rows=[
            (
                str(number),
                set_name(one),
                str(one.count or 0),
                per_second(one.rhythm.cadence_hz),
                share(one.rhythm.variation),
                f"{one.rhythm.drift:+.0%}",
            )
            for number, (one, _) in enumerate(pairs, start=1)
            if one.rhythm is not None
        ],
        height_in=3.1,
        draw=draw,
    )


def sides_plate(compared: Sequence[Sides]) -> Plate:
    """Return the interval of each side."""

    def draw(figure: Any, inks: Inks) -> None:  # noqa: ANN401
        (axis,) = place(figure, above_in=KEY_IN)
        quiet(axis, inks, says="mean interval, milliseconds")
        for at, one in enumerate(compared, start=1):
            first_ms, second_ms = (1000.0 * value for value in one.intervals_s)
            beside = (at - APART, at + APART)
            axis.plot(beside, [first_ms, second_ms], color=inks.muted, linewidth=0.8)
            alone = at == 1
            look = {"linestyle": "none", "markersize": 5}
            axis.plot(beside[0], first_ms, "o", color=inks.first, label=one.names[0] if alone else None, **look)
            label = one.names[1] if alone else None
            axis.plot(beside[1], second_ms, "s", color=inks.second, markerfacecolor=inks.paper, label=label, **look)
        axis.set_xticks(range(1, len(compared) + 1), [_short(one, compared) for one in compared])
        axis.set_xlim(0.5, len(compared) + 0.5)
        axis.set_ylim(*_not_too_close(compared))
        key(figure, axis, inks)

    said = [
        f"{exercise_name(one.exercise).capitalize()}, {one.label}: {one.names[0]} {ms(one.intervals_s[0])}, "
        f"{one.names[1]} {ms(one.intervals_s[1])} milliseconds, {abs(one.difference):.0%} apart."
        for one in compared
    ]
    return Plate(
        key="sides",
        title="Left and right",
        text=" ".join(said),
        columns=("exercise", "round", "first side, ms", "second side, ms", "apart"),
        rows=[
            (
                exercise_name(one.exercise),
                one.label.removeprefix("round "),
                f"{ms(one.intervals_s[0])} ({one.names[0]})",
                f"{ms(one.intervals_s[1])} ({one.names[1]})",
                f"{abs(one.difference):.1%}",
            )
            for one in compared
        ],
        height_in=2.1,
        draw=draw,
    )


def _short(one: Sides, compared: Sequence[Sides]) -> str:
    several = len({other.exercise for other in compared}) > 1
    return f"{one.label}\n{exercise_name(one.exercise)}" if several else one.label


def _not_too_close(compared: Sequence[Sides]) -> tuple[float, float]:
    """Return limits in milliseconds between which only a difference that matters looks like one."""
    shown_ms = [1000.0 * value for one in compared for value in one.intervals_s]
    room = UNEVEN_BEGINS * fmean(shown_ms)
    return min(shown_ms) - room, max(shown_ms) + room


def _look(number: int, inks: Inks) -> dict[str, object]:
    return {
        "color": (inks.first, inks.second)[number % 2],
        "linestyle": BESIDE[number % len(BESIDE)],
        "marker": MARKS[number % len(MARKS)],
        "markersize": 4,
        "linewidth": 1.0,
    }
