"""A set's rhythm: the interval before every landing, the target, and each advice where it was said."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from statistics import median
from typing import Any, Final

from voicecoach.history.aims import Aim
from voicecoach.history.queries import AdviceRow, SetRow
from voicecoach.history.reporting.axes import SMALL_PT, band, place, quiet
from voicecoach.history.reporting.plate import Inks, Plate
from voicecoach.history.reporting.wording import exercise_name, ms, per_second, plain_hz, set_name
from voicecoach.listening.rhythm import PAUSE_S

LINE_IN: Final = 0.17
HEIGHT_IN: Final = 2.05
WORDS_A_LINE: Final = 54
ROOM: Final = 0.12
"""Above and below what is shown, relative to it."""
AROUND: Final = 0.2
"""Around the usual interval, relative to it: about as much as a target has."""


def rhythm_plate(one: SetRow, aim: Aim, key: str) -> Plate:
    """Return the rhythm of a counted set that has its landings."""
    lines = _lines(one.advice)
    beneath_in = LINE_IN * len(lines)

    def draw(figure: Any, inks: Inks) -> None:  # noqa: ANN401 - no types
        (axis,) = place(figure, beneath_in=beneath_in)
        _draw(axis, one, aim, inks)
        for place_, line in enumerate(reversed(lines)):
            at = (0.0, (LINE_IN * place_ + 0.06) / figure.get_figheight())
            figure.text(*at, line, fontsize=SMALL_PT, color=inks.ink)

    return Plate(
        key=key,
        title=f"Rhythm: {set_name(one)}",
        text=_text(one, aim),
        columns=("landing", "second of the set", "interval, ms", "said"),
        rows=_rows(one),
        height_in=HEIGHT_IN + beneath_in,
        draw=draw,
    )


def _draw(axis: Any, one: SetRow, aim: Aim, inks: Inks) -> None:  # noqa: ANN401
    at = [landing.at_s - one.started_at_s for landing in one.landings[1:]]
    intervals_ms = [1000.0 * value if value <= PAUSE_S else math.nan for value in one.intervals_s]
    shown = [value for value in intervals_ms if not math.isnan(value)]
    says = "interval in ms"
    if aim.target_hz is not None:
        slowest_hz, quickest_hz = aim.target_hz
        edges_ms = (1000.0 / quickest_hz, 1000.0 / slowest_hz)
        shown += edges_ms
        band(axis, *edges_ms, inks)
        says += f"; shaded: target, {plain_hz(slowest_hz)} to {plain_hz(quickest_hz)} a second"
    quiet(axis, inks, says=says)
    low, high = _span_ms(shown)
    room = ROOM * (high - low)
    axis.set_ylim(low - room, high + (2.5 if one.advice else 1.0) * room)
    axis.plot(at, intervals_ms, color=inks.first, linewidth=1.0, marker="o", markersize=2.8)
    last_s = max([one.seconds, *at, *(said.start_at_s - one.started_at_s for said in one.advice)])
    axis.set_xlim(0.0, last_s * 1.02)
    axis.locator_params(axis="x", integer=True)
    axis.set_xlabel("seconds into the set", fontsize=SMALL_PT, color=inks.muted, labelpad=1)
    for number, said in enumerate(one.advice, start=1):
        _mark(axis, number, said.start_at_s - one.started_at_s, inks)


def _span_ms(shown: Sequence[float]) -> tuple[float, float]:
    """Return what to show at least: an even beat looks even also where there is no target around it."""
    if not shown:
        return 300.0, 600.0
    usual = median(shown)
    return min(*shown, (1.0 - AROUND) * usual), max(*shown, (1.0 + AROUND) * usual)


def _mark(axis: Any, number: int, at_s: float, inks: Inks) -> None:  # noqa: ANN401
    axis.axvline(at_s, color=inks.second, linewidth=0.9, linestyle=(0, (4, 2)))
    box = {"boxstyle": "round,pad=0.2", "facecolor": inks.paper, "edgecolor": inks.second, "linewidth": 0.8}
    top = axis.get_xaxis_transform()
    axis.text(
        at_s, 0.97, str(number), transform=top, ha="center", va="top", fontsize=SMALL_PT - 1, color=inks.ink, bbox=box
    )


def _lines(advice: Sequence[AdviceRow]) -> list[str]:
    found: list[str] = []
    for number, said in enumerate(advice, start=1):
        first = f"{number}  "
        found += textwrap.wrap(
            f"“{said.words}”", WORDS_A_LINE, initial_indent=first, subsequent_indent=" " * len(first)
        )
    return found


def _text(one: SetRow, aim: Aim) -> str:
    count = one.count or 0
    words = [f"{exercise_name(one.exercise).capitalize()}, {count} landing{'' if count == 1 else 's'}"]
    words[0] += f" in {one.seconds:.0f} seconds."
    if one.rhythm is None:
        words.append("Too few landings for a rhythm.")
    else:
        words.append(
            f"The usual interval was {ms(one.rhythm.interval_s)} milliseconds, {per_second(one.rhythm.cadence_hz)} "
            f"landings a second; intervals vary by {one.rhythm.variation:.1%}."
        )
    if aim.target_hz is not None and one.intervals_s:
        slowest_hz, quickest_hz = aim.target_hz
        hopped = [value for value in one.intervals_s if value <= PAUSE_S]
        within = sum(1.0 / quickest_hz <= value <= 1.0 / slowest_hz for value in hopped)
        target = f"{plain_hz(slowest_hz)} to {plain_hz(quickest_hz)} a second"
        words.append(f"{within} of {len(hopped)} intervals were within {target}.")
    words += [f"At {said.start_at_s - one.started_at_s:.1f} seconds: “{said.words}”" for said in one.advice]
    return " ".join(words)


def _rows(one: SetRow) -> list[tuple[str, ...]]:
    """Return a row a landing and a row an advice, as they came."""
    found: list[tuple[float, tuple[str, ...]]] = []
    intervals: tuple[float | None, ...] = (None, *one.intervals_s)
    for number, (landing, interval_s) in enumerate(zip(one.landings, intervals, strict=False), start=1):
        at_s = landing.at_s - one.started_at_s
        found.append((at_s, (str(number), f"{at_s:.2f}", "" if interval_s is None else ms(interval_s), "")))
    for said in one.advice:
        at_s = said.start_at_s - one.started_at_s
        found.append((at_s, ("", f"{at_s:.2f}", "", said.words)))
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]
