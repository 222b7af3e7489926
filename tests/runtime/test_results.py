"""What sets and sessions came to, told at their end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from voicecoach.coaching.facts import Fact
from voicecoach.cuefiles import load_circuit
from voicecoach.eventlog import as_values
from voicecoach.runtime.results import Results
from voicecoach.testing import SessionRig

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def rig() -> SessionRig:
    rig = SessionRig(load_circuit("demo"))
    rig.run(landings=[0.45 * n for n in range(300)])
    return rig


def told_of(rig: SessionRig, results: Results) -> list[tuple[Fact, Mapping[str, Any]]]:
    """Return each result of a session with the fact that completed it."""
    told = [(fact, results.take(fact)) for fact in rig.recorded]
    return [(fact, result) for fact, result in told if result is not None]


def test_a_result_is_its_event_line_and_what_the_summary_says(rig: SessionRig) -> None:
    results = Results("ada", lambda: NOON)
    told = told_of(rig, results)
    for fact, result in told:
        assert as_values(fact).items() <= result.items()
        assert (result["circuit"], result["level"], result["person"]) == ("demo", "start", "ada")
        assert result["started_at"] == "2026-03-02T12:00:00.000+00:00"
    *sets, session = [result for _, result in told]
    assert rig.summary is not None
    for one, result in zip(rig.summary.sets, sets, strict=True):
        assert (result["step"], result["round"], result["count"]) == (one.exercise, one.round, one.count)
        assert one.rhythm is not None
        assert result["cadence_hz"] == pytest.approx(one.rhythm.cadence_hz, abs=1e-6)
        assert result["variation"] == pytest.approx(one.rhythm.variation, abs=1e-6)
    assert session["landings"] == rig.summary.landings
    assert [one["count"] for one in session["sets"]] == [one.count for one in rig.summary.sets]


def test_a_hold_has_no_result_but_its_place_among_the_sets(rig: SessionRig) -> None:
    told = told_of(rig, Results("ada", lambda: NOON))
    assert [one["set"] for _, one in told if one["event"] == "step_ended"] == [3, 4]


def test_the_next_session_starts_from_nothing(rig: SessionRig) -> None:
    results = Results("ada", lambda: NOON)
    first, second = told_of(rig, results), told_of(rig, results)
    assert first == second
