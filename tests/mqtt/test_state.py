"""When the state is told, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.events import Command
from voicecoach.cuefiles import load_circuit
from voicecoach.mqtt.state import Standing, Values, idle_values
from voicecoach.testing import SessionRig

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ABOUT: Mapping[str, object] = {"circuit": "demo", "level": "start"}


def followed(rig: SessionRig, until: float, commands: Mapping[float, Command] | None = None) -> list[Values]:
    """Return what is told of a session that is looked at ten times a second."""
    standing, told, now = Standing(lambda: NOON), [], 0.0
    due = dict(commands or {})
    while now < until:
        now += 0.1
        rig.run(until=now, commands={at: due.pop(at) for at in list(due) if at <= now})
        news = standing.news(rig.session.snapshot(now), ABOUT)
        if news is not None:
            told.append(news)
    return told


@pytest.fixture
def rig() -> SessionRig:
    return SessionRig(load_circuit("demo"))


def test_the_state_is_told_once_a_phase_with_the_time_left(rig: SessionRig) -> None:
    phases = [one for one in rig.script.timeline.phases if one.kind is not PhaseKind.FAREWELL]
    told = followed(rig, phases[-1].end_s - 0.2)
    assert [one["phase"] for one in told] == [str(phase.kind) for phase in phases]
    assert [one["remaining_s"] for one in told] == pytest.approx([phase.duration_s for phase in phases], abs=0.11)
    assert [one["side"] for one in told[1:4]] == ["left", "left", "right"]
    assert told[0]["circuit"] == "demo"


def test_the_end_of_a_phase_is_told_as_a_time_of_day_that_home_assistant_counts_down_to(rig: SessionRig) -> None:
    (welcome,) = followed(rig, 1.0)
    assert welcome["ends_at"] == "2026-03-02T12:00:06.900+00:00"
    assert welcome["remaining_s"] == 6.9


def test_a_pause_and_its_end_are_told_and_time_does_not_run_meanwhile(rig: SessionRig) -> None:
    told = followed(rig, 7.0, {2.0: Command.PAUSE, 5.0: Command.RESUME})
    assert [one["state"] for one in told[:3]] == ["running", "paused", "running"]
    assert told[1]["ends_at"] is None
    assert told[1]["remaining_s"] == pytest.approx(5.0, abs=0.11)


def test_a_step_that_begins_anew_is_told_anew(rig: SessionRig) -> None:
    get_ready = rig.script.timeline.phases[1]
    told = followed(rig, get_ready.start_s + 4.0, {get_ready.start_s + 3.0: Command.REPEAT})
    assert [one["phase"] for one in told] == ["welcome", "get_ready", "get_ready"]


def test_simulated_time_has_no_time_of_day(hopping: SessionRig) -> None:
    news = Standing(None).news(hopping.session.snapshot(hopping.now), ABOUT)
    assert news is not None
    assert news["ends_at"] is None


def test_with_no_session_the_same_fields_are_there_and_empty(hopping: SessionRig) -> None:
    news = Standing(lambda: NOON).news(hopping.session.snapshot(hopping.now), ABOUT)
    assert news is not None
    assert news.keys() == idle_values().keys()
    assert set(idle_values().values()) == {"idle", None}
