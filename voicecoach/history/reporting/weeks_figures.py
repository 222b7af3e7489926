"""Weeks side by side: hops against what is enough, cadence and regularity."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from voicecoach.coaching.budget import SESSION_CONTACTS, WEEK_CONTACTS, WEEK_SESSIONS
from voicecoach.coaching.summary import STEADY_VARIATION
from voicecoach.history.reporting.axes import band, place, quiet
from voicecoach.history.reporting.plate import Inks, Plate
from voicecoach.history.reporting.wording import per_second, share
from voicecoach.history.weeks import Week

LABELS: Final = 5
"""Weeks named beneath a figure."""
LEAST: Final = 6
"""There is room for as many weeks at least: a first one is no wall."""
MARKED: Final = 60
"""More weeks than this are a line without marks, and bars without gaps."""
TOLD: Final = 4
"""Weeks that the text tells one by one."""


def contacts_plate(weeks: Sequence[Week]) -> Plate:
    """Return the hops of each week against a beginner's budget; steps cost little, and are only in the numbers."""
    low, high = WEEK_CONTACTS

    def draw(figure: Any, inks: Inks) -> None:  # noqa: ANN401 - no types
        (axis,) = place(figure)
        quiet(axis, inks, says=f"hops a week; shaded: enough for a beginner, {low} to {high}")
        width = 0.7 if len(weeks) <= MARKED else 1.0
        axis.bar(range(len(weeks)), [week.hops for week in weeks], width, color=inks.first)
        band(axis, low, high, inks)
        axis.set_ylim(0.0, 1.1 * max(high, *(week.hops for week in weeks)))
        _name_weeks(axis, weeks)

    return Plate(
        key="contacts",
        title="Hops a week",
        text=f"Enough for a beginner: {low} to {high} a week, {SESSION_CONTACTS[0]} to {SESSION_CONTACTS[1]} in "
        f"each of {WEEK_SESSIONS} sessions with 48 hours between. "
        + " ".join(
            f"Week of {week.monday:%-d %B %Y}: {week.hops} hops"
            + (f" and {week.steps} steps" if week.steps else "")
            + f" in {week.sessions} session{'' if week.sessions == 1 else 's'}."
            for week in weeks[-TOLD:]
        ),
        columns=("week from", "sessions", "hops", "steps"),
        rows=[(f"{week.monday}", str(week.sessions), str(week.hops), str(week.steps)) for week in reversed(weeks)],
        height_in=2.1,
        draw=draw,
    )


def trend_plate(weeks: Sequence[Week], target_hz: tuple[float, float] | None) -> Plate:
    """Return cadence and regularity of the hops over weeks."""

    def draw(figure: Any, inks: Inks) -> None:  # noqa: ANN401
        cadence, variation = place(figure, rows=2)
        quiet(cadence, inks, says="hops a second" + ("" if target_hz is None else "; shaded: target"))
        quiet(variation, inks, says="intervals vary by, %; shaded: steady")
        if target_hz is not None:
            band(cadence, *target_hz, inks)
        band(variation, 0.0, 100.0 * STEADY_VARIATION, inks)
        # A week without hops leaves no gap between its neighbours' marks.
        hopped = [(at, week) for at, week in enumerate(weeks) if week.cadence_hz is not None]
        at = [one for one, _ in hopped]
        look = {"linewidth": 1.0, "marker": "o" if len(weeks) <= MARKED else None, "markersize": 3}
        cadence.plot(at, [week.cadence_hz or math.nan for _, week in hopped], color=inks.first, **look)
        variations = [100.0 * (week.variation or 0.0) for _, week in hopped]
        variation.plot(at, variations, color=inks.second, linestyle="--", **look)
        for axis in (cadence, variation):
            axis.margins(y=0.15)
        variation.set_ylim(bottom=0.0)
        _name_weeks(variation, weeks)

    told = [week for week in weeks if week.cadence_hz is not None]
    return Plate(
        key="weeks",
        title="Cadence and regularity over weeks",
        text=" ".join(
            f"Week of {week.monday:%-d %B %Y}: {per_second(week.cadence_hz)} hops a second, intervals vary by "
            f"{share(week.variation)}."
            for week in (told if len(told) <= TOLD else [told[0], *told[1 - TOLD :]])
        ),
        columns=("week from", "hops a second", "vary by"),
        rows=[(f"{week.monday}", per_second(week.cadence_hz), share(week.variation)) for week in reversed(told)],
        height_in=3.1,
        draw=draw,
    )


def _name_weeks(axis: Any, weeks: Sequence[Week]) -> None:  # noqa: ANN401
    every = max(1, math.ceil(len(weeks) / LABELS))
    named = range((len(weeks) - 1 - every // 2) % every, len(weeks), every)
    years = len({week.monday.year for week in weeks}) > 1
    form = "%b %Y" if years and len(weeks) > MARKED else "%-d %b"
    axis.set_xticks(list(named), [f"{weeks[at].monday:{form}}" for at in named])
    axis.set_xlim(min(0, len(weeks) - LEAST) - 0.7, len(weeks) - 0.3)
