"""What a session shows becomes the view."""

from __future__ import annotations

import json
from typing import Any

import pytest

from voicecoach.coaching.cue import Cue, Lane, tone_cue
from voicecoach.coaching.facts import AudioNote, LandingHeard
from voicecoach.coaching.summary import FINISHED, SetResult, Summary
from voicecoach.testing import SessionRig
from voicecoach.web.board import Board
from voicecoach.web.screen import SHOWN, WebScreen
from voicecoach.web.view import Offer


def view_of(board: Board) -> dict[str, Any]:
    view: dict[str, Any] = json.loads(board.latest()[1])
    return view


@pytest.fixture
def screen(board: Board) -> WebScreen:
    return WebScreen(board)


def landing(at: float, count: int) -> LandingHeard:
    return LandingHeard(t=at, at=at, heard_at=at, confidence=1.0, step="ankle-hops", count=count)


def test_a_session_is_followed_from_exercise_to_exercise(board: Board, screen: WebScreen, hopping: SessionRig) -> None:
    for fact in hopping.recorded:
        screen.noted(fact)
    screen.show(hopping.session.snapshot(hopping.now), -31.5)
    view = view_of(board)
    assert view["mode"] == "session"
    assert view["level_db"] == -31.5
    assert view["snapshot"]["exercise"] == "Ankle hops"
    assert view["snapshot"]["count"] == 4
    assert view["strip"] == {"intervals_s": [0.45, 0.45, 0.45], "target_hz": [2.0, 2.8]}


def test_a_landing_is_shown_before_the_next_picture_of_the_session(
    board: Board, screen: WebScreen, hopping: SessionRig
) -> None:
    screen.show(hopping.session.snapshot(hopping.now), -30.0)
    screen.noted(landing(hopping.now, 5))
    assert view_of(board)["snapshot"]["count"] == 5


def test_the_strip_holds_the_last_thirty_intervals_in_order_and_leaves_pauses_out(
    board: Board, screen: WebScreen
) -> None:
    landed_at = [0.4 * step for step in range(40)]
    landed_at[-1] += 3.0
    # The last but two is told late, as happens when it is found with hindsight.
    told = [*landed_at[:-3], landed_at[-2], landed_at[-3], landed_at[-1]]
    for count, at in enumerate(told, 1):
        screen.noted(landing(at, count))
    intervals = view_of(board)["strip"]["intervals_s"]
    assert intervals == [pytest.approx(0.4)] * (SHOWN - 1) + [None]


def test_words_are_captions_and_numbers_and_tones_are_not(board: Board, screen: WebScreen) -> None:
    screen.said(Cue("a", "Ankle hops.", Lane.INSTRUCTION), 1.0)
    screen.said(Cue("b", "seven", Lane.COUNT), 2.0)
    screen.said(tone_cue("c", "go"), 3.0)
    screen.said(Cue("d", "Three.", Lane.COUNTDOWN), 4.0)
    captions = view_of(board)["captions"]
    assert [caption["text"] for caption in captions] == ["Ankle hops.", "Three."]
    assert captions[0]["n"] < captions[1]["n"], "so that a page says each once"


def test_a_lost_device_is_shown_until_it_is_back(board: Board, screen: WebScreen) -> None:
    def note(what: str) -> None:
        screen.noted(AudioNote(t=1.0, what=what, device="USB", seconds=0.0))

    note("microphone lost")
    note("speaker lost")
    assert view_of(board)["lost"] == ["microphone: USB", "speaker: USB"]
    note("microphone back")
    assert view_of(board)["lost"] == ["speaker: USB"]
    note("overrun")
    assert view_of(board)["notices"][-1]["text"] == "overrun: USB"


def test_between_two_sessions_the_result_stays_and_circuits_are_offered(
    board: Board, screen: WebScreen, hopping: SessionRig
) -> None:
    screen.show(hopping.session.snapshot(hopping.now), -30.0)
    done = SetResult("ankle-hops", "Ankle hops", None, 1, 22, None, 0.9)
    screen.end(Summary("short", FINISHED, 61.0, (done,), 5, 0), over=False)
    screen.offer([Offer("hop-test", "Hop test", {"start": 60.0}, "build")])
    view = view_of(board)
    assert view["mode"] == "idle"
    assert view["snapshot"] is None
    assert view["result"]["landings"] == 22
    assert view["offers"] == [{"id": "hop-test", "name": "Hop test", "seconds": {"start": 60.0}, "level": "build"}]
    screen.get_ready()
    assert view_of(board)["result"] is None


def test_a_view_is_one_line_of_strict_json(board: Board, screen: WebScreen) -> None:
    screen.notice('a line\nand another, "quoted" \u2028 ü')
    _, text = board.latest()
    assert "\n" not in text

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    assert json.loads(text, parse_constant=refuse)["notices"][0]["text"].startswith("a line\n")
