"""Days of the plan in a moment: the real calendar and its real job store, on a wall clock stepped from one to the next.

    days = SteppedDays(library, folder, "Europe/Berlin")
    days.lived("2026-11-25T07:00", "add mon,wed,fri 07:30 remind", "2026-11-25T07:30:05", "restart", ...)

gives what was noted at each step.  The library is made of stepped_clock.c.  Steps are instants, of the zone's clocks
where they have no offset of their own, with a look at the plan; ``look`` alone; edits of the plan; ``restart``; and
``zone NAME``, the machine moved elsewhere.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from apscheduler.executors.debug import DebugExecutor

from voicecoach.planning.bell import Bell
from voicecoach.planning.calendar import LOOK_EVERY_S, Calendar
from voicecoach.planning.entry import Does, Entry
from voicecoach.planning.ringing import hung
from voicecoach.planning.store import PlanStore
from voicecoach.planning.week import read_days, read_time

FILE = "STEPPED_CLOCK"


class SteppedDays:
    """A machine of the test's own: its plan lies in `folder`, its clocks are those of `zone`."""

    def __init__(self, library: Path, folder: Path, zone: str) -> None:
        self._folder = folder
        offset = folder / "offset"
        offset.write_text("0", encoding="utf-8")
        self._environ = os.environ | {"LD_PRELOAD": str(library), FILE: str(offset), "TZ": zone}

    def lived(self, *steps: str) -> list[list[str]]:
        """Return what was noted at each step."""
        done = subprocess.run(
            [sys.executable, __file__, str(self._folder / "plan.db")],
            input=json.dumps(steps),
            env=self._environ,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        noted: list[list[str]] = json.loads(done.stdout)
        return noted


class _Machine:
    """The calendar in a process of its own, and what it noted."""

    def __init__(self, plan: Path) -> None:
        self.noted: list[str] = []
        self._plan = plan
        self._open()

    def remind(self, entry: Entry) -> bool:
        self.noted.append(f"reminded of {entry.no}")
        return True

    def start(self, entry: Entry) -> bool:
        self.noted.append(f"started {entry.no}")
        return True

    def take(self, step: str) -> None:
        match step.split():
            case ["add", days, at, does]:
                self._store.add(read_days(days), *read_time(at), "demo", "start", Does(does))
            case ["remove", number]:
                self._store.remove([int(number)])
            case ["zone", zone]:
                os.environ["TZ"] = zone
                time.tzset()
            case ["restart"]:
                self.close()
                self._open()
            case ["look"]:
                self._look()
            case _:
                _step_to(datetime.fromisoformat(step).astimezone())
                self._look()

    def close(self) -> None:
        self._calendar.shutdown()

    def _open(self) -> None:
        self._store = PlanStore(self._plan)
        self._calendar = Calendar(self._store, self.noted.append, DebugExecutor())
        self._calendar.start()

    def _look(self) -> None:
        with hung(Bell(self._store, self, self.noted.append).ring):
            wait_s = self._calendar.look()
        if not 0.0 <= wait_s <= LOOK_EVERY_S:
            raise ValueError(f"it would sleep for {wait_s} s and miss a step of the clock")


def _live(plan: Path, steps: Sequence[str]) -> list[list[str]]:
    machine, found = _Machine(plan), []
    for step in steps:
        machine.take(step)
        found.append([*machine.noted])
        machine.noted.clear()
    machine.close()
    return found


def _step_to(instant: datetime) -> None:
    file = Path(os.environ[FILE])
    fresh = file.with_suffix(".fresh")
    fresh.write_text(str(int(file.read_text("utf-8")) + round(instant.timestamp() - time.time())), "utf-8")
    fresh.replace(file)


if __name__ == "__main__":
    print(json.dumps(_live(Path(sys.argv[1]), json.load(sys.stdin))))
