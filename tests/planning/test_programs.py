"""Reminders and sessions as processes."""

from __future__ import annotations

import sys
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from voicecoach.planning.bell import Bell
from voicecoach.planning.cron import local_zone
from voicecoach.planning.entry import Does, Entry
from voicecoach.planning.programs import Programs
from voicecoach.planning.store import PlanStore
from voicecoach.planning.week import DAYS

PRINTS_ITS_WORDS = "import sys; open(sys.argv[1], 'w').write('|'.join(sys.argv[2:]))"
WAITS = "import sys, time; open(sys.argv[1], 'w').write('waits'); time.sleep(300.0)"


def entry(circuit: str = "ankle-hops") -> Entry:
    return Entry(7, DAYS, 7, 30, circuit, "build", Does.START, datetime(2026, 1, 1, tzinfo=UTC))


def program(text: str, told: Path) -> tuple[str, ...]:
    return (sys.executable, "-c", text, str(told))


def test_a_session_has_the_options_given_for_it_and_the_entrys_own_circuit_and_level(tmp_path: Path) -> None:
    programs = Programs(["--mic", "USB 2"], ["--language", "de"], program(PRINTS_ITS_WORDS, tmp_path / "told"))
    assert programs.start(entry("-odd"))
    assert (tmp_path / "told").read_text("utf-8") == "run|--mic|USB 2|--level|build|--|-odd"
    assert programs.remind(entry())
    assert (tmp_path / "told").read_text("utf-8") == "plan|remind|7|--unless-trained|--language|de"


def test_what_ends_badly_did_not_work(tmp_path: Path) -> None:
    assert not Programs(program=program("raise SystemExit(2)", tmp_path)).start(entry())


def test_what_runs_is_told_to_end_and_nothing_begins_after_that(tmp_path: Path) -> None:
    programs = Programs(program=program(WAITS, tmp_path / "told"))
    worked: list[bool] = []
    session = threading.Thread(target=lambda: worked.append(programs.start(entry())))
    session.start()
    while not (tmp_path / "told").exists():
        threading.Event().wait(0.01)
    programs.stop()
    session.join()
    assert not programs.start(entry())
    assert worked == [False]


def test_a_program_that_is_gone_is_told_and_what_waits_goes_on(tmp_path: Path) -> None:
    noted: list[str] = []
    with closing(PlanStore(tmp_path / "plan.db")) as store:
        store.add(DAYS, 0, 0, "demo", "start", Does.START)
        Bell(store, Programs(program=("/no/such/python",)), noted.append).ring(1)
        (occasion,) = store.occasions(datetime.now(local_zone()).date())
    assert noted[0] == "now: daily 00:00 demo (start)"
    assert "can't be started (No such file or directory)" in noted[1]
    assert occasion.came == "failed"


@pytest.mark.parametrize("removed", [True, False])
def test_an_entry_that_was_removed_a_moment_ago_rings_no_bell(tmp_path: Path, *, removed: bool) -> None:
    noted: list[str] = []
    with closing(PlanStore(tmp_path / "plan.db")) as store:
        store.add(DAYS, 0, 0, "demo", "start", Does.REMIND)
        if removed:
            store.remove([1])
        Bell(store, Programs(program=program("", tmp_path)), noted.append).ring(1)
    assert bool(noted) is not removed
