"""What the two heads say of a landing becomes one count."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from voicecoach.listening.bands import BANDS
from voicecoach.listening.contrast import CELL_FRAMES, CELL_S, Cells
from voicecoach.listening.decoding import Decoder
from voicecoach.listening.expecting import Expectation
from voicecoach.listening.network import FAST_LOOKS_BACK_S, SURE_LOOKS_BACK_S, Answers
from voicecoach.listening.weights import HEADS, WIDTH

SILENT = -9.0


def expecting() -> Decoder:
    expectation = Expectation()
    expectation.change(expecting=True, from_at=0.0)
    return Decoder(expectation)


def said(landings: list[tuple[float, float, float]], seconds: float) -> Answers:
    """Return the heads' log odds where each landing is (instant, of the fast head, of the sure head)."""
    log_odds = np.full((round(seconds / CELL_S), HEADS), SILENT, np.float32)
    log_odds[:, 2] = 5.0
    for at, fast, sure in landings:
        log_odds[int((at + FAST_LOOKS_BACK_S) / CELL_S), 0] = fast
        log_odds[int((at + SURE_LOOKS_BACK_S) / CELL_S), 1] = sure
    return Answers(log_odds, np.zeros((len(log_odds), WIDTH), np.float32))


def alike(seconds: float) -> Cells:
    """Return cells in which every sound has one colour: the higher a band, the more it stands out."""
    return np.tile(np.arange(BANDS, dtype=np.float32), (round(seconds / CELL_S), CELL_FRAMES))


def coloured(seconds: float, others: Sequence[float]) -> Cells:
    """Return cells in which only sounds at some instants have another colour."""
    cells = alike(seconds)
    for at in others:
        cell = round(at / CELL_S)
        cells[cell - 1 : cell + 3] = np.tile(np.arange(BANDS, dtype=np.float32)[::-1], CELL_FRAMES)
    return cells


def row(*, first_fast: float, first_sure: float) -> list[tuple[float, float, float]]:
    """Return eight even landings of which the sure head doubts the first, since it breaks a silence."""
    return [(1.0, first_fast, first_sure), *((1.0 + 0.45 * number, 4.0, 4.0) for number in range(1, 8))]


def told_and_recounted(landings: list[tuple[float, float, float]], *others: float) -> tuple[int, int | None]:
    decoder = expecting()
    told = decoder.add(said(landings, 6.0), coloured(6.0, others))
    recount = decoder.recount(0.0, 6.0)
    return len(told), None if recount is None else recount.count


def test_a_first_hop_that_was_certain_when_it_was_told_is_not_taken_back() -> None:
    assert told_and_recounted(row(first_fast=5.0, first_sure=-3.0)) == (8, 8)


def test_a_first_hop_in_step_with_the_others_is_counted_though_both_heads_doubt_it() -> None:
    assert told_and_recounted(row(first_fast=-0.1, first_sure=-1.7)) == (8, 8)


def test_a_first_sound_that_hindsight_takes_for_none_is_taken_back() -> None:
    assert told_and_recounted(row(first_fast=-0.1, first_sure=-3.0), 1.0) == (8, 7)


@pytest.mark.parametrize("portion", [1, 5, 6, 61, 400])
def test_heads_in_any_portions_give_the_same_landings_and_recounts(portion: int) -> None:
    heads, cells = said(in_the_middle(0.7, -1.0), 8.0), coloured(8.0, [3.03])
    whole, in_portions = expecting(), expecting()
    told = [
        one
        for first in range(0, len(cells), portion)
        for one in in_portions.add(
            Answers(*(rows[first : first + portion] for rows in heads)), cells[first : first + portion]
        )
    ]
    assert told == whole.add(heads, cells)
    assert in_portions.recount(0.0, 8.0) == whole.recount(0.0, 8.0)


def test_two_sets_in_one_stream_are_recounted_each_by_itself() -> None:
    first = row(first_fast=4.0, first_sure=4.0)
    second = [(at + 8.0, fast, sure) for at, fast, sure in first[:5]]
    decoder = expecting()
    decoder.add(said([*first, *second], 16.0), alike(16.0))
    counts = [decoder.recount(0.0, 7.0), decoder.recount(7.0, 16.0), decoder.recount(0.0, 16.0)]
    assert [count.count for count in counts if count is not None] == [8, 5, 13]


def test_how_plain_sounds_were_is_told_of_the_last_minute() -> None:
    decoder = expecting()
    decoder.add(said([(1.0, 4.0, 3.0), (2.0, 4.0, -1.5)], 4.0), alike(4.0))
    assert decoder.plainness(0.5, 2.5) == pytest.approx([3.0, -1.5])
    assert decoder.plainness(1.5, 2.5) == pytest.approx([-1.5])


def in_the_middle(fast: float, sure: float) -> list[tuple[float, float, float]]:
    """Return eight even landings and one sound more, off the beat, after the fifth."""
    return [*row(first_fast=4.0, first_sure=4.0), (3.03, fast, sure)]


def test_a_doubtful_sound_that_is_like_the_hops_counts_at_once() -> None:
    assert told_and_recounted(in_the_middle(0.7, -1.0)) == (9, 8)


def test_a_sound_of_another_colour_needs_to_be_plainer() -> None:
    assert told_and_recounted(in_the_middle(4.0, -1.0)) == (9, 8)
    assert told_and_recounted(in_the_middle(4.0, -1.0), 3.03) == (8, 8)


def test_hindsight_tells_a_doubtful_sound_if_it_is_like_the_hops() -> None:
    late = [*row(first_fast=4.0, first_sure=4.0), (4.6, SILENT, -1.6)]
    assert told_and_recounted(late)[0] == 9
    assert told_and_recounted(late, 4.6)[0] == 8


@pytest.mark.parametrize(("fast", "sure"), [(2.0, -0.5), (2.0, 1.0), (3.0, 2.0), (5.0, 5.0)])
@pytest.mark.parametrize("before", [3, 40])
def test_on_another_floor_all_but_the_first_landings_are_told_at_once(fast: float, sure: float, before: int) -> None:
    """What is told never must not be what keeps it from being told: three knocks would silence a set."""
    old = [(1.0 + 0.45 * number, 4.0, 4.0) for number in range(before)]
    start = old[-1][0] + 3.0
    new = [(start + 0.45 * number, fast, sure) for number in range(60)]
    seconds = new[-1][0] + 2.0
    decoder = expecting()
    told = decoder.add(said([*old, *new], seconds), coloured(seconds, [at for at, _, _ in new]))
    at_once = [one for one in told if one.at > start - 0.1 and (one.cell + 1) * CELL_S - one.at < 0.1]
    assert len(at_once) >= 45
    recount = decoder.recount(start - 0.5, seconds)
    assert recount is not None
    assert recount.count == 60


def test_knocks_of_another_colour_make_a_room_of_many_sounds() -> None:
    knocks = [(1.2 + 0.45 * number, SILENT, -2.0) for number in range(7)]
    decoder = expecting()
    decoder.add(said([*row(first_fast=4.0, first_sure=4.0), *knocks], 6.0), coloured(6.0, [at for at, _, _ in knocks]))
    recount = decoder.recount(0.0, 6.0)
    assert recount is not None
    assert (recount.count, recount.others) == (8, 7)


def test_a_stretch_that_is_not_all_remembered_any_more_is_not_recounted() -> None:
    decoder = expecting()
    hops = [(1.0 + 0.3 * number, 4.0, 4.0) for number in range(6000)]
    told = decoder.add(said(hops, 1.0 + 0.3 * 6005), alike(1.0 + 0.3 * 6005))
    assert len(told) == 6000
    assert decoder.recount(0.0, 1900.0) is None
    late = decoder.recount(1000.0, 1900.0)
    assert late is not None
    assert late.count == sum(at >= 1000.0 for at, _, _ in hops)
