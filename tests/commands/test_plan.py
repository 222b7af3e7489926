"""The weekly plan as its commands show it, and a whole morning of it on a stepped clock."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import soundfile
from click.testing import CliRunner, Result
from lived import lived
from notification_daemon import Desktop
from own_process import PROGRAM, hold_circuit

from voicecoach.cli import main
from voicecoach.cuefiles import cue_sound
from voicecoach.runtime.alone import alone

BERLIN = "Europe/Berlin"
NO_DEVICES = {"PULSE_SERVER": "unix:/nowhere"}


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    own = {f"XDG_{kind.upper()}_HOME": str(tmp_path / kind) for kind in ("data", "state")}
    nobody = {"XDG_RUNTIME_DIR": str(tmp_path), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
    return own | nobody | {"TZ": BERLIN, "VOICECOACH_PERSON": "ada"}


class Clock:
    """What a program needs to see to believe it is another time."""

    def __init__(self, library: Path, folder: Path) -> None:
        self._offset = folder / "offset"
        self.environ = {"LD_PRELOAD": str(library), "STEPPED_CLOCK": str(self._offset)}

    def set(self, local: str) -> None:
        apart = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(BERLIN)).timestamp() - time.time()
        self._offset.write_text(str(round(apart)), "utf-8")


@pytest.fixture
def clock(stepped_clock: Path, tmp_path: Path) -> Clock:
    return Clock(stepped_clock, tmp_path)


def plan(home: Mapping[str, str], *words: str) -> Result:
    return CliRunner(env=home).invoke(main, ["plan", *words])


def shown(home: Mapping[str, str], *words: str) -> list[str]:
    done = plan(home, *words)
    assert done.exit_code == 0, done.output
    return done.stdout.splitlines()


def refused(home: Mapping[str, str], *words: str) -> str:
    done = plan(home, *words)
    assert done.exit_code == 2, done.output
    (sentence,) = done.stderr.splitlines()
    return sentence


def at_its_clock(home: Mapping[str, str], clock: Clock, *words: str) -> str:
    """Return what a command prints in a process of its own, which believes the clock."""
    env = os.environ | dict(home) | clock.environ
    return subprocess.run([*PROGRAM, *words], env=env, capture_output=True, text=True, check=True).stdout


def test_a_plan_is_made_shown_and_taken_back(home: dict[str, str]) -> None:
    assert shown(home) == ["Nothing is planned; for example: voicecoach plan add mon,wed,fri 07:30 ankle-stiffness"]
    first, following = shown(home, "add", "fri,mon", "7:30", "--level", "build")
    assert first == "1: mon,fri 07:30 ankle-stiffness (remind)"
    assert re.fullmatch(r"next: (Mon|Fri) [0-9-]{10} 07:30, in .*: ankle-stiffness, reminds", following)
    shown(home, "add", "wed", "18:05", "ankle-hops", "--start")
    _, one, two, _ = (line.split() for line in shown(home))
    assert one == ["1", "mon,fri", "07:30", "ankle-stiffness", "build", "reminds"]
    assert two == ["2", "wed", "18:05", "ankle-hops", "next:", "start", "starts"]
    assert shown(home, "remove", "1") == ["removed 1: mon,fri 07:30 ankle-stiffness (remind)"]
    (values,) = (json.loads(line) for line in shown(home, "--json"))
    due = datetime.fromisoformat(values.pop("next_at"))
    assert (due.weekday(), due.hour, due.minute) == (2, 18, 5)
    assert values == {
        "no": 2,
        "days": ["wed"],
        "time": "18:05",
        "circuit": "ankle-hops",
        "level": "next",
        "level_now": "start",
        "does": "start",
        "passed": [],
    }


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", "someday", "07:30"), '"someday" is no day; write mon, tue'),
        (("add", "mon", "25:00"), '"25:00" is no time of day; write hours and minutes'),
        (("add", "mon", "07:30", "ankle-hop"), 'no circuit is called "ankle-hop"; did you mean "ankle-hops"?'),
        (("add", "mon", "07:30", "/nowhere/mine.toml"), "/nowhere/mine.toml does not exist"),
        (("remove", "4"), "the plan has no entry 4; the plan is empty"),
        (("remind", "4"), "the plan has no entry 4; `voicecoach plan` lists them"),
    ],
)
def test_what_can_not_be_planned_is_told_and_nothing_is_kept(
    home: dict[str, str], words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in refused(home, *words)
    assert shown(home)[0].startswith("Nothing is planned")


def test_what_is_planned_already_is_told_with_its_number(home: dict[str, str]) -> None:
    shown(home, "add", "mon", "07:30")
    assert "entry 1 is that already (mon 07:30 ankle-stiffness (remind))" in refused(home, "add", "mon", "07:30")
    assert len(shown(home, "--json")) == 1


def test_a_zone_that_is_none_is_told(home: dict[str, str]) -> None:
    assert "This machine's time zone can't be told" in refused(home | {"TZ": "Nowhere/Atlantis"})


def test_hop_sessions_a_day_apart_are_planned_with_a_word_about_it(home: dict[str, str]) -> None:
    close = plan(home, "add", "mon,tue", "07:30")
    assert close.exit_code == 0
    assert "two occasions of this plan are 24 h apart; leave 48 h between hop sessions" in close.stderr
    shown(home, "remove", "1")
    assert "apart" not in plan(home, "add", "mon,wed,fri", "07:30").stderr


def test_a_circuit_of_ones_own_is_found_from_everywhere(home: dict[str, str], tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    own.write_text((cue_sound("demo-hops.flac").parents[1] / "circuits" / "demo.toml").read_text("utf-8"), "utf-8")
    relative = os.path.relpath(own)
    assert str(own) in shown(home, "add", "mon", "07:30", relative)[0]


def test_the_level_grows_by_what_was_trained(home: dict[str, str], tmp_path: Path) -> None:
    shown(home, "add", "mon,wed,fri", "07:30", "ankle-hops")
    assert "next: start" in shown(home)[1]
    log = tmp_path / "log.jsonl"
    for days_ago in (5, 3, 1):
        lines = lived("ankle-hops", jitter=0.02, seed=days_ago)
        log.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        day = datetime.now(ZoneInfo(BERLIN)) - timedelta(days=days_ago)
        done = CliRunner(env=home).invoke(main, ["import", str(log), "--started", f"{day:%Y-%m-%d} 07:30"])
        assert done.exit_code == 0, done.output
    assert "next: build" in shown(home)[1]
    assert json.loads(shown(home, "--json")[0])["level_now"] == "build"


def test_the_last_week_is_told_day_by_day(home: dict[str, str], clock: Clock) -> None:
    clock.set("2026-11-22T12:00")
    at_its_clock(home, clock, "plan", "add", "mon,wed,fri", "07:30")
    clock.set("2026-11-26T12:15")
    table, following = at_its_clock(home, clock, "plan").splitlines()[1:3]
    assert table.endswith("reminds  mon missed, wed missed")
    assert following == "next: Fri 2026-11-27 07:30, in 19 h: ankle-stiffness, reminds"
    clock.set("2026-12-01T12:00")
    (line,) = at_its_clock(home, clock, "plan", "--json").splitlines()
    assert [one["at"] for one in json.loads(line)["passed"]] == [
        "2026-11-25T07:30:00+01:00",
        "2026-11-27T07:30:00+01:00",
        "2026-11-30T07:30:00+01:00",
    ]


REMINDERS = {
    "en": "(Time to train|It's time): Ankle stiffness.",
    "de": "(Zeit fürs Training|Es ist so weit): .*Fußgelenk.*",
    "es": "(Hora de entrenar|Ya es la hora): .*",
    "fr": "(C'est l'heure|Place à l'entraînement) : .*",
}


@pytest.mark.parametrize("language", REMINDERS)
def test_a_reminder_is_spoken_and_shown(home: dict[str, str], language: str, tmp_path: Path) -> None:
    shown(home, "add", "mon", "07:30")
    spoken = tmp_path / "reminder.wav"
    with Desktop() as desktop:
        said = shown(
            home | {"DBUS_SESSION_BUS_ADDRESS": desktop.address},
            *("remind", "1", "--language", language, "--speaker", str(spoken)),
        )
    ((title, body),) = desktop.shown
    assert re.fullmatch(REMINDERS[language], title)
    assert said == [title]
    assert body == "voicecoach run ankle-stiffness --level next"
    sound, rate_hz = soundfile.read(spoken)
    assert 1.0 < len(sound) / rate_hz < 5.0
    assert abs(sound).max() > 0.1


def test_a_reminder_is_in_the_language_that_is_the_users_default(home: dict[str, str], tmp_path: Path) -> None:
    own = tmp_path / "config" / "voicecoach"
    own.mkdir(parents=True)
    (own / "config.toml").write_text('language = "de"\n', "utf-8")
    home |= {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    shown(home, "add", "mon", "07:30")
    (said,) = shown(home, "remind", "1", "--speaker", str(tmp_path / "out.wav"))
    assert re.fullmatch(REMINDERS["de"], said)


def test_a_reminder_that_can_only_be_heard_or_only_be_seen_is_one(home: dict[str, str], tmp_path: Path) -> None:
    shown(home, "add", "mon", "07:30")
    assert plan(home, "remind", "1", "--speaker", str(tmp_path / "out.wav")).exit_code == 0
    with Desktop() as desktop:
        shown(home | {"DBUS_SESSION_BUS_ADDRESS": desktop.address, "VOICECOACH_ENGINE": "none"}, "remind", "1")
    assert len(desktop.shown) == 1


def test_a_reminder_that_reaches_nobody_says_why(home: dict[str, str]) -> None:
    shown(home, "add", "mon", "07:30")
    env = os.environ | home | NO_DEVICES
    done = subprocess.run([*PROGRAM, "plan", "remind", "1"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "nobody can be reminded here: the desktop can't be reached" in done.stderr
    assert "and nothing can speak (see `voicecoach doctor`)" in done.stderr


def test_nobody_is_reminded_in_the_middle_of_a_session(home: dict[str, str], tmp_path: Path) -> None:
    shown(home, "add", "mon", "07:30")
    with alone(Path(home["XDG_STATE_HOME"]) / "voicecoach", lambda _trouble: None):
        said = shown(home, "remind", "1", "--speaker", str(tmp_path / "out.wav"))
    assert said == ["a session is running; nobody needs to be reminded"]
    assert not (tmp_path / "out.wav").exists()


@pytest.fixture
def watching(home: dict[str, str], clock: Clock) -> Any:  # noqa: ANN401 - a function that starts it
    """Give what starts `plan watch` at the clock, and ends it after the test if the test does not."""
    started: list[subprocess.Popen[str]] = []

    def watch(*options: str) -> subprocess.Popen[str]:
        env = os.environ | home | clock.environ | {"PYTHONUNBUFFERED": "1", "VOICECOACH_ENGINE": "none"}
        command = [*PROGRAM, "plan", "watch", *options]
        started.append(subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
        return started[-1]

    yield watch
    for one in started:
        one.kill()
        one.communicate()


def read_until(program: subprocess.Popen[str], wanted: str) -> list[str]:
    """Return the lines that a program prints up to one with certain words."""
    assert program.stdout is not None
    lines = []
    for line in program.stdout:
        lines.append(line.rstrip())
        if wanted in line:
            return lines
    raise AssertionError(lines)


def test_at_its_time_a_session_starts_by_itself_and_is_kept(
    home: dict[str, str],
    clock: Clock,
    watching: Any,  # noqa: ANN401
    tmp_path: Path,
) -> None:
    home["XDG_CONFIG_HOME"] = str(tmp_path / "config")
    own = tmp_path / "config" / "voicecoach" / "circuits" / "short.toml"
    own.parent.mkdir(parents=True)
    own.write_text(hold_circuit("6s", "Short"), "utf-8")
    clock.set("2026-11-25T06:00")
    at_its_clock(home, clock, "plan", "add", "wed", "07:30", "short", "--level", "build", "--start")
    clock.set("2026-11-25T07:29:57")
    watcher = watching("--mic", "none", "--speaker", "none", "--keep")
    lines = read_until(watcher, "started: ")
    assert lines[0].startswith("next: Wed ")
    assert "now: wed 07:30 short (start)" in lines
    watcher.send_signal(signal.SIGTERM)
    assert watcher.wait() == 130
    kept = json.loads(at_its_clock(home, clock, "history", "--json"))
    assert (kept["circuit"], kept["level"], kept["reason"]) == ("short", "build", "finished")
    assert kept["started_at"].startswith("2026-11-25T07:")
    assert "wed trained" in at_its_clock(home, clock, "plan")
    reminder = at_its_clock(home, clock, "plan", "remind", "1", "--unless-trained")
    assert reminder == "short was trained today; nobody needs to be reminded\n"


def test_the_plan_says_whether_anybody_watches_it_and_only_one_does(
    home: dict[str, str],
    clock: Clock,
    watching: Any,  # noqa: ANN401
) -> None:
    clock.set("2026-11-25T12:00")
    assert "nobody watches this plan" in plan(home, "add", "wed", "07:30").stderr
    first = watching()
    read_until(first, "next: ")
    assert plan(home).stderr == ""
    second = watching()
    assert "The plan is watched already" in read_until(second, "watched")[-1]
    assert second.wait() == 2
    first.send_signal(signal.SIGINT)
    assert first.wait() == 130
    assert "nobody watches this plan" in plan(home).stderr


def test_ending_the_watch_ends_its_session_in_good_order(home: dict[str, str], clock: Clock, watching: Any) -> None:  # noqa: ANN401
    clock.set("2026-11-25T06:00")
    at_its_clock(home, clock, "plan", "add", "wed", "07:30", "demo", "--start")
    clock.set("2026-11-25T07:29:58")
    watcher = watching("--mic", "none", "--speaker", "none", "--keep")
    read_until(watcher, "Stop if you feel sharp pain")
    watcher.send_signal(signal.SIGTERM)
    assert watcher.stdout is not None
    assert "demo: interrupted" in watcher.stdout.read()
    assert watcher.wait() == 130
    assert json.loads(at_its_clock(home, clock, "history", "--json"))["reason"] == "interrupted"
    assert "wed failed" in at_its_clock(home, clock, "plan")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--mc", "USB"), "No such option '--mc'"),
        (("ankle-hops",), "circuit ankle-hops: each entry of the plan has its own"),
        (("--level", "full"), "level full: each entry of the plan has its own"),
        (("--fast",), "leave out --fast"),
        (("--web", "http://pi"), "this is no address"),
        (("--mqtt", "http://pi"), "this is no broker's address"),
    ],
)
def test_what_no_session_would_take_is_told_before_anything_waits(
    home: dict[str, str], options: tuple[str, ...], sentence: str
) -> None:
    done = plan(home, "watch", *options)
    assert done.exit_code == 2
    assert sentence in done.stderr
