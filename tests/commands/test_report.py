"""A report says what was heard, in a file that needs nothing else, to whoever reads it however."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, Literal

import numpy as np
import pytest
import soundfile
from at_home import home_in, output, refused
from bench_history import fill
from chromium import CHROMIUM, chromium
from lived import lived
from read_report import Read
from render_hops import Hopper, counted_sets, render_hops

SLOW = Hopper(cadence_hz=1.7)
"""Slower than the target, so that the coach says something."""


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return home_in(tmp_path)


@dataclass
class Trained:
    """A session that was run, what its event log says, and its report."""

    lines: Sequence[Mapping[str, Any]]
    source: str
    page: Read
    pictures: list[Path]
    path: Path

    def of(self, event: str) -> Iterator[Mapping[str, Any]]:
        return (line for line in self.lines if line["event"] == event)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    folder = tmp_path_factory.mktemp("trained")
    home, talk = home_in(folder), ("--talk", "coach", "--level", "full")
    plan, hops, log = (str(folder / name) for name in ("plan.jsonl", "hops.flac", "log.jsonl"))
    output(home, "run", "ankle-hops", "--fast", "--events", plan, *talk)
    sound, _ = render_hops(*counted_sets(Path(plan)), hopper=SLOW)
    soundfile.write(hops, sound, 48_000, subtype="PCM_16")
    output(home, "run", "ankle-hops", "--fast", "--mic", hops, "--events", log, "--keep", *talk)
    page, pictures = folder / "new" / "report.html", folder / "pictures"
    output(home, "report", "-o", str(page), "--png", str(pictures))
    source = page.read_text("utf-8")
    lines = [json.loads(line) for line in Path(log).read_text("utf-8").splitlines()]
    return Trained(lines, source, Read(source), sorted(pictures.iterdir()), page)


def test_a_set_is_drawn_with_the_landings_of_its_event_log(trained: Trained) -> None:
    starts = [line["t"] for line in trained.of("step_started")]
    assert len(starts) > 1
    for number, start_s in enumerate(starts, start=1):
        until_s = starts[number] if number < len(starts) else float("inf")
        at = [line["at"] for line in trained.of("landing") if start_s <= line["at"] < until_s]
        figure = trained.page.figure(f"Rhythm: ankle hops, round {number}")
        landings = [row for row in figure.rows if row and row[0]]
        assert [row[1] for row in landings] == [f"{one - start_s:.2f}" for one in at]
        assert [row[2] for row in landings[1:]] == [f"{1000 * (b - a):.0f}" for a, b in pairwise(at)]
        assert f"{median(b - a for a, b in pairwise(at)) * 1000:.0f} milliseconds" in figure.words
        assert any("target, 2 to 2.8 a second" in text for text in figure.drawn)


def test_each_advice_is_where_it_was_said_with_its_words(trained: Trained) -> None:
    said = [line["text"] for line in trained.of("cue") if line["lane"] == "advice"]
    assert said
    rhythms = [figure for figure in trained.page.figures if figure.caption.startswith("Rhythm")]
    assert [row[3] for figure in rhythms for row in figure.rows if row and row[3]] == said
    for words in said:
        assert any(words in " ".join(figure.drawn) for figure in rhythms)
        assert any(words in figure.words for figure in rhythms)


def test_totals_are_those_of_the_event_log(trained: Trained) -> None:
    (ended,) = trained.of("session_ended")
    total = str(sum(ended["counts"].values()))
    assert trained.page.tiles["hops"] == total
    assert trained.page.figure("Hops a week").rows[1][2] == total
    counts = [str(line["count"]) for line in trained.of("step_ended")]
    assert [row[2] for row in trained.page.figure("Cadence and regularity, set by set").rows[1:]] == counts
    assert trained.page.tiles["hops a second"].startswith("1.7")


def test_the_file_needs_no_other_and_no_network(trained: Trained) -> None:
    assert all(reference.startswith("#") for reference in trained.page.references)
    assert not {"script", "link", "img", "iframe", "object", "embed", "base"} & set(trained.page.tags)
    assert "//" not in trained.source
    assert "@import" not in trained.source
    assert trained.source.count("url(") == trained.source.count("url(#")
    assert len(trained.source) < 2_000_000


def test_names_within_the_file_are_unique(trained: Trained) -> None:
    named = [one for one in trained.page.ids if one.endswith(("-title", "-text"))]
    assert len(named) == len(set(named)) == 2 * len(trained.page.figures)
    assert {one.removeprefix("#") for one in trained.page.references} <= set(trained.page.ids)


def test_every_figure_has_a_title_words_and_numbers(trained: Trained) -> None:
    assert len(trained.page.figures) > 3
    for figure in trained.page.figures:
        (svg,) = figure.svgs
        assert svg["role"] == "img"
        assert all(one in trained.page.ids for one in svg["aria-labelledby"].split())
        assert figure.texts["title"] == [figure.caption]
        assert figure.texts["desc"] == [figure.words]
        assert any(character.isdigit() for character in figure.words)
        assert len(figure.rows) > 1
        assert figure.drawn


def test_colours_are_the_page_s_own_so_that_it_is_dark_where_that_is_wished(trained: Trained) -> None:
    drawings = trained.source[trained.source.index("<svg") :]
    assert "var(--ink)" in drawings
    assert "var(--first)" in drawings
    assert "#0" not in drawings.replace('"#', "").replace("url(#", "")
    assert "prefers-color-scheme: dark" in trained.source


def test_pictures_are_one_a_figure(trained: Trained) -> None:
    assert len(trained.pictures) == len(trained.page.figures)
    for picture in trained.pictures:
        assert picture.read_bytes().startswith(b"\x89PNG")


def keep(home: Mapping[str, str], folder: Path, lines: Sequence[Mapping[str, Any]], *words: str) -> None:
    log = folder / "log.jsonl"
    log.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    output(home, "import", str(log), *words)


def report(home: Mapping[str, str], folder: Path, *words: str) -> Read:
    output(home, "report", "-o", str(folder / "report.html"), *words)
    return Read((folder / "report.html").read_text("utf-8"))


def test_the_next_session_is_told_against_the_one_before(home: dict[str, str], tmp_path: Path) -> None:
    for day, hops_hz in (("01", 2.0), ("03", 2.4)):
        keep(home, tmp_path, lived("ankle-hops", hops_hz=hops_hz), "--started", f"2026-05-{day} 07:30")
    assert "first session" in report(home, tmp_path, "1").sentences[0]
    sentences = report(home, tmp_path).sentences
    assert sentences[0].startswith("Quicker: 2.4")
    assert sentences[-1] == "Last time was 1 May 2026, 07:30."


def test_a_session_cut_off_is_reported_as_far_as_it_went(home: dict[str, str], tmp_path: Path) -> None:
    lines = lived("ankle-hops")
    second = [line["t"] for line in lines if line["event"] == "step_started"][1]
    keep(home, tmp_path, [line for line in lines if line["t"] < second + 4.0], "--started", "2026-05-01 07:30")
    page = report(home, tmp_path)
    rhythms = [figure for figure in page.figures if figure.caption.startswith("Rhythm")]
    assert len(rhythms) == 2
    assert len(rhythms[1].rows) > 5


def test_steps_have_sides_and_hops_a_budget(home: dict[str, str], tmp_path: Path) -> None:
    keep(home, tmp_path, lived("ankle-stiffness"), "--started", "2026-05-01 07:30")
    page = report(home, tmp_path)
    assert len(page.figure("Left and right").rows) == 4
    assert "240 to 300" in " ".join(page.figure("Hops a week").drawn)
    assert int(page.tiles["steps"]) > int(page.tiles["hops"])


def test_names_and_words_from_elsewhere_are_only_text(home: dict[str, str], tmp_path: Path) -> None:
    evil = '<script>alert(1)</script>"&$x^2$'
    lines = [dict(line) for line in lived("demo")]
    for line in lines:
        if line["event"] == "session_started":
            line["circuit"] = evil
        if line["event"] in {"step_started", "landing", "step_ended"} and line["step"] == "ankle-hops":
            line["step"] = evil
    lines[-1]["counts"] = {evil: 42}
    keep(home, tmp_path, lines, "--person", evil, "--started", "2026-05-01 07:30")
    for words in ((), ("--all",)):
        assert "script" not in report(home, tmp_path, *words).tags


def test_a_session_without_a_landing_has_a_report_too(home: dict[str, str], tmp_path: Path) -> None:
    lines = [line for line in lived("demo") if line["t"] < 5.0 and line["event"] != "landing"]
    keep(home, tmp_path, lines, "--started", "2026-05-01 07:30")
    for words in ((), ("--all",)):
        page = report(home, tmp_path, *words)
        assert page.figures == []
        assert page.sentences


def test_all_of_many_sessions_stay_one_small_page(home: dict[str, str], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'many.db'}"
    fill(url, 150)
    page = report(home | {"VOICECOACH_DATABASE": url}, tmp_path, "--all")
    assert page.tiles["sessions"] == "150"
    weeks = page.figure("Hops a week").rows[1:]
    assert sum(int(row[1]) for row in weeks) == 150
    landings = sum(int(row[2]) + int(row[3]) for row in weeks)
    assert page.tiles["landings"].replace("\u202f", "") == str(landings)
    assert (tmp_path / "report.html").stat().st_size < 60_000


def test_a_report_is_about_one_person(home: dict[str, str], tmp_path: Path) -> None:
    keep(home, tmp_path, lived("demo"), "--person", "ada", "--started", "2026-05-01 07:30")
    keep(home, tmp_path, lived("hop-test"), "--person", "bob", "--started", "2026-05-02 07:30")
    assert report(home, tmp_path, "--all").tiles["session"] == "1"
    assert "first session of demo" in report(home, tmp_path, "--person", "ada").sentences[0]
    assert "Session 2 is bob's, not ada's" in refused(home, "report", "2", "--person", "ada")


def test_what_can_t_be_reported_is_one_sentence(home: dict[str, str], tmp_path: Path) -> None:
    assert "There is no session to report yet" in refused(home, "report")
    assert "There is no session to report yet" in refused(home, "report", "--all")
    assert "There is no session 7" in refused(home, "report", "7")
    keep(home, tmp_path, lived("demo"), "--started", "2026-05-01 07:30")
    assert "There is no session of eve to report yet" in refused(home, "report", "--person", "eve")
    assert "not both" in refused(home, "report", "1", "--all")
    (tmp_path / "file").write_text("")
    assert "can't be written" in refused(home, "report", "-o", str(tmp_path / "file" / "report.html"))
    assert "can't be written" in refused(
        home, "report", "-o", str(tmp_path / "r.html"), "--png", str(tmp_path / "file")
    )
    history = Path(home["XDG_DATA_HOME"], "voicecoach", "history.db")
    assert "is a database" in refused(home, "report", "-o", str(history))


def test_without_matplotlib_the_remedy_is_named(home: dict[str, str]) -> None:
    program = "import sys; sys.modules['matplotlib'] = None; from voicecoach.cli import main; main(['report'])"
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=dict(home) | {"PATH": ""}
    )
    assert ended.returncode == 2
    assert ended.stderr == "voicecoach: Drawing a report needs matplotlib: pip install 'voicecoach[report]'\n"


@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed: `coach test` does that")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_all_of_it_without_scrolling_sideways(trained: Trained, scheme: Literal["light", "dark"]) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    with chromium(390, 844) as browser:
        page = browser.new_page()
        page.emulate_media(color_scheme=scheme)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(trained.path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        widths = page.evaluate("[...document.querySelectorAll('svg')].map(one => one.getBoundingClientRect().width)")
        smallest = page.evaluate(
            "Math.min(...[...document.querySelectorAll('svg text')].map(one => one.getBoundingClientRect().height))"
        )
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert min(widths) > 300
    assert smallest > 9
    assert (max(int(part) for part in paper[4:-1].split(",")) < 64) == (scheme == "dark")
    assert asked == [trained.path.as_uri()]
    assert complaints == []


@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed: `coach test` does that")
def test_on_paper_it_is_dark_on_white_whatever_the_screen_is(trained: Trained) -> None:
    with chromium(700, 1000) as browser:
        page = browser.new_page()
        page.emulate_media(media="print", color_scheme="dark")
        page.goto(trained.path.as_uri())
        ink, paper = (page.evaluate(f"getComputedStyle(document.body).{name}") for name in ("color", "backgroundColor"))
        lefts = page.evaluate("[...document.querySelectorAll('svg')].map(one => one.getBoundingClientRect().left)")
        closed = page.get_by_text("In words and numbers").first
        assert not closed.is_visible(), "paper can't be opened"
    assert paper == "rgb(255, 255, 255)"
    assert luminance(*map(int, ink[4:-1].split(","))) < 0.05
    assert len(set(lefts)) == 2, "two beside one another"


def luminance(*rgb: int) -> float:
    """Relative luminance by WCAG 2.2."""
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in (part / 255 for part in rgb)]
    return float(np.dot((0.2126, 0.7152, 0.0722), linear))


def contrast(one: str, other: str) -> float:
    dim, bright = sorted(luminance(*bytes.fromhex(colour)) for colour in (one, other))
    return (bright + 0.05) / (dim + 0.05)


def test_words_and_lines_stand_out_from_what_is_behind_them_in_light_and_dark(trained: Trained) -> None:
    style = trained.source[: trained.source.index("</style>")]
    light, dark = (dict(re.findall(r"--(\w+): #(\w{6})", part)) for part in style.split("dark) {"))
    for inks in (light, dark):
        for words in ("ink", "muted"):
            assert contrast(inks[words], inks["paper"]) >= 4.5
        for line in ("first", "second", "ink"):
            for behind in ("paper", "band"):
                assert contrast(inks[line], inks[behind]) >= 3.0
