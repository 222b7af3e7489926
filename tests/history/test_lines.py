"""Whatever a session records comes back from the database as it went in."""

from __future__ import annotations

import dataclasses
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lived import lived, origin

from voicecoach.coaching import facts
from voicecoach.coaching.facts import Fact
from voicecoach.eventlog import as_line, as_values
from voicecoach.history.database import Database
from voicecoach.history.keeping import KeptSession
from voicecoach.history.rows import read_lines

SECONDS = st.floats(0.0, 1e5, allow_nan=False)
# Half a character (a lone surrogate) is in no text that UTF-8 can hold, and so in no phrase file.
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
OF_TYPE: dict[object, st.SearchStrategy[Any]] = {
    float: SECONDS,
    str: WORDS,
    int: st.integers(0, 2**31 - 1),  # far more rounds than a circuit can have
    str | None: st.none() | WORDS,
    int | None: st.none() | st.integers(0, 500),
    float | None: st.none() | SECONDS,
    tuple[float, float] | None: st.none() | st.tuples(SECONDS, SECONDS),
}
KINDS = [kind for kind in vars(facts).values() if isinstance(kind, type) and issubclass(kind, Fact) and kind.event]


def some_facts(kind: type[Fact]) -> st.SearchStrategy[Fact]:
    hints = get_type_hints(kind)
    fields = {field.name: hints[field.name] for field in dataclasses.fields(kind)}
    counts = st.dictionaries(WORDS, st.integers(0, 500), max_size=3)
    wanted = {name: OF_TYPE.get(hint, counts) for name, hint in fields.items()}
    if "seed" in wanted:
        wanted["seed"] = st.integers()
    return st.builds(kind, **wanted)


ANY_FACTS = st.lists(st.one_of([some_facts(kind) for kind in KINDS]), max_size=25)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def kept_in(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("lines")
    server = request.getfixturevalue("postgres") if request.param == "postgres" else None
    database = Database(server.new_database() if server else f"sqlite:///{folder / 'history.db'}")
    yield database
    database.close()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(told=ANY_FACTS, cut_at=st.integers(0, 25))
def test_any_facts_written_in_any_batches_are_read_back_equal(kept_in: Database, told: list[Fact], cut_at: int) -> None:
    lines = [as_values(fact) for fact in told]
    uid = uuid.uuid4().hex
    with kept_in.writing() as connection:
        kept = KeptSession.begin(connection, origin(uid))
        kept.add(connection, lines[:cut_at])
    with kept_in.writing() as connection:
        again = KeptSession.find(connection, uid)
        assert again is not None
        again.add(connection, lines[cut_at:])
    with kept_in.reading() as connection:
        found = read_lines(connection, kept.id)
    assert found == [json.loads(as_line(fact)) for fact in told]


def test_fields_and_events_that_this_version_does_not_know_are_kept(database: Database) -> None:
    lines = [
        {"t": 0.0, "event": "session_started", "circuit": "demo", "level": "start", "version": "9", "mood": "good"},
        {
            "t": 1.0,
            "event": "landing",
            "at": 0.9,
            "heard_at": 1.0,
            "confidence": 1.0,
            "step": "x",
            "count": 1,
            "foot": "left",
        },
        {"t": 2.0, "event": "weather", "sunny": True},
    ]
    with database.writing() as connection:
        KeptSession.begin(connection, origin("new")).add(connection, lines)
    with database.reading() as connection:
        assert read_lines(connection, 1) == lines


def test_a_whole_session_is_read_back_equal(database: Database) -> None:
    lines = lived()
    with database.writing() as connection:
        kept = KeptSession.begin(connection, origin("whole"))
        kept.add(connection, lines)
    with database.reading() as connection:
        assert read_lines(connection, kept.id) == lines
