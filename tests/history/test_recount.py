"""Lists, tables and reports say what a recount of the event logs says, which shares no code with them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from lived import lived
from read_report import Read
from recount import CountedSet, Line, counted_sets, mean_rhythm

from voicecoach.cli import main

FIRST_AT = datetime(2026, 1, 9, 18, 40, tzinfo=UTC)
"""A Friday, so that weeks begin in the middle."""

GAITS = [
    ("ankle-hops", 0, 2.2, 0.03),
    ("ankle-stiffness", 2, 2.5, 0.05),
    ("demo", 3, 1.7, 0.02),
    ("ankle-hops", 5, 2.3, 0.09),
    ("jump-rope", 5, 2.0, 0.04),
    ("ankle-stiffness", 24, 2.6, 0.02),
    ("ankle-hops", 40, 2.2, 0.25),
    ("ankle-stiffness", 41, 2.1, 0.06),
]
"""Circuit, day, hops a second, jitter: steady and not, two on a day, weeks with none."""


@dataclass(frozen=True)
class Logged:
    """A session as its log has it."""

    started_at: datetime
    circuit: str
    lines: Sequence[Line]

    @property
    def sets(self) -> list[CountedSet]:
        return counted_sets(self.lines)

    @property
    def monday(self) -> date:
        return self.started_at.date() - timedelta(days=self.started_at.weekday())


def stumbled(lines: Sequence[Line], every: int) -> list[Line]:
    """Leave out landings, as a listener that missed some would."""
    return [line for number, line in enumerate(lines) if line["event"] != "landing" or number % every]


@pytest.fixture(scope="module")
def logged() -> list[Logged]:
    return [
        Logged(
            FIRST_AT + timedelta(days=day, hours=number % 3),
            circuit,
            stumbled(lived(circuit, hops_hz=hops_hz, jitter=jitter, seed=number), every=17 + number),
        )
        for number, (circuit, day, hops_hz, jitter) in enumerate(GAITS)
    ]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def kept(
    request: pytest.FixtureRequest, logged: Sequence[Logged], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Import every log by the command line, and return the environment that has them."""
    folder = tmp_path_factory.mktemp("kept")
    server = request.getfixturevalue("postgres") if request.param == "postgres" else None
    url = server.new_database() if server else f"sqlite:///{folder / 'history.db'}"
    home = {"VOICECOACH_DATABASE": url, "XDG_STATE_HOME": str(folder), "VOICECOACH_PERSON": "ada", "TZ": "UTC"}
    log = folder / "log.jsonl"
    for one in logged:
        log.write_text("".join(json.dumps(line) + "\n" for line in one.lines), "utf-8")
        output(home, "import", str(log), "--started", f"{one.started_at:%Y-%m-%d %H:%M}")
    return home


def output(home: dict[str, str], *words: str) -> str:
    result = CliRunner(env=home).invoke(main, words)
    assert result.exit_code == 0, result.output
    return result.stdout


def report(home: dict[str, str], folder: Path, *words: str) -> Read:
    output(home, "report", "-o", str(folder / "report.html"), *words)
    return Read((folder / "report.html").read_text("utf-8"))


def two(rhythm: tuple[float, float] | None) -> list[str]:
    return ["none", "none"] if rhythm is None else [f"{rhythm[0]:.2f}", f"{rhythm[1]:.1%}"]


def test_history_lists_what_the_logs_hold(kept: dict[str, str], logged: Sequence[Logged]) -> None:
    rows = [json.loads(line) for line in output(kept, "history", "--json").splitlines()]
    assert len(rows) == len(logged)
    for row, one in zip(rows, logged, strict=True):
        rhythm = mean_rhythm(one.sets)
        assert row["landings"] == sum(each.count or 0 for each in one.sets)
        assert (row["cadence_hz"], row["variation"]) == pytest.approx(rhythm)
        assert row["started_at"] == one.started_at.isoformat()
        shown = json.loads(output(kept, "history", str(row["id"]), "--json"))["sets"]
        assert [each["count"] for each in shown] == [each.count for each in one.sets]
        assert [each["seconds"] for each in shown] == pytest.approx([each.seconds for each in one.sets], abs=0.001)
        for each, counted in zip(shown, one.sets, strict=True):
            found = each["rhythm"] and (each["rhythm"]["cadence_hz"], each["rhythm"]["variation"])
            assert (found is None) == (counted.rhythm is None)
            assert found is None or found == pytest.approx(counted.rhythm)


def test_a_session_s_report_says_what_its_log_holds(
    kept: dict[str, str], logged: Sequence[Logged], tmp_path: Path
) -> None:
    for number, one in enumerate(logged, start=1):
        page = report(kept, tmp_path, str(number))
        counted = [each for each in one.sets if each.count is not None]
        hops = [each for each in counted if each.hops]
        tiles = {name.split(" (")[0].split(":")[0]: value for name, value in page.tiles.items()}
        rhythm = mean_rhythm(hops)
        assert tiles["hops"] == str(sum(each.count or 0 for each in hops))
        assert [tiles["hops a second"], tiles["intervals vary by"]] == two(rhythm)
        streak = max(each.streak for each in hops)
        assert tiles.get("hops, best steady streak", "0") == str(streak)
        shown = page.figure("Cadence and regularity, set by set").rows[1:]
        assert [row[2:5] for row in shown] == [
            [str(each.count), *two(each.rhythm)] for each in counted if each.rhythm is not None
        ]
        rhythms = [figure for figure in page.figures if figure.caption.startswith("Rhythm")]
        heard = [sum(1 for row in figure.rows if row and row[0]) for figure in rhythms]
        assert heard == [len(each.landed_at) for each in counted if len(each.landed_at)]


def test_the_report_of_all_says_what_the_logs_hold(
    kept: dict[str, str], logged: Sequence[Logged], tmp_path: Path
) -> None:
    page = report(kept, tmp_path, "--all")
    sessions, hops, steps = Counter[date](), Counter[date](), Counter[date]()
    sets = defaultdict[date, list[CountedSet]](list)
    for one in logged:
        sessions[one.monday] += 1
        for each in one.sets:
            (hops if each.hops else steps)[one.monday] += each.count or 0
            sets[one.monday] += [each] if each.hops else []
    mondays = [min(sessions) + timedelta(weeks=number) for number in range(7)]
    assert page.figure("Hops a week").rows[1:] == [
        [f"{one}", str(sessions[one]), str(hops[one]), str(steps[one])] for one in reversed(mondays)
    ]
    assert page.figure("Cadence and regularity over weeks").rows[1:] == [
        [f"{one}", *two(mean_rhythm(sets[one]))] for one in reversed(mondays) if mean_rhythm(sets[one])
    ]
    total = sum(hops.values()) + sum(steps.values())
    assert page.tiles["landings"].replace("\u202f", "") == str(total)
    assert page.tiles["sessions"] == str(len(logged))
    (streak,) = [value for name, value in page.tiles.items() if "best streak" in name]
    assert streak == str(max(each.streak for one in logged for each in one.sets if each.hops))
    assert [row[3] for row in page.listed if row] == [
        str(sum(each.count or 0 for each in one.sets)) for one in reversed(logged)
    ]
