"""What the two heads say of a landing becomes one count."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voicecoach.listening.bands import BANDS
from voicecoach.listening.contrast import CELL_FRAMES, CELL_S, Cells
from voicecoach.listening.decoding import Decoder
from voicecoach.listening.expecting import Expectation
from voicecoach.listening.network import FAST_LOOKS_BACK_S, HEADS, SURE_LOOKS_BACK_S, Numbers

SILENT = -9.0


def expecting() -> Decoder:
    expectation = Expectation()
    expectation.change(expecting=True, from_at=0.0)
    return Decoder(expectation)


def said(landings: list[tuple[float, float, float]], seconds: float) -> Numbers:
    """Return the heads' log odds where each landing is (instant, of the fast head, of the sure head)."""
    log_odds = np.full((round(seconds / CELL_S), HEADS), SILENT, np.float32)
    log_odds[:, 2] = 5.0
    for at, fast, sure in landings:
        log_odds[int((at + FAST_LOOKS_BACK_S) / CELL_S), 0] = fast
        log_odds[int((at + SURE_LOOKS_BACK_S) / CELL_S), 1] = sure
    return log_odds


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
    assert told_and_recounted(row(first_fast=-1.0, first_sure=-1.7)) == (8, 8)


def test_a_first_sound_that_hindsight_takes_for_none_is_taken_back() -> None:
    assert told_and_recounted(row(first_fast=-1.0, first_sure=-3.0), 1.0) == (8, 7)


def test_a_doubtful_sound_between_two_hops_counts_if_it_sounds_like_them() -> None:
    hops = [*row(first_fast=4.0, first_sure=4.0), (4.6, 1.5, 1.5)]
    assert told_and_recounted(hops) == (9, 9)


def test_a_doubtful_sound_of_another_colour_does_not_count() -> None:
    hops = [*row(first_fast=4.0, first_sure=4.0), (4.6, 1.5, 1.5)]
    assert told_and_recounted(hops, 4.6) == (8, 8)


def test_on_another_floor_plain_landings_are_told_as_they_were() -> None:
    hops = [*row(first_fast=4.0, first_sure=4.0), *((7.0 + 0.45 * number, 5.0, 5.0) for number in range(8))]
    decoder = expecting()
    assert len(decoder.add(said(hops, 12.0), coloured(12.0, [at for at, _, _ in hops[8:]]))) == 16


def test_a_stretch_that_is_not_all_remembered_any_more_is_not_recounted() -> None:
    decoder = expecting()
    hops = [(1.0 + 0.3 * number, 4.0, 4.0) for number in range(5000)]
    told = decoder.add(said(hops, 1.0 + 0.3 * 5005), alike(1.0 + 0.3 * 5005))
    assert len(told) == 5000
    assert decoder.recount(0.0, 1600.0) is None
    late = decoder.recount(1000.0, 1600.0)
    assert late is not None
    assert late.count == sum(at >= 1000.0 for at, _, _ in hops)
