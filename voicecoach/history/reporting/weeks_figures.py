"""Weeks side by side: hops against what is enough, cadence and regularity."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from voicecoach.coaching.budget import SESSION_CONTACTS, WEEK_CONTACTS, WEEK_SESSIONS
from voicecoach.coaching.summary import STEADY_VARIATION
from voicecoach.history.reporting.axes import band, place, quiet
from voicecoach.history.reporting.plate import Inks, Plate
from voicecoach.history.reporting.wording import NONE, per_second, share
from voicecoach.history.weeks import Week

LABELS: Final = 5
"""Weeks named beneath a figure."""
LEAST: Final = 6
"""There is room for as many weeks at least: a first one is no wall."""
MARKED: Final = 60
"""More weeks than this are a line without marks, and bars without gaps."""
TOLD: Final = 4
"""Weeks that the text tells one by one."""
BEGINNERS: Final = (
    f"Enough for a beginner: {WEEK_CONTACTS[0]} to {WEEK_CONTACTS[1]} a week, {SESSION_CONTACTS[0]} to "
    f"{SESSION_CONTACTS[1]} in each of {WEEK_SESSIONS} sessions with 48 hours between."
)


def contacts_plate(weeks: Sequence[Week]) -> Plate:
    """Return the hops of each week against what its sessions were told is enough, before that against a beginner's.

    Steps cost little, and are only in the numbers.
    """
    budgeted = any(week.enough is not None for week in weeks)
    told = [_told(week) for week in weeks[-TOLD:]]

    def draw(figure: Any, inks: Inks) -> None:  # noqa: ANN401 - no types
        (axis,) = place(figure)
        quiet(axis, inks, says=f"hops a week; {_what_is_enough(weeks)}")
        width = 0.7 if len(weeks) <= MARKED else 1.0
        axis.bar(range(len(weeks)), [week.hops for week in weeks], width, color=inks.first)
        axis.set_ylim(0.0, 1.1 * max(max(week.hops, week.enough or WEEK_CONTACTS[1]) for week in weeks))
        _name_weeks(axis, weeks)
        _draw_enough(axis, weeks, inks)

    return Plate(
        key="contacts",
        title="Hops a week",
        text=" ".join(told if weeks[0].enough is not None else [BEGINNERS, *told]),
        columns=("week from", "sessions", "hops", "steps", *(["enough"] if budgeted else [])),
        rows=[
            (f"{week.monday}", str(week.sessions), str(week.hops), str(week.steps))
            + ((NONE if week.enough is None else str(week.enough),) if budgeted else ())
            for week in reversed(weeks)
        ],
        height_in=2.1,
        draw=draw,
    )


def _told(week: Week) -> str:
    enough = "" if week.enough is None else f", {week.enough} are enough"
    steps = f" and {week.steps} steps" if week.steps else ""
    sessions = f"{week.sessions} session{'' if week.sessions == 1 else 's'}"
    return f"Week of {week.monday:%-d %B %Y}: {week.hops} hops{steps} in {sessions}{enough}."


def _what_is_enough(weeks: Sequence[Week]) -> str:
    if weeks[-1].enough is None:
        return f"shaded: enough for a beginner, {WEEK_CONTACTS[0]} to {WEEK_CONTACTS[1]}"
    return "line: your budget" + ("" if weeks[0].enough is not None else "; shaded: a beginner's")


def _draw_enough(axis: Any, weeks: Sequence[Week], inks: Inks) -> None:  # noqa: ANN401
    """Draw a line over the weeks whose budget is known, and a beginner's band before: once known, it stays so."""
    known = [week.enough for week in weeks if week.enough is not None]
    first = len(weeks) - len(known)
    left, right = axis.get_xlim()
    edges = [*(at - 0.5 if at else left for at in range(first, len(weeks))), right]
    if first:
        band(axis, *WEEK_CONTACTS, inks, until=(edges[0] - left) / (right - left))
    if known:
        axis.stairs(known, edges, baseline=None, color=inks.ink, linewidth=1.1, zorder=3)


def trend_plate(weeks: Sequence[Week], target_hz: tuple[float, float] | None) -> Plate:
    """Return cadence and regularity of the hops over weeks."""

    def draw(figure: Any, inks: Inks) -> None:  # noqa: ANN401
        cadence, variation = place(figure, rows=2)
        quiet(cadence, inks, says="hops a second" + ("" if target_hz is None else "; shaded: the last target"))
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
