"""FIT, the format of sports watches: a strength activity with a set message for each set and each rest.

Written with fit-tool (BSD-3-Clause), the extra `fit`.  FIT has no word for most of our exercises; the categories below
are the nearest of its profile (21.212), and what has none is a set all the same.  Times of day are whole seconds
there; durations are milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from voicecoach.errors import HistoryError
from voicecoach.history.queries import SessionRow, SetRow

CATEGORY: Final = {
    "calf-hold": "CALF_RAISE",
    "balance-adductor": "BANDED_EXERCISES",
    "hurdle-march": "CARDIO",
    "ankle-hops": "PLYO",
    "hop-test": "PLYO",
    "jump-rope": "CARDIO",
}
MOST_REPETITIONS: Final = 65_534
"""The field has 16 bits, and its last value means that there is none."""
FASTEST: Final = 254
"""Landings a minute, which have 8 bits."""

FIT_ZERO_S: Final = 631_065_600
"""FIT counts seconds from the end of 1989; fit-tool turns times of day into that, but local ones not."""

INSTEAD: Final = "--format csv and --format json write it"


def fit_file(session: SessionRow, sets: Sequence[SetRow]) -> bytes:
    """Return the session as a FIT activity; HistoryError if fit-tool is not installed, or FIT can't hold it."""
    try:
        from fit_tool.exceptions import FitError  # noqa: PLC0415 - an extra
    except ImportError as reason:
        raise HistoryError("Writing FIT needs fit-tool: pip install 'voicecoach[fit]'") from reason
    if session.started_at.timestamp() < FIT_ZERO_S:
        raise HistoryError(
            f"Session {session.id} started on {session.day}, by a clock that was not set, and FIT has no day before "
            f"1990; {INSTEAD}"
        )
    try:
        return _activity_file(session, sets)
    except (FitError, OverflowError) as reason:
        raise HistoryError(f"Session {session.id} holds what FIT has no room for ({reason}); {INSTEAD}") from reason


def _activity_file(session: SessionRow, sets: Sequence[SetRow]) -> bytes:
    from fit_tool.fit_file_builder import FitFileBuilder  # noqa: PLC0415

    builder = FitFileBuilder(auto_define=True, strict=True)
    builder.add(_file_id(session))
    builder.add(_timer(session.started_at, start=True))
    builder.add(_record(session, 0.0, None))
    for place, one in enumerate(_with_rests(sets)):
        builder.add(_set(session, place, *one))
        start_s, seconds, of = one
        builder.add(_record(session, start_s + seconds, of))
    builder.add(_timer(session.ended_at, start=False))
    builder.add(_lap(session))
    builder.add(_session(session))
    builder.add(_activity(session))
    return bytes(builder.build().to_bytes())


def _with_rests(sets: Sequence[SetRow]) -> list[tuple[float, float, SetRow | None]]:
    """Return (start, seconds, set) of each set and of the rests between, whose set is None."""
    spans: list[tuple[float, float, SetRow | None]] = []
    for one, following in pairwise((*sets, None)):
        if one is None:
            continue
        spans.append((one.started_at_s, one.seconds, one))
        ended_at_s = one.started_at_s + one.seconds
        if following is not None and following.started_at_s > ended_at_s:
            spans.append((ended_at_s, following.started_at_s - ended_at_s, None))
    return spans


def _set(session: SessionRow, place: int, start_s: float, seconds: float, of: SetRow | None) -> Any:  # noqa: ANN401 - fit-tool has no types
    from fit_tool.profile.messages.set_message import SetMessage  # noqa: PLC0415
    from fit_tool.profile.profile_type import ExerciseCategory, SetType  # noqa: PLC0415

    message = SetMessage()
    message.message_index = place
    message.start_time = _ms(session.started_at + timedelta(seconds=start_s))
    message.timestamp = _ms(session.started_at + timedelta(seconds=start_s + seconds))
    message.duration = seconds
    message.set_type = (SetType.REST if of is None else SetType.ACTIVE).value
    if of is not None:
        message.category = [ExerciseCategory[CATEGORY.get(of.exercise, "UNKNOWN")].value]
        if of.count is not None:
            message.repetitions = min(of.count, MOST_REPETITIONS)
    return message


def _record(session: SessionRow, at_s: float, of: SetRow | None) -> Any:  # noqa: ANN401
    """Return a point of the activity's time line, which some readers draw; the cadence is the set's that ends there."""
    from fit_tool.profile.messages.record_message import RecordMessage  # noqa: PLC0415

    message = RecordMessage()
    message.timestamp = _ms(session.started_at + timedelta(seconds=at_s))
    if of is not None and of.rhythm is not None:
        message.cadence = min(round(of.rhythm.cadence_hz * 60.0), FASTEST)
    return message


def _file_id(session: SessionRow) -> Any:  # noqa: ANN401
    from fit_tool.profile.messages.file_id_message import FileIdMessage  # noqa: PLC0415
    from fit_tool.profile.profile_type import FileType, Manufacturer  # noqa: PLC0415

    message = FileIdMessage()
    message.type = FileType.ACTIVITY
    message.manufacturer = Manufacturer.DEVELOPMENT.value
    message.product = 0
    message.product_name = "voicecoach"
    message.serial_number = session.id
    message.time_created = _ms(session.started_at)
    return message


def _timer(at: datetime, *, start: bool) -> Any:  # noqa: ANN401
    from fit_tool.profile.messages.event_message import EventMessage  # noqa: PLC0415
    from fit_tool.profile.profile_type import Event, EventType  # noqa: PLC0415

    message = EventMessage()
    message.event = Event.TIMER
    message.event_type = EventType.START if start else EventType.STOP_ALL
    message.timestamp = _ms(at)
    return message


def _lap(session: SessionRow) -> Any:  # noqa: ANN401
    from fit_tool.profile.messages.lap_message import LapMessage  # noqa: PLC0415

    return _timed(LapMessage(), session)


def _session(session: SessionRow) -> Any:  # noqa: ANN401
    from fit_tool.profile.messages.session_message import SessionMessage  # noqa: PLC0415

    message = _timed(SessionMessage(), session)
    message.first_lap_index = 0
    message.num_laps = 1
    return message


def _timed(message: Any, session: SessionRow) -> Any:  # noqa: ANN401
    """Fill in what a lap and a session have in common: here they are the same stretch of time."""
    from fit_tool.profile.profile_type import Sport, SubSport  # noqa: PLC0415

    message.message_index = 0
    message.start_time = _ms(session.started_at)
    message.timestamp = _ms(session.ended_at)
    message.total_elapsed_time = session.seconds
    message.total_timer_time = session.seconds
    message.total_cycles = session.landings
    message.sport = Sport.TRAINING
    message.sub_sport = SubSport.STRENGTH_TRAINING
    return message


def _activity(session: SessionRow) -> Any:  # noqa: ANN401
    from fit_tool.profile.messages.activity_message import ActivityMessage  # noqa: PLC0415
    from fit_tool.profile.profile_type import Activity, Event, EventType  # noqa: PLC0415

    message = ActivityMessage()
    message.timestamp = _ms(session.ended_at)
    message.local_timestamp = round(session.ended_at.timestamp() + _offset_s(session.ended_at)) - FIT_ZERO_S
    message.total_timer_time = session.seconds
    message.num_sessions = 1
    message.type = Activity.MANUAL
    message.event = Event.ACTIVITY
    message.event_type = EventType.STOP
    return message


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000.0)


def _offset_s(at: datetime) -> float:
    offset = at.utcoffset()
    return 0.0 if offset is None else offset.total_seconds()
