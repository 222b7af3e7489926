"""Where the next landing is due, and where none is."""

from voicecoach.listening.beat import Beat


def beat_of(*ats: float) -> Beat:
    beat = Beat()
    for at in ats:
        beat.add(at)
    return beat


def test_nobody_has_a_beat_before_three_landings() -> None:
    assert beat_of(1.0, 1.5).place(1.75) == 0.0


def test_the_next_interval_and_the_one_after_a_miss_are_on_the_beat_and_the_half_is_off_it() -> None:
    beat = beat_of(1.0, 1.5, 2.0)
    assert [beat.place(at) for at in (2.5, 3.0, 2.25)] == [1.0, 1.0, -1.0]


def test_after_a_pause_what_comes_much_sooner_than_the_hops_before_it_is_off_the_beat() -> None:
    beat = beat_of(1.0, 1.5, 2.0, 22.0)
    assert beat.place(22.25) == -1.0


def test_after_a_pause_the_same_rate_or_a_slower_one_is_neither_on_the_beat_nor_off_it() -> None:
    beat = beat_of(1.0, 1.5, 2.0, 22.0)
    assert [beat.place(at) for at in (22.5, 22.9)] == [0.0, 0.0]


def test_a_hop_that_was_missed_before_the_pause_makes_none_after_it_too_soon() -> None:
    assert beat_of(1.0, 1.5, 2.5, 22.0).place(22.5) == 0.0


def test_a_minute_later_the_hops_before_are_forgotten() -> None:
    assert beat_of(1.0, 1.5, 2.0, 82.0).place(82.25) == 0.0
