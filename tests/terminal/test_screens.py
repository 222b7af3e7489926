from __future__ import annotations

import io
import re
from itertools import pairwise

import pytest
from rich.console import Console

from voicecoach.coaching.events import Command
from voicecoach.coaching.facts import CueDropped, LandingHeard, StepEnded
from voicecoach.coaching.speaking import MOVED_ON
from voicecoach.coaching.summary import FINISHED, SetResult, Summary
from voicecoach.cuefiles import load_circuit
from voicecoach.listening.landing import Landing
from voicecoach.listening.rhythm import RhythmReading
from voicecoach.terminal.listening import listening_picture
from voicecoach.terminal.live import LiveScreen, picture
from voicecoach.terminal.plain import PlainScreen
from voicecoach.terminal.summary import summary_lines
from voicecoach.testing import SessionRig


def drawn(rig: SessionRig, level_db: float = -30.0) -> str:
    console = Console(file=io.StringIO(), width=80)
    with console.capture() as captured:
        console.print(picture(rig.session.snapshot(rig.now), level_db))
    return captured.get()


def hopping(until: float) -> SessionRig:
    rig = SessionRig(load_circuit("demo"))
    rig.run(until, landings=[39.5 + 0.5 * n for n in range(8)])
    return rig


def test_the_view_shows_exercise_time_left_count_cadence_and_microphone() -> None:
    view = drawn(hopping(43.6))
    for shown in ("Go Ankle hops", "0:05", "8 landings", "2.0 a second", "-30 dB", "▮"):
        assert shown in view


def test_the_view_shows_side_words_and_next_exercise() -> None:
    rig = hopping(8.0)
    assert "Calf hold, left" in drawn(rig)
    assert "“Calf hold. Left side.”" in drawn(rig)
    rig.run(53.0)
    assert "Rest, then Ankle hops" in drawn(rig)


def test_the_listening_view_shows_count_rhythm_each_interval_and_the_microphone() -> None:
    landings = [Landing(at, at + 0.04, 0.9) for at in (1.0, 1.55, 2.1, 2.8, 6.0, 6.2)]
    console = Console(file=io.StringIO(), width=80)
    with console.capture() as captured:
        console.print(listening_picture(landings, 6, RhythmReading(2.0, 0.5, 0.04, 0.0), -30.0))
    view = captured.get()
    for shown in ("6 landings", "2.0 a second", "4%", "-30 dB", "▅▅▇ ▁"):
        assert shown in view


def test_the_view_is_drawn_anew_when_something_to_read_changes_and_else_four_times_a_second() -> None:
    stream = io.StringIO()
    rig = hopping(39.0)
    with LiveScreen(Console(file=stream, width=80, force_terminal=True)) as screen:
        sizes = []
        for tenth in range(21):
            now = 39.0 + 0.1 * tenth
            rig.run(now, landings=[now - 0.05] if tenth % 5 == 4 else [])
            screen.show(rig.session.snapshot(rig.now), -30.0)
            sizes.append(len(stream.getvalue()))
        shown = stream.getvalue()
    drawn = sum(later > earlier for earlier, later in pairwise(sizes))
    assert 8 <= drawn <= 15
    for count in range(1, 5):
        assert f"{count} landing" in re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown)


def test_a_paused_session_says_so_and_a_silent_microphone_too() -> None:
    rig = hopping(20.0)
    rig.run(21.0, commands={20.5: Command.PAUSE})
    assert "[paused]" in drawn(rig)
    assert "space go on" in drawn(rig)
    assert "silent" in drawn(rig, level_db=-90.0)


def test_plain_lines_tell_landings_totals_and_what_was_left_out() -> None:
    stream = io.StringIO()
    screen = PlainScreen(stream)
    screen.noted(LandingHeard(t=41.0, at=40.9, heard_at=40.95, confidence=1.0, step="ankle-hops", count=3))
    screen.noted(StepEnded(t=49.2, step="ankle-hops", side=None, round=1, count=21))
    screen.noted(CueDropped(t=50.0, id="x", reason="late"))
    screen.noted(CueDropped(t=51.0, id="y", reason=MOVED_ON))
    assert stream.getvalue().splitlines() == [
        "   0:41  landing 3",
        "   0:49  ankle-hops: 21 landings",
        "   0:50  not said: x (late)",
    ]


def test_the_summary_says_how_many_how_fast_and_how_steady() -> None:
    rhythm = RhythmReading(cadence_hz=2.2, interval_s=0.4545, variation=0.03, drift=0.0)
    done = SetResult("ankle-hops", "Ankle hops", None, 1, 21, rhythm)
    lines = summary_lines(Summary("demo", FINISHED, 74.0, (done,), 10, 0))
    assert lines == [
        "demo: finished after 1:14",
        "  round 1  Ankle hops: 21 landings, 2.20 a second, steady (intervals vary by 3 %)",
        "21 landings counted in 1 set",
    ]


@pytest.mark.parametrize(
    ("mic", "told"),
    [
        ("none", "no landings counted, since there was no microphone"),
        ("simulated", "0 landings counted in 2 sets"),
    ],
)
def test_the_summary_tells_nobody_heard_from_nobody_hopped(mic: str, told: str) -> None:
    summary = SessionRig(load_circuit("demo"), mic=mic).run()
    assert summary is not None
    assert summary_lines(summary)[-1] == told


def test_a_session_left_before_its_first_hops_says_so() -> None:
    summary = SessionRig(load_circuit("demo")).run(commands={12.0: Command.STOP})
    assert summary is not None
    assert summary_lines(summary)[-1] == "no landings counted, since no set of hops was begun"


def test_the_view_shows_volume_and_every_key_in_78_columns() -> None:
    rig = hopping(20.0)
    assert "volume 0 dB" in drawn(rig)
    rig.run(22.0, commands={20.5: Command.SOFTER, 20.6: Command.SOFTER})
    assert "volume -6 dB" in drawn(rig)
    rig.run(24.0, commands={22.5: Command.MUTE})
    view = drawn(rig)
    assert "volume muted" in view
    assert {len(line) for line in view.splitlines()} == {78}
    for key in ("space pause", "n next", "b back", "r repeat", "m sound", "+ - volume", "q stop"):
        assert key in view
