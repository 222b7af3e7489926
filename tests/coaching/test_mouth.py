from __future__ import annotations

import pytest

from voicecoach.coaching.cue import Cue, Lane
from voicecoach.coaching.mouth import Booked, Mouth, Refused


def words(lane: Lane, cue_id: str = "") -> Cue:
    return Cue(cue_id or str(lane), "some words", lane)


@pytest.mark.parametrize("lane", [Lane.ADVICE, Lane.INSTRUCTION, Lane.COUNT, Lane.COUNTDOWN])
def test_a_number_never_cuts_a_word_that_sounds(lane: Lane) -> None:
    mouth = Mouth()
    mouth.book(words(lane), at=1.0, not_after=1.0, length_s=1.2)
    outcome = mouth.book(words(Lane.COUNT, "n"), at=1.5, not_after=1.65, length_s=0.3)
    assert isinstance(outcome, Refused)


def test_a_number_is_not_said_into_words_that_are_booked() -> None:
    mouth = Mouth()
    mouth.book(words(Lane.ADVICE), at=2.0, not_after=2.5, length_s=1.2)
    assert isinstance(mouth.book(words(Lane.COUNT, "n"), at=1.8, not_after=1.9, length_s=0.3), Refused)
    assert isinstance(mouth.book(words(Lane.COUNT, "m"), at=1.6, not_after=1.7, length_s=0.3), Booked)


def test_a_number_waits_a_moment_for_the_number_before_it() -> None:
    mouth = Mouth()
    mouth.book(words(Lane.COUNT, "one"), at=1.0, not_after=1.0, length_s=0.45)
    assert mouth.book(words(Lane.COUNT, "two"), at=1.4, not_after=1.5, length_s=0.3) == Booked(1.45, ())


def test_a_sentence_waits_for_the_number_that_sounds() -> None:
    mouth = Mouth()
    mouth.book(words(Lane.COUNT), at=1.0, not_after=1.0, length_s=0.4)
    assert mouth.book(words(Lane.ADVICE), at=1.2, not_after=2.0, length_s=1.2) == Booked(1.4, ())


@pytest.mark.parametrize("lane", [Lane.ADVICE, Lane.INSTRUCTION, Lane.COUNT])
def test_a_countdown_cuts_anything(lane: Lane) -> None:
    mouth = Mouth()
    mouth.book(words(lane), at=1.0, not_after=1.0, length_s=1.2)
    outcome = mouth.book(words(Lane.COUNTDOWN), at=1.5, not_after=1.5, length_s=0.3)
    assert isinstance(outcome, Booked)
    assert [held.cue.lane for held in outcome.cut] == [lane]


def test_silence_is_told_from_now_to_the_next_word() -> None:
    mouth = Mouth()
    mouth.book(words(Lane.COUNT), at=1.0, not_after=1.0, length_s=0.4)
    mouth.book(words(Lane.INSTRUCTION), at=2.0, not_after=2.0, length_s=1.0)
    assert mouth.silence(0.5) == (0.5, 1.0)
    assert mouth.silence(1.1) == (1.4, 2.0)
    assert mouth.silence(2.5)[0] == 3.0


def test_a_clip_that_began_late_holds_the_mouth_as_much_longer() -> None:
    mouth = Mouth()
    mouth.book(words(Lane.COUNT), at=1.0, not_after=1.1, length_s=0.4)
    assert mouth.began("count", 1.05) == pytest.approx(0.05)
    assert mouth.silence(1.2)[0] == pytest.approx(1.45)
