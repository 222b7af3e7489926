"""What changed is one plain sentence each, and what chance does is not news."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.history.changes import Measures, changes

USUAL = Measures(landings=66, cadence_hz=2.2, variation=0.045, streak=20)


@pytest.mark.parametrize(
    ("cadence_hz", "said"),
    [
        (2.20, "About the same tempo as last time: 2.20 hops a second."),
        (2.26, "About the same tempo as last time: 2.26 hops a second."),
        (2.14, "About the same tempo as last time: 2.14 hops a second."),
        (2.31, "Quicker: 2.31 hops a second, 2.20 last time."),
        (2.05, "Slower: 2.05 hops a second, 2.20 last time."),
    ],
)
def test_tempo(cadence_hz: float, said: str) -> None:
    assert changes(Measures(66, cadence_hz, 0.045, 20), USUAL)[0] == said


@pytest.mark.parametrize(
    ("variation", "said"),
    [
        (0.045, "About as steady as last time: your intervals vary by 4.5%."),
        (0.052, "About as steady as last time: your intervals vary by 5.2%."),
        (0.030, "Steadier: your intervals vary by 3.0%, last time by 4.5%."),
        (0.070, "Less steady: your intervals vary by 7.0%, last time by 4.5%."),
    ],
)
def test_steadiness(variation: float, said: str) -> None:
    assert changes(Measures(66, 2.2, variation, 20), USUAL)[1] == said


@pytest.mark.parametrize(
    ("landings", "said"),
    [
        (66, "About as many as last time: 66 hops."),
        (69, "About as many as last time: 69 hops."),
        (80, "80 hops, 14 more than last time."),
        (50, "50 hops, 16 fewer than last time."),
        (1, "1 hop, 65 fewer than last time."),
    ],
)
def test_landings(landings: int, said: str) -> None:
    assert changes(Measures(landings, 2.2, 0.045, 20), USUAL)[2] == said


@pytest.mark.parametrize(
    ("streak", "said"),
    [
        (20, "Your best steady streak is about as long as last time: 20 hops."),
        (23, "Your best steady streak is about as long as last time: 23 hops."),
        (30, "Longer best steady streak: 30 hops in a row on the beat, 20 last time."),
        (9, "Shorter best steady streak: 9 hops in a row on the beat, 20 last time."),
    ],
)
def test_streak(streak: int, said: str) -> None:
    assert changes(Measures(66, 2.2, 0.045, streak), USUAL)[3] == said


def test_what_was_not_measured_is_not_compared() -> None:
    assert changes(Measures(0, None, None, None), Measures(0, None, None, None)) == []
    assert changes(Measures(2, None, None, None), USUAL) == ["2 hops, 64 fewer than last time."]


MEASURES = st.builds(
    Measures,
    st.integers(0, 400),
    st.none() | st.floats(1.4, 4.0),
    st.none() | st.floats(0.0, 0.5),
    st.none() | st.integers(4, 400),
)


@given(MEASURES, MEASURES)
def test_each_change_is_one_sentence(now: Measures, before: Measures) -> None:
    for said in changes(now, before):
        assert said[0].isupper() or said[0].isdigit()
        assert said.endswith(".")
        assert said.count(". ") == 0


@given(MEASURES)
def test_nothing_is_news_against_itself(now: Measures) -> None:
    for said in changes(now, now):
        assert said.startswith(("About", "Your best"))
