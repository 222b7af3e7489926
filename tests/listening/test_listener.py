from __future__ import annotations

import numpy as np
import pytest
import soxr
from bench_listener import speech
from hypothesis import given, settings
from hypothesis import strategies as st
from measuring import Sound, match
from render_hops import Hopper, render_hops

from voicecoach.coaching.summary import DOUBTFUL
from voicecoach.listening.landing import Landing, Recount
from voicecoach.listening.listener import Listener

SETS = [(1.0, 6.0)]
SECONDS = 8.0


def hear(
    sound: Sound, rate_hz: int = 48_000, *, blocks: list[int] | None = None, expecting: bool = True
) -> list[Landing]:
    return hear_and_recount(sound, rate_hz, blocks=blocks, expecting=expecting)[0]


def hear_and_recount(
    sound: Sound, rate_hz: int = 48_000, *, blocks: list[int] | None = None, expecting: bool = True
) -> tuple[list[Landing], Recount]:
    listener = Listener(rate_hz)
    listener.expect(expecting=expecting, from_at=0.0)
    landings: list[Landing] = []
    first, turn = 0, 0
    while first < len(sound):
        size = blocks[turn % len(blocks)] if blocks else 480
        landings += listener.hear(sound[first : first + size])
        first, turn = first + size, turn + 1
    landings += listener.finish()
    recount = listener.recount(0.0, len(sound) / rate_hz)
    assert recount is not None
    return landings, recount


def instants(landings: list[Landing]) -> list[float]:
    return [landing.at for landing in landings]


@pytest.mark.parametrize("cadence_hz", [1.5, 1.8, 2.2, 2.6, 3.0, 3.5, 4.0])
def test_every_landing_is_heard_and_none_is_invented(cadence_hz: float) -> None:
    sound, truth = render_hops(SETS, SECONDS, seed=7, hopper=Hopper(cadence_hz=cadence_hz))
    assert match(truth, instants(hear(sound)), 0.03) == (len(truth), 0, 0)


@pytest.mark.parametrize("take_off_db", [-12.0, -16.0, -22.0])
def test_take_offs_are_no_landings(take_off_db: float) -> None:
    sound, truth = render_hops(SETS, SECONDS, seed=3, hopper=Hopper(take_off_db=take_off_db))
    assert len(hear(sound)) == len(truth)


def test_a_landing_is_told_within_fifty_milliseconds_of_its_sound() -> None:
    sound, _ = render_hops([(1.0, 18.0)], 20.0, seed=1)
    delays_s = [landing.heard_at - landing.at for landing in hear(sound)]
    assert np.quantile(delays_s, 0.95) < 0.052
    assert abs(max(delays_s) - Listener(48_000).delay_s) < 0.02


@pytest.mark.parametrize("seed", range(6))
def test_the_first_hop_of_a_set_is_told_at_once_though_it_breaks_a_long_silence(seed: int) -> None:
    sound, truth = render_hops([(12.0, 4.0)], 16.5, seed=seed)
    listener = Listener(48_000)
    listener.expect(expecting=True, from_at=12.0)
    first = listener.hear(sound)[0]
    assert first.at == pytest.approx(truth[0], abs=0.01)
    assert first.heard_at - first.at < 0.06


@pytest.mark.parametrize("rest_s", [5.0, 12.0, 20.0])
def test_whoever_goes_on_after_a_rest_is_heard_from_the_first_hop(rest_s: float) -> None:
    sound, truth = render_hops([(1.0, 5.0), (6.0 + rest_s, 4.0)], 11.0 + rest_s, seed=3)
    assert match(truth, instants(hear(sound)), 0.03) == (len(truth), 0, 0)


def test_a_set_looked_back_on_has_as_many_landings_as_were_hopped() -> None:
    sound, truth = render_hops([(1.0, 5.0), (9.0, 5.0)], 16.0, seed=5)
    listener = Listener(48_000)
    listener.expect(expecting=True, from_at=0.0)
    listener.hear(sound)
    listener.finish()
    half, whole = listener.recount(0.0, 7.5), listener.recount(0.0, 16.0)
    assert half is not None
    assert whole is not None
    assert half.count == sum(at < 7.5 for at in truth)
    assert whole.count == len(truth)
    assert whole.confidence > 0.8


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("cadence_hz", [1.6, 2.2, 3.0])
def test_a_set_among_talk_is_counted_exactly_once_it_is_over(seed: int, cadence_hz: float) -> None:
    sound, truth = render_hops([(2.0, 8.0), (13.0, 8.0)], 24.0, seed=seed, hopper=Hopper(cadence_hz=cadence_hz))
    _, recount = hear_and_recount(sound + np.float32(0.15) * speech(24.0))
    assert recount.count == len(truth)
    assert recount.confidence > DOUBTFUL


def test_a_set_with_a_long_pause_in_a_quiet_room_is_recounted() -> None:
    sound, truth = render_hops([(1.0, 5.0), (37.0, 5.0)], 44.0, seed=12)
    _, recount = hear_and_recount(sound, blocks=[48_000])
    assert recount.count == len(truth)


@pytest.mark.parametrize(("seed", "noise_db"), [(1, -14.0), (3, -14.0), (3, -18.0)])
def test_a_count_in_noise_does_not_hang_on_how_hops_lie_in_what_the_network_sees_at_once(
    seed: int, noise_db: float
) -> None:
    """It sees 20 ms at once; these sets' counts, heard in one way only, differ by one as the sound begins later."""
    sound, truth = render_hops([(1.0, 20.0)], 24.0, seed=seed, noise_db=noise_db)
    counts = {hear_and_recount(sound[begin:], blocks=[48_000])[1].count for begin in (0, 240, 480, 720)}
    assert len(counts) == 1
    assert abs(counts.pop() - len(truth)) <= 2


def test_a_first_hop_that_was_said_at_once_is_in_the_total() -> None:
    for seed in range(4):
        sound, truth = render_hops([(9.0, 8.0)], 18.0, seed=seed)
        listener = Listener(48_000)
        listener.expect(expecting=True, from_at=9.0)
        told = [*listener.hear(sound + np.float32(0.1) * speech(18.0)), *listener.finish()]
        recount = listener.recount(9.0, 18.0)
        assert recount is not None
        assert len(told) == len(truth) == recount.count


def test_whether_sets_will_be_recounted_makes_no_difference_to_what_is_told() -> None:
    sound, _ = render_hops([(1.0, 6.0)], 9.0, seed=13)
    noisy = sound + np.float32(0.5) * speech(9.0)
    told = []
    for recounts in (False, True):
        listener = Listener(48_000, recounts=recounts)
        listener.expect(expecting=True, from_at=0.0)
        told.append([*listener.hear(noisy), *listener.finish()])
    assert told[0] == told[1]


def test_a_hop_left_out_is_not_made_up_and_a_faint_one_is_counted() -> None:
    whole, truth = render_hops([(1.0, 10.0)], 13.0, seed=11)
    for kept, count in ((0.0, len(truth) - 1), (0.2, len(truth))):
        sound = whole.copy()
        first = round((truth[9] - 0.02) * 48_000)
        quiet = sound[first - 4_800 : first].std() * np.random.default_rng(0).normal(0.0, 1.0, 14_400)
        sound[first : first + 14_400] = kept * sound[first : first + 14_400] + quiet.astype(np.float32)
        assert hear_and_recount(sound)[1].count == count


def test_talk_is_not_hopping() -> None:
    words = speech(20.0)
    assert len(hear(words)) <= 2
    assert hear(words, expecting=False) == []


def test_what_the_coach_plays_itself_is_not_counted() -> None:
    sound, truth = render_hops([(9.0, 10.0)], 20.0, seed=8)
    played = speech(20.0)
    echo = np.convolve(played, [0.0] * 300 + [0.5, 0.3, -0.2, 0.1])[: len(sound)].astype(np.float32)
    listener = Listener(48_000)
    listener.expect(expecting=True, from_at=9.0)
    heard = [*listener.hear(sound + echo, played), *listener.finish()]
    assert match(truth, instants(heard), 0.03) == (len(truth), 0, 0)


def test_a_row_of_hops_is_believed_afterwards_when_none_was_expected() -> None:
    sound, truth = render_hops(SETS, SECONDS, seed=1)
    assert match(truth, instants(hear(sound, expecting=False)), 0.03) == (len(truth), 0, 0)


@pytest.mark.parametrize("cadence_hz", [1.5, 2.2, 3.5])
def test_an_unexpected_row_is_told_with_its_fourth_hop_and_the_rest_at_once(cadence_hz: float) -> None:
    sound, truth = render_hops([(1.0, 12.0)], 14.0, seed=9, hopper=Hopper(cadence_hz=cadence_hz))
    landings = hear(sound, expecting=False)
    assert match(truth, instants(landings), 0.03) == (len(truth), 0, 0)
    assert all(landing.heard_at < truth[3] + 0.06 for landing in landings[:4])
    late = [landing for landing in landings[4:] if landing.heard_at - landing.at > 0.06]
    assert len(late) <= len(truth) // 20


def test_single_knocks_are_nothing_when_no_hops_are_expected() -> None:
    sound, _ = render_hops([(1.0, 1.0), (4.0, 1.0)], SECONDS, seed=1, hopper=Hopper(cadence_hz=0.9))
    assert hear(sound, expecting=False) == []


def test_noise_alone_holds_no_landing() -> None:
    noise = np.random.default_rng(5).normal(0.0, 0.02, 30 * 48_000).astype(np.float32)
    assert hear(noise) == []


def test_silence_and_broken_samples_are_survived() -> None:
    sound, truth = render_hops(SETS, SECONDS, seed=2)
    sound[:24_000] = 0.0
    sound[100:110] = np.nan
    assert len(hear(sound)) == len(truth)


@pytest.mark.parametrize("rate_hz", [16_000, 44_100])
def test_every_rate_hears_the_same_landings(rate_hz: int) -> None:
    sound, truth = render_hops(SETS, SECONDS, seed=4)
    resampled = soxr.resample(sound, 48_000, rate_hz).astype(np.float32)
    assert match(truth, instants(hear(resampled, rate_hz)), 0.03) == (len(truth), 0, 0)


@settings(max_examples=40)
@given(
    blocks=st.lists(st.integers(1, 100_000), min_size=1, max_size=8),
    rate_hz=st.sampled_from([16_000, 44_100, 48_000]),
    expecting=st.booleans(),
    cadence_hz=st.floats(1.4, 3.5),
)
def test_landings_and_recounts_do_not_depend_on_how_sound_is_cut(
    blocks: list[int], rate_hz: int, *, expecting: bool, cadence_hz: float
) -> None:
    sound, _ = render_hops([(0.5, 4.0)], 5.0, seed=6, rate_hz=rate_hz, hopper=Hopper(cadence_hz=cadence_hz))
    if sum(blocks) < len(blocks) * 20:
        blocks = [*blocks, 1000]  # a frame at a time is right too, and slow
    cut = hear_and_recount(sound, rate_hz, blocks=blocks, expecting=expecting)
    assert cut == hear_and_recount(sound, rate_hz, expecting=expecting)


def test_the_first_of_a_run_that_convinced_late_has_its_instant_and_level_from_its_own_sound() -> None:
    sound, truth = render_hops([(1.0, 8.0)], 10.0, seed=9, hopper=Hopper(cadence_hz=1.5))
    first = hear(sound, blocks=[480], expecting=False)[0]
    assert first.at == pytest.approx(truth[0], abs=0.006)
    assert first.level_db is not None


def test_a_rate_too_low_for_landings_is_refused() -> None:
    with pytest.raises(ValueError, match="16000"):
        Listener(8_000)
