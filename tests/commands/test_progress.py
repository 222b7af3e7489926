"""Sessions that are kept change the next one: what is said, how many hops, which level, which rhythm."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from at_home import output
from click.testing import CliRunner
from lived import lived
from measuring import overlaps

from voicecoach.cli import main
from voicecoach.cuefiles import cue_sound
from voicecoach.history.cards import Line

RECORDING = str(cue_sound("demo-hops.flac"))
FAST = ("--fast", "--mic", RECORDING, "--keep")


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    own = {f"XDG_{kind.upper()}_HOME": str(tmp_path / kind) for kind in ("data", "state", "config")}
    return own | {"VOICECOACH_PERSON": "ada"}


def keep(home: dict[str, str], folder: Path, circuit: str, *hours_ago: float) -> None:
    """Keep sessions of ada's in which she hopped 2.2 times a second all the time."""
    log = folder / f"{circuit}.jsonl"
    for seed, hours in enumerate(sorted(hours_ago, reverse=True)):
        log.write_text("".join(json.dumps(line) + "\n" for line in lived(circuit, seed=seed)), "utf-8")
        started = datetime.now().astimezone() - timedelta(hours=hours)
        output(home, "import", str(log), "--person", "ada", "--started", f"{started:%Y-%m-%d %H:%M}")


def run(home: dict[str, str], folder: Path, circuit: str, *words: str) -> list[Line]:
    log = folder / "events.jsonl"
    output(home, "run", circuit, *FAST, "--events", str(log), *words)
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def of(events: list[Line], kind: str) -> list[Any]:
    return [line for line in events if line["event"] == kind]


def texts(events: list[Line], cue_id: str) -> list[str]:
    return [line["text"] for line in of(events, "cue") if line["id"] == cue_id]


@pytest.fixture
def hops(tmp_path: Path) -> str:
    """Give a circuit of two bouts of hops, at the demo's times."""
    path = tmp_path / "two-bouts.toml"
    hop = 'exercise = "ankle-hops"\nkind = "landings"\nwork = { start = "10s", build = "12s", full = "15s" }\n'
    step = f'[[step]]\n{hop}get_ready = "16s"\nrest = "5s"\ntarget_hz = [2.0, 2.8]\n'
    top = 'schema = 1\nname = "Two bouts"\n[defaults]\nwelcome = "23s"\n'
    path.write_text(top + step + step, "utf-8")
    return str(path)


def test_hops_of_yesterday_are_warned_of_once_and_nothing_collides(
    home: dict[str, str], tmp_path: Path, hops: str
) -> None:
    keep(home, tmp_path, "ankle-hops", 25.0)
    events = run(home, tmp_path, hops)
    (warning,) = [line for line in of(events, "cue") if line["id"].startswith("welcome.rest_needed")]
    assert "esterday" in warning["text"] or "one more day" in warning["text"]
    assert not overlaps(of(events, "cue"))
    assert not of(events, "cue_dropped")
    (budget,) = of(events, "budget")
    assert budget["today"] == 0
    assert budget["left"] == min(budget["day_limit"], budget["week_limit"] - budget["week"])


def test_the_budget_ends_the_hops_aloud_and_can_be_lifted(home: dict[str, str], tmp_path: Path, hops: str) -> None:
    events = run(home, tmp_path, hops, "--budget", "8")
    assert len(texts(events, "enough")) == 1
    (used,) = of(events, "budget_used")
    assert used["hops"] == 8
    assert [line["count"] for line in of(events, "step_ended")] == [8]
    assert [line["step"] for line in of(events, "step_skipped")] == ["ankle-hops"]
    assert not of(run(home, tmp_path, hops, "--no-budget"), "budget")


def test_nothing_changes_for_a_first_session_and_for_one_that_is_not_kept(
    home: dict[str, str], tmp_path: Path, hops: str
) -> None:
    first = run(home, tmp_path, hops, "--no-keep")
    keep(home, tmp_path, "ankle-hops", 25.0)
    assert run(home, tmp_path, hops, "--no-keep") == first
    assert not of(first, "budget")


def test_a_history_that_cannot_be_read_is_told_once_and_the_session_goes_on(
    home: dict[str, str], tmp_path: Path, hops: str
) -> None:
    (tmp_path / "data" / "voicecoach").mkdir(parents=True)
    (tmp_path / "data" / "voicecoach" / "history.db").write_bytes(b"no database" * 500)
    done = CliRunner(env=home).invoke(main, ("run", hops, *FAST))
    assert done.exit_code == 0
    assert "finished after" in done.stdout
    assert done.output.count("history can't be used") == 1


def test_progress_says_what_is_left_which_level_suits_and_the_own_rhythm(home: dict[str, str], tmp_path: Path) -> None:
    assert output(home, "progress").startswith("No sessions of ada yet")
    keep(home, tmp_path, "ankle-hops", 75.0, 123.0, 171.0)
    said = output(home, "progress", "ankle-hops").splitlines()
    assert said[0] == "Ankle hops, ada"
    assert said[1].startswith("today: 0 hops; ")
    assert said[1].endswith("left, 210 a day are enough")  # 75 s at 2.8 a second, the dose of the level that is ready
    assert said[4] == "level: build (ready for it after 3 clean sessions in a row)"
    assert said[5].startswith("own rhythm, ankle-hops: 2.2")


def test_the_level_that_suits_is_done_when_asked_for(home: dict[str, str], tmp_path: Path) -> None:
    keep(home, tmp_path, "ankle-hops", 75.0, 123.0, 171.0)
    (started,) = of(run(home, tmp_path, "ankle-hops", "--level", "next"), "session_started")
    assert started["level"] == "build"


@pytest.mark.parametrize("words", [("--budget", "some"), ("--target", "fast"), ("--target", "9")])
def test_wishes_that_mean_nothing_are_refused_in_a_sentence(home: dict[str, str], words: tuple[str, ...]) -> None:
    done = CliRunner(env=home).invoke(main, ("run", "demo", "--fast", *words))
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert words[0] in done.stderr
