from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.coaching.cue import Cue
from voicecoach.coaching.lengths import Lengths
from voicecoach.coaching.numbers import CountMode, Fits, Numbers, numbers_to_prepare

MEASURED_S = {
    # espeak at 260 words a minute: the longest number up to twenty, of the units and of the tens from 20 on.
    "English": (0.444, 0.299, 0.526),
    "German": (0.446, 0.283, 0.446),
    "Spanish": (0.532, 0.319, 0.507),
    "French": (0.348, 0.242, 0.522),
}


def lengths(of: Callable[[int], float], limit: int = 120) -> Lengths:
    """Return lengths of every number, told at 260 words a minute."""
    known = Lengths()
    for cue in numbers_to_prepare(limit, CountMode.EVERY):
        known.learn(cue.text, cue.rate_wpm, of(int(cue.text)) * 260.0 / cue.rate_wpm)
    return known


def english(count: int) -> float:
    return 0.27 if count <= 10 or count % 10 == 0 else 0.4 if count <= 20 else 0.58


def within(room_s: float, known: Lengths, interval_s: float = 0.0) -> Fits:
    return lambda cue, over: known.of(cue) <= room_s + over * interval_s


def said(count: int, room_s: float, mode: CountMode = CountMode.EVERY) -> Cue | None:
    known = lengths(english)
    return Numbers(mode, known).choose(count, "n", within(room_s, known, room_s))


@pytest.mark.parametrize(("room_s", "rate_wpm"), [(0.6, 200), (0.5, 260), (0.35, 320), (0.28, 380)])
def test_a_number_is_said_as_slowly_as_fits(room_s: float, rate_wpm: int) -> None:
    cue = said(17, room_s)
    assert cue is not None
    assert (cue.text, cue.rate_wpm) == ("17", rate_wpm)


@pytest.mark.parametrize(("count", "text"), [(20, "20"), (21, "1"), (27, "7"), (30, "30"), (99, "9"), (100, "100")])
def test_beyond_twenty_only_the_units_are_said_between_the_tens(count: int, text: str) -> None:
    cue = said(count, 0.42)
    assert cue is not None
    assert cue.text == text


@pytest.mark.parametrize("count", [20, 21, 27, 30])
def test_a_slow_rhythm_hears_every_number_in_full(count: int) -> None:
    cue = said(count, 0.6)
    assert cue is not None
    assert cue.text == str(count)


def test_a_ten_once_begun_short_stays_short_and_the_next_may_be_full() -> None:
    known = lengths(english)
    numbers = Numbers(CountMode.EVERY, known)
    rooms = {21: 0.6, 22: 0.4, 23: 0.6, 30: 0.6, 31: 0.6}
    texts = []
    for count, room_s in rooms.items():
        cue = numbers.choose(count, "n", within(room_s, known))
        texts.append(cue.text if cue else None)
    assert texts == ["21", "2", "3", "30", "31"]


def test_a_ten_of_which_one_number_does_not_fit_is_short_from_its_beginning() -> None:
    known = lengths(lambda count: 0.7 if count == 27 else english(count))
    cue = Numbers(CountMode.EVERY, known).choose(21, "n", within(0.6, known))
    assert cue is not None
    assert cue.text == "1"


def test_when_nothing_fits_every_fifth_is_said_over_the_landings_after_it() -> None:
    spoken = [count for count in range(1, 31) if said(count, 0.1)]
    assert spoken == [5, 10, 15, 20, 25, 30]


@pytest.mark.parametrize(("mode", "spoken"), [("fives", [5, 10, 15]), ("tens", [10]), ("total", []), ("off", [])])
def test_the_sparing_modes_say_their_numbers_in_full(mode: str, spoken: list[int]) -> None:
    cues = [said(count, 0.42, CountMode(mode)) for count in range(1, 18)]
    assert [int(cue.text) for cue in cues if cue] == spoken
    thirty_five = said(35, 0.42, CountMode.FIVES)
    assert thirty_five is not None
    assert thirty_five.text == "35"


def test_a_number_that_is_not_rendered_yet_is_not_chosen() -> None:
    known = Lengths({("7", 320): 0.2})
    cue = Numbers(CountMode.EVERY, known).choose(7, "n", within(1.0, known))
    assert cue is not None
    assert cue.rate_wpm == 320
    assert Numbers(CountMode.EVERY, known).choose(8, "n", within(1.0, known)) is None


def test_without_any_voice_numbers_go_by_an_estimate_to_be_shown() -> None:
    nothing = Lengths()
    assert Numbers(CountMode.EVERY, nothing).choose(7, "n", within(1.0, nothing)) is not None


@pytest.mark.parametrize("language", MEASURED_S)
def test_at_2_2_hops_a_second_every_number_is_said_in_every_language(language: str) -> None:
    to_twenty_s, unit_s, ten_s = MEASURED_S[language]
    known = lengths(lambda n: unit_s if n < 10 else to_twenty_s if n <= 20 else ten_s if n % 10 == 0 else 0.8, 60)
    numbers = Numbers(CountMode.EVERY, known)
    chosen = [numbers.choose(count, "n", within(0.92 / 2.2, known)) for count in range(1, 61)]
    assert all(chosen)
    assert all(known.of(cue) <= 0.92 / 2.2 for cue in chosen if cue)


@given(st.integers(1, 240), st.floats(0.15, 0.8), st.sampled_from(list(CountMode)), st.floats(0.3, 2.0))
@settings(max_examples=150)
def test_whatever_is_said_was_prepared_fits_and_means_its_count(
    count: int, room_s: float, mode: CountMode, slowness: float
) -> None:
    prepared = {(cue.text, cue.rate_wpm) for cue in numbers_to_prepare(240, mode)}
    known = Lengths({key: english(int(key[0])) * slowness * 260.0 / key[1] for key in prepared})
    cue = Numbers(mode, known).choose(count, "n", within(room_s, known, room_s))
    if cue is not None:
        assert (cue.text, cue.rate_wpm) in prepared
        assert int(cue.text) in {count, count % 10}
        assert known.of(cue) <= room_s * (5 if mode is CountMode.EVERY else mode.step or 0)
