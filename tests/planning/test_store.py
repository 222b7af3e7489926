"""The plan in its file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from voicecoach.errors import PlanError
from voicecoach.planning.entry import Does, Entry
from voicecoach.planning.store import PlanStore


def added(store: PlanStore, hour: int = 7) -> Entry:
    return store.add(("mon", "fri"), hour, 30, "ankle-hops", "build", Does.START)


def test_an_entry_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    with closing(PlanStore(tmp_path / "new" / "plan.db")) as store:
        entry = added(store)
    with closing(PlanStore(tmp_path / "new" / "plan.db")) as store:
        assert store.entries() == [entry]
        assert store.find(entry.no) == entry
        assert (entry.no, entry.time, str(entry)) == (1, "07:30", "mon,fri 07:30 ankle-hops (start)")


def test_a_removed_entrys_number_is_never_anothers(tmp_path: Path) -> None:
    with closing(PlanStore(tmp_path / "plan.db")) as store:
        first = added(store)
        assert store.remove([first.no, first.no]) == [first]
        assert store.find(first.no) is None
        assert added(store).no == first.no + 1


def test_an_entry_that_is_not_there_is_told_with_those_that_are_and_nothing_is_removed(tmp_path: Path) -> None:
    with closing(PlanStore(tmp_path / "plan.db")) as store:
        with pytest.raises(PlanError, match="no entry 3; the plan is empty"):
            store.remove([3])
        added(store), added(store, hour=8)
        with pytest.raises(PlanError, match="no entry 3; there are 1, 2"):
            store.remove([1, 3])
        assert len(store.entries()) == 2


def test_an_occasion_is_taken_once_and_keeps_what_came_of_it(tmp_path: Path) -> None:
    with closing(PlanStore(tmp_path / "plan.db")) as store, closing(PlanStore(tmp_path / "plan.db")) as other:
        assert store.take(1, "2026-11-25")
        assert not other.take(1, "2026-11-25")
        assert store.take(1, "2026-11-27")
        assert store.take(2, "2026-11-25")
        store.conclude(1, "2026-11-25", "done")
        assert [(one.entry, one.day, one.came) for one in other.occasions(date(2026, 11, 25))] == [
            (1, "2026-11-25", "done"),
            (2, "2026-11-25", "begun"),
            (1, "2026-11-27", "begun"),
        ]
        assert [one.day for one in other.occasions(date(2026, 11, 26))] == ["2026-11-27"]


def test_what_was_going_on_when_the_power_went_has_failed(tmp_path: Path) -> None:
    with closing(PlanStore(tmp_path / "plan.db")) as store:
        store.take(1, "2026-11-25")
        store.conclude(1, "2026-11-25", "done")
        store.take(1, "2026-11-27")
        store.give_up_begun()
        assert [one.came for one in store.occasions(date.min)] == ["done", "failed"]


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "plan.db")) as newer:
        newer.execute("PRAGMA user_version = 99")
    with pytest.raises(PlanError, match=r"plan\.db was written by a newer voicecoach; update"):
        PlanStore(tmp_path / "plan.db")


def test_what_is_no_plan_or_lies_where_nobody_may_write_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "plan.db").write_text("a shopping list, and not a short one" * 100, "utf-8")
    with pytest.raises(PlanError, match=r"plan\.db: the plan can't be used \(file is not a database\)"):
        PlanStore(tmp_path / "plan.db")
    with pytest.raises(PlanError, match=r"the plan can't be used \(.*\); see that there is room"):
        PlanStore(tmp_path / "plan.db" / "plan.db")


def test_nothing_is_planned_twice(tmp_path: Path) -> None:
    with closing(PlanStore(tmp_path / "plan.db")) as store:
        added(store)
        for days in (("mon", "fri"), ("fri",), ("thu", "fri", "sat")):
            with pytest.raises(PlanError, match=r"entry 1 is that already .*plan remove 1"):
                store.add(days, 7, 30, "ankle-hops", "full", Does.REMIND)
        store.add(("tue", "sat"), 7, 30, "ankle-hops", "build", Does.START)
        store.add(("mon", "fri"), 7, 30, "demo", "build", Does.START)
        added(store, hour=8)
        assert len(store.entries()) == 4


@pytest.mark.parametrize("content", [b"dear diary\n" * 500, b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_file_that_is_no_plan_is_called_that_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.db"
    path.write_bytes(content)
    with pytest.raises(PlanError, match="is damaged or no plan; move it away or restore a backup"):
        PlanStore(path)
    assert path.read_bytes() == content
