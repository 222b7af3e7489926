"""What a report says: of one session and the weeks before it, or of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from voicecoach.coaching.summary import STEADY_VARIATION
from voicecoach.history import queries
from voicecoach.history.aims import Aim, AimOf
from voicecoach.history.cards import pace
from voicecoach.history.changes import changes, measures
from voicecoach.history.coached import Coached, coached
from voicecoach.history.queries import SessionRow, SetRow, Wanted
from voicecoach.history.reporting.plate import Plate
from voicecoach.history.reporting.rhythm_figure import rhythm_plate
from voicecoach.history.reporting.sets_figures import sets_plate, sides_plate
from voicecoach.history.reporting.weeks_figures import contacts_plate, trend_plate
from voicecoach.history.reporting.wording import NONE, exercise_name, per_second, set_name, share
from voicecoach.history.sides import sides
from voicecoach.history.streaks import Streak, best_streak
from voicecoach.history.weeks import Week, weeks
from voicecoach.units import clock_text

YEAR: Final = timedelta(weeks=52)
"""How far back the weeks of one session's report go."""

LISTED: Final = 30
"""Sessions listed, the newest, and searched for the best streak."""

Tile = tuple[str, str]
"""A number and what it is."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Figures about one thing."""

    heading: str
    note: str
    plates: tuple[Plate, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A whole report, to be laid out."""

    title: str
    about: str
    heading: str
    """Of what follows it."""
    sentences: tuple[str, ...]
    tiles: tuple[Tile, ...]
    chapters: tuple[Chapter, ...]
    sessions: tuple[tuple[str, ...], ...] = ()
    """Rows of a list of sessions: date, circuit, level, landings, cadence, steadiness."""

    @property
    def plates(self) -> tuple[Plate, ...]:
        """All its figures in their order."""
        return tuple(plate for chapter in self.chapters for plate in chapter.plates)


def session_content(connection: Connection, row: SessionRow, asked: AimOf) -> Content:
    """Return what one session's report says, running or over; `asked` tells of a circuit what a session does not."""
    found = queries.sets(connection, [row.id], with_landings=True)
    earlier = _until(connection, row)
    went_by = coached(connection, earlier, asked)
    pairs = _aimed(found, went_by)
    counted = [(one, aim) for one, aim in pairs if one.landings]
    past = [one for one in earlier if one.circuit == row.circuit and one.id != row.id]
    streak = best_streak(_hops(pairs))
    plates = tuple(rhythm_plate(one, aim, f"rhythm-{one.number}") for one, aim in counted)
    chapters = [Chapter("Each set's rhythm", _rhythm_note(pairs), plates), *_side_by_side(counted)]
    recent = [one for one in earlier if row.day - one.day <= YEAR]
    by_week = weeks(recent, queries.sets(connection, [one.id for one in recent]), went_by, row.circuit)
    return Content(
        title=exercise_name(row.circuit).capitalize(),
        about=f"{_when(row)}, {row.person}, level {row.level}, {_ending(row)}",
        heading="Since last time" if past else "First time",
        sentences=_since(connection, past, row, _hops(pairs), went_by),
        tiles=_session_tiles(row, pairs, streak, found),
        chapters=tuple(one for one in [*chapters, *_over_weeks(by_week, _target(pairs))] if one.plates),
    )


def whole_content(connection: Connection, rows: Sequence[SessionRow], asked: AimOf) -> Content:
    """Return what the report over all sessions of a person says; `rows` holds one at least, the oldest first."""
    found = queries.sets(connection, [row.id for row in rows])
    went_by = coached(connection, rows, asked)
    by_week = weeks(rows, found, went_by)
    newest = [row for row in rows if row.landings][-LISTED:]
    heard = queries.sets(connection, [row.id for row in newest], with_landings=True)
    hops = _hops(_aimed(heard, went_by))
    last = newest[-1] if newest else rows[-1]
    past = [row for row in rows[: rows.index(last)] if row.circuit == last.circuit]
    own = [one for one in hops if one.session_id == last.id]
    streak = best_streak(hops)
    total = sum(row.landings for row in rows)
    return Content(
        title="All sessions",
        about=f"{rows[0].person}, {rows[0].started_at:%-d %B %Y} to {rows[-1].started_at:%-d %B %Y}",
        heading=f"The last session of {exercise_name(last.circuit)}, since the one before",
        sentences=_since(connection, past, last, own, went_by),
        tiles=(
            (str(len(rows)), "session" if len(rows) == 1 else "sessions"),
            (f"{total:,}".replace(",", "\u202f"), "landings"),
            (clock_text(sum(row.seconds for row in rows)), "trained"),
            (NONE if streak is None else str(streak.landings), f"hops, best streak of the last {len(newest)}"),
        ),
        chapters=tuple(one for one in _over_weeks(by_week, _target(_aimed(found, went_by))) if one.plates),
        sessions=tuple(_listed(row) for row in rows[: -LISTED - 1 : -1]),
    )


def _until(connection: Connection, row: SessionRow) -> list[SessionRow]:
    """Return the sessions of its person up to this one, the oldest first."""
    found = queries.sessions(connection, Wanted(person=row.person, until=row.day))
    return [one for one in found if (one.started_at, one.id) <= (row.started_at, row.id)]


def _aimed(sets: Sequence[SetRow], went_by: Coached) -> list[tuple[SetRow, Aim]]:
    return [(one, went_by.aim(one)) for one in sets]


def _hops(pairs: Sequence[tuple[SetRow, Aim]]) -> list[SetRow]:
    """Return the sets of hops that were counted: None where no microphone listened."""
    return [one for one, aim in pairs if aim.hops and one.count is not None]


def _since(
    connection: Connection, past: Sequence[SessionRow], row: SessionRow, hops: Sequence[SetRow], went_by: Coached
) -> tuple[str, ...]:
    """Return what changed since the last session of `past` that had landings; `past` holds its circuit's only."""
    circuit = exercise_name(row.circuit)
    if not past:
        return (f"This is your first session of {circuit}; from the next on, changes are told here.",)
    if not hops:
        return ("No hops were counted in this session; there is nothing to compare.",)
    before = next((one for one in reversed(past) if one.landings), None)
    if before is None:
        return (
            f"This is the first session of {circuit} in which hops were counted; changes are told from the next on.",
        )
    then = queries.sets(connection, [before.id], with_landings=True)
    said = changes(measures(hops), measures(_hops(_aimed(then, went_by))))
    if not said:
        return (f"Nothing to compare with the session of {_when(before)}: neither had enough hops.",)
    level = f", at level {before.level}" if before.level != row.level else ""
    return (*said, f"Last time was {_when(before)}{level}.")


def _session_tiles(
    row: SessionRow, pairs: Sequence[tuple[SetRow, Aim]], streak: Streak | None, found: Sequence[SetRow]
) -> tuple[Tile, ...]:
    hops, usual = sum(one.count or 0 for one in _hops(pairs)), pace(_hops(pairs))
    tiles = [(str(hops), "hop" if hops == 1 else "hops")]
    if row.landings > hops:
        tiles.append((str(row.landings - hops), "steps"))
    if usual is not None:
        steady = "steady" if usual.variation <= STEADY_VARIATION else "not steady yet"
        tiles.append((per_second(usual.cadence_hz), "hops a second"))
        tiles.append((share(usual.variation), f"intervals vary by: {steady}"))
    if streak is not None:
        where = next(one for one in found if one.number == streak.set_number)
        tiles.append((str(streak.landings), f"hops, best steady streak ({set_name(where)})"))
    return tuple(tiles)


def _rhythm_note(pairs: Sequence[tuple[SetRow, Aim]]) -> str:
    advised = any(one.advice for one, _ in pairs if one.landings)
    note = "A level line is an even beat. Higher is slower."
    return note + (" A numbered line is where the coach said something." if advised else "")


def _side_by_side(counted: Sequence[tuple[SetRow, Aim]]) -> list[Chapter]:
    paced = [(one, aim) for one, aim in counted if one.rhythm is not None]
    compared = sides(counted)
    turns = any(one.names[0] == "one foot" for one in compared)
    heard = "A microphone hears that feet take turns, not which is which." if turns else ""
    plates = ((sets_plate(paced),) if paced else ()) + ((sides_plate(compared),) if compared else ())
    return [Chapter("Set by set", heard, plates)]


def _target(pairs: Sequence[tuple[SetRow, Aim]]) -> tuple[float, float] | None:
    """Return what the hops of the last session that has a rhythm of them aimed for, if all for the same."""
    paced = [(one, aim) for one, aim in pairs if aim.hops and one.rhythm is not None]
    targets_hz = {aim.target_hz for one, aim in paced if one.session_id == paced[-1][0].session_id}
    return next(iter(targets_hz)) if len(targets_hz) == 1 else None


def _over_weeks(by_week: Sequence[Week], target_hz: tuple[float, float] | None) -> list[Chapter]:
    plates = []
    if any(week.hops or week.steps for week in by_week):
        plates.append(contacts_plate(by_week))
    if any(week.cadence_hz is not None for week in by_week):
        plates.append(trend_plate(by_week, target_hz))
    return [Chapter("Week by week", "", tuple(plates))]


def _listed(row: SessionRow) -> tuple[str, ...]:
    return (
        f"{row.started_at:%-d\u00a0%b\u00a0%Y, %H:%M}",  # on a phone in two lines, not in three
        exercise_name(row.circuit),
        row.level,
        str(row.landings),
        per_second(row.cadence_hz),
        share(row.variation),
    )


def _when(row: SessionRow) -> str:
    return f"{row.started_at:%-d %B %Y, %H:%M}"


def _ending(row: SessionRow) -> str:
    return f"{row.reason or 'still running'} after {clock_text(row.seconds)}"
