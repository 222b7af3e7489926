"""A set is shown against what it was coached towards, and judged by what its circuit asked, whatever became of that."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from lived import STARTED_AT, lived, origin

from voicecoach.cuefiles import load_circuit
from voicecoach.history import queries
from voicecoach.history.aims import Aim
from voicecoach.history.asked import asked
from voicecoach.history.cards import Line
from voicecoach.history.coached import coached
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession
from voicecoach.history.looking_back import past_of

USUAL = Aim((2.0, 2.8))
STEPS = Aim(None, turn=4)
QUICKER: Line = {
    "t": 0.0,
    "event": "target",
    "step": "ankle-hops",
    "slowest_hz": 2.8,
    "quickest_hz": 3.2,
    "source": "asked",
    "circuit_hz": [2.0, 2.8],
}


def older(lines: Sequence[Line]) -> list[Line]:
    """Return the lines as versions wrote them that said nothing of feet and targets in a set's first."""
    new = {"feet", "target_hz", "circuit_hz"}
    return [{name: value for name, value in line.items() if name not in new} for line in lines]


def aims(database: Database, lines: Sequence[Line]) -> dict[str, list[tuple[Aim, Aim]]]:
    """Keep a session; return, by exercise, what each counted set was asked and what it aimed for."""
    with database.writing() as connection:
        KeptSession.begin(connection, origin("one")).add(connection, lines)
    found: dict[str, list[tuple[Aim, Aim]]] = {}
    with database.reading() as connection:
        rows = queries.sessions(connection)
        went_by = coached(connection, rows, asked)
        for one in queries.sets(connection, [row.id for row in rows]):
            if one.count is not None:
                found.setdefault(one.exercise, []).append((went_by.asked(one), went_by.aim(one)))
    return found


@pytest.mark.parametrize("when", ["now", "by an older version"])
def test_a_circuit_s_own_target_is_asked_and_aimed_for(database: Database, when: str) -> None:
    lines = lived("ankle-stiffness")
    rounds = load_circuit("ankle-stiffness").rounds
    assert aims(database, lines if when == "now" else older(lines)) == {
        "hurdle-march": [(STEPS, STEPS)] * rounds,
        "ankle-hops": [(USUAL, USUAL)] * rounds,
    }


@pytest.mark.parametrize("when", ["now", "by an older version"])
def test_another_target_is_aimed_for_and_the_circuit_s_still_asked(database: Database, when: str) -> None:
    first, *others = lived()
    lines = [first, QUICKER, *others]
    kept = lines if when == "now" else older(lines)
    assert aims(database, kept) == {"ankle-hops": [(USUAL, Aim((2.8, 3.2)))] * 2}


def test_a_circuit_that_nobody_knows_any_more_is_known_by_its_sessions(database: Database, tmp_path: Path) -> None:
    circuit = tmp_path / "mine.toml"
    step = '[[step]]\nexercise = "{}"\nkind = "landings"\nwork = "10s"\n'
    march = step.format("hurdle-march") + 'feet = "two-each"\n'
    circuit.write_text(f'schema = 1\nname = "Mine"\n{march}{step.format("jumps")}target_hz = [1.5, 1.9]\n', "utf-8")
    lines = lived(str(circuit))
    circuit.unlink()
    jumps = Aim((1.5, 1.9))
    assert aims(database, lines) == {"hurdle-march": [(STEPS, STEPS)], "jumps": [(jumps, jumps)]}
    with database.reading() as connection:
        (session,) = past_of(connection, "ada", asked, STARTED_AT).sessions
    assert [one.exercise for one in session.sets] == ["jumps"], "steps have no budget"


def test_a_log_that_holds_nonsense_aims_for_nothing(database: Database) -> None:
    odd = {"feet": ["three"], "target_hz": [2.8, "2"]}
    lines = [{**line, **odd} if line["event"] == "step_started" else line for line in lived()]
    assert aims(database, lines) == {"ankle-hops": [(Aim(), Aim())] * 2}
