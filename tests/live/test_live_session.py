"""Whole sessions in real time, through PortAudio, on virtual devices."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from live_session import LiveSession
from measuring import of_kind, overlaps
from virtual_audio import VirtualAudio

pytestmark = pytest.mark.live

SESSION_S = 50.0
CUE_ERROR_S = 0.010
NUMBER_DELAY_S = 0.110
LEAST_STEP_S = 1.0
LEFT_OUT = 2
"""So many numbers of a set may be silent on a busy machine: better than late."""


def counts(session: LiveSession) -> list[int]:
    return [line["count"] for line in of_kind(session.events(), "count_spoken")]


def assert_counted_aloud(session: LiveSession) -> None:
    told, said = [line["count"] for line in of_kind(session.events(), "landing")], counts(session)
    assert told == list(range(1, len(session.truth) + 1))
    assert said == sorted(set(said)), "none twice, none out of turn"
    assert len(said) >= len(told) - LEFT_OUT


def test_every_landing_is_counted_and_every_word_sounds_when_it_should(session: LiveSession) -> None:
    session.start()
    assert session.finish(SESSION_S + 30.0) == 0
    events, heard = session.events(), session.heard()
    assert_counted_aloud(session)
    (ended,) = [line for line in of_kind(events, "step_ended") if line["count"] is not None]
    assert ended["count"] == len(session.truth)
    assert ended["confidence"] is not None, "the recount comes before the set is told"
    assert not heard.missing
    assert not overlaps(of_kind(events, "cue"))
    assert min(heard.likeness) > 0.5
    error_s = np.percentile(np.abs(heard.planned_error_s), 99)
    delay_s = np.percentile(heard.number_delay_s, 95)
    print(f"cue onsets within {1e3 * error_s:.1f} ms (p99); numbers {1e3 * delay_s:.0f} ms after landings (p95)")
    assert np.median(np.abs(heard.planned_error_s)) < CUE_ERROR_S
    assert np.median(heard.number_delay_s) < NUMBER_DELAY_S


def test_a_stepping_wall_clock_moves_no_cue(session: LiveSession, stepped_clock: Path, tmp_path: Path) -> None:
    offset = tmp_path / "offset"
    offset.write_text("0", encoding="utf-8")
    session.start({"LD_PRELOAD": str(stepped_clock), "STEPPED_CLOCK": str(offset)})
    # Each is a step from the one before: +5 s, -5 s, +1 h, -1 h.
    for offset_s in (5, 0, 3600, 0):
        time.sleep(8.0)
        fresh = tmp_path / "fresh"
        fresh.write_text(str(offset_s), encoding="utf-8")
        fresh.replace(offset)
    assert session.finish(SESSION_S + 30.0) == 0
    heard = session.heard()
    assert not heard.missing
    assert np.median(np.abs(heard.planned_error_s)) < CUE_ERROR_S
    assert max(np.abs(heard.planned_error_s)) < LEAST_STEP_S
    assert_counted_aloud(session)


def test_a_sound_server_that_dies_pauses_the_session_which_goes_on_with_its_count(
    session: LiveSession, audio: VirtualAudio
) -> None:
    session.start(recorded=False)
    before = session.wait_for("landing", count=6)
    killed_at = time.monotonic()
    audio.kill()
    lost = session.wait_for("audio", what="speaker lost")
    session.wait_for("audio", what="microphone lost")
    assert time.monotonic() - killed_at < 0.5 + 0.5, "noticed within half a second, and read here soon after"
    time.sleep(2.0)
    audio.start()
    session.wait_for("audio", what="speaker back")
    back = session.wait_for("audio", what="microphone back")
    hop_on(session, from_s=float(before["t"]))
    assert session.finish(SESSION_S + 30.0) == 0
    events = session.events()
    told = [line["count"] for line in of_kind(events, "landing")]
    assert told == list(range(1, len(told) + 1)), "no landing is lost or counted again"
    assert len(told) > before["count"]
    assert not [line for line in of_kind(events, "landing") if lost["t"] + 0.1 < line["t"] < back["t"]]
    counted = of_kind(events, "session_ended")[0]["counts"]["ankle-hops"]
    assert abs(counted - len(told)) <= 1, "hindsight may correct what was told about a stream that had just begun"
    assert "sound_back" in [line["id"] for line in of_kind(events, "cue")]
    # Silent, rather than late: the number at the kill, and the first one while the new stream's floor is unknown.
    assert len(counts(session)) >= len(told) - 2


def hop_on(session: LiveSession, *, from_s: float) -> None:
    """Hop on, from that instant of the recording, when the session goes on."""
    session.wait_for("cue", id="resume.go")
    rest = session.feed_path.with_name("rest.wav")
    soundfile.write(rest, session.hops[round(from_s * 48_000) :], 48_000)
    session.hop(rest)
