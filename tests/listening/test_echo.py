from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from measuring import Sound

from voicecoach.listening.echo import EchoFilter

RATE_HZ = 16_000
SECONDS = 12


def voice() -> Sound:
    """Words of noise with pauses, as far as a filter can tell."""
    chance = np.random.default_rng(1)
    sound = chance.normal(0.0, 0.1, SECONDS * RATE_HZ)
    words = np.repeat(chance.random(SECONDS * 4) < 0.7, RATE_HZ // 4)
    return np.asarray(np.convolve(sound * words, [1.0, 0.8, 0.5, 0.2], "same"), np.float32)


def room() -> Sound:
    chance = np.random.default_rng(2)
    way = chance.normal(0.0, 1.0, 1600) * np.exp(-np.arange(1600) / 250)
    way[:160] = 0.0
    return np.asarray(way / np.sqrt(np.sum(way**2)), np.float32)


def power_db(sound: Sound) -> float:
    return float(10.0 * np.log10(np.mean(np.square(sound)) + 1e-12))


PLAYED = voice()
ECHO = np.convolve(PLAYED, room())[: len(PLAYED)].astype(np.float32)
LAST = slice(8 * RATE_HZ, 11 * RATE_HZ)


def test_the_echo_falls_by_20_db_once_the_room_is_learnt() -> None:
    left = EchoFilter(RATE_HZ).add(ECHO, PLAYED)
    assert power_db(left[LAST]) < power_db(ECHO[LAST]) - 20.0


def test_a_hop_in_the_middle_of_a_word_stays_as_it_was() -> None:
    hops = np.zeros_like(ECHO)
    for at in np.arange(1.0, 11.0, 0.45):
        first = round(at * RATE_HZ)
        hops[first : first + 400] += np.random.default_rng(3).normal(0.0, 0.3, 400) * np.exp(-np.arange(400) / 100)
    left = EchoFilter(RATE_HZ).add(ECHO + hops, PLAYED)
    assert abs(power_db(left[LAST]) - power_db(hops[LAST])) < 1.0
    assert power_db((left[: len(hops)] - hops[: len(left)])[LAST]) < power_db(hops[LAST]) - 15.0


def test_sound_passes_untouched_while_nothing_is_played() -> None:
    assert np.array_equal(EchoFilter(RATE_HZ).add(ECHO, None), ECHO)


@settings(max_examples=10)
@given(st.lists(st.integers(1, 20_000), min_size=1, max_size=5))
def test_blocks_of_any_size_give_the_same_sound(sizes: list[int]) -> None:
    sizes = [*sizes, 4_000]
    echo_filter, parts, first, turn = EchoFilter(RATE_HZ), list[Sound](), 0, 0
    while first < 3 * RATE_HZ:
        end = min(3 * RATE_HZ, first + sizes[turn % len(sizes)])
        parts.append(echo_filter.add(ECHO[first:end], PLAYED[first:end]))
        first, turn = end, turn + 1
    whole = EchoFilter(RATE_HZ).add(ECHO[: 3 * RATE_HZ], PLAYED[: 3 * RATE_HZ])
    assert np.array_equal(np.concatenate(parts), whole)
