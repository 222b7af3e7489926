from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest

from voicecoach.coaching.next_landing import NEEDED_LANDINGS, NextLanding

HIT_S = 0.03


@dataclass
class Hopper:
    """Somebody whose intervals vary, alone or to a metronome; every hop is foretold before it is made, or not."""

    hz: float
    jitter: float
    limb_share: float = 0.0
    """How much of the variance the next interval makes up for: all of it is jitter on a grid."""
    seed: int = 0
    errors_s: list[float] = field(default_factory=list)
    landings: int = 0

    def hop(self, following: NextLanding, sets: int = 3, seconds: float = 30.0) -> Hopper:
        chance, interval_s = random.Random(self.seed), 1.0 / self.hz
        timekeeper_s = self.jitter * interval_s * (1.0 - self.limb_share) ** 0.5
        limb_s = self.jitter * interval_s * (self.limb_share / 2.0) ** 0.5
        for _ in range(sets):
            following.forget()
            beat_at = 0.0
            while beat_at < seconds:
                landing_at = beat_at + chance.gauss(0.0, limb_s)
                predicted_at = following.predicted_at()
                if predicted_at is not None:
                    self.errors_s.append(abs(predicted_at - landing_at))
                following.add(landing_at)
                self.landings += 1
                beat_at += chance.gauss(interval_s, timekeeper_s)
        return self


def hop(hz: float, jitter: float, limb_share: float = 0.0, sessions: int = 12) -> tuple[float, float]:
    """Return (the share of landings foretold, how near 95 % of them were) over some sessions of three sets."""
    hoppers = [Hopper(hz, jitter, limb_share, seed).hop(NextLanding()) for seed in range(sessions)]
    errors_s = sorted(error_s for one in hoppers for error_s in one.errors_s)
    share = len(errors_s) / sum(one.landings for one in hoppers)
    return share, errors_s[int(0.95 * (len(errors_s) - 1))] if errors_s else 0.0


@pytest.mark.parametrize(
    ("hz", "jitter", "limb_share"),
    [(2.2, 0.02, 0.0), (2.8, 0.02, 0.0), (2.8, 0.03, 0.0), (3.4, 0.04, 0.0), (3.4, 0.04, 0.5), (2.8, 0.04, 1.0)],
)
def test_a_hopper_who_can_be_foretold_mostly_is(hz: float, jitter: float, limb_share: float) -> None:
    share, p95_s = hop(hz, jitter, limb_share)
    assert share > 0.5
    assert p95_s <= HIT_S


@pytest.mark.parametrize(
    ("hz", "jitter"), [(1.6, 0.03), (1.6, 0.04), (2.2, 0.04), (2.2, 0.06), (2.8, 0.06), (3.4, 0.06)]
)
def test_where_chance_alone_misses_by_more_next_to_nothing_is_foretold(hz: float, jitter: float) -> None:
    assert 1.96 * jitter / hz > HIT_S
    share, _ = hop(hz, jitter)
    assert share < 0.01


def test_who_follows_a_metronome_is_foretold_by_the_grid() -> None:
    # Jitter on a grid: the landings vary by 2.8 % of an interval, the intervals by 4 %.
    share, p95_s = hop(2.8, 0.04, limb_share=1.0)
    assert share > 0.7
    assert p95_s < 1.96 * 0.04 / 2.8  # the last landing and one interval can't do that


def test_only_a_rhythm_that_has_shown_itself_is_foretold() -> None:
    following = NextLanding()
    for number in range(40):
        following.add(0.45 * number)
    following.forget()
    for number in range(NEEDED_LANDINGS):
        assert following.predicted_at() is None
        following.add(100.0 + 0.45 * number)
    assert following.predicted_at() == pytest.approx(100.0 + 0.45 * NEEDED_LANDINGS)


def test_an_unsteady_rhythm_is_not_foretold() -> None:
    following = NextLanding()
    for number in range(40):
        following.add(0.45 * number + (0.06 if number % 2 else 0.0))
        assert following.predicted_at() is None


@pytest.mark.parametrize("gap_s", [0.9, 3.0, 0.2])
def test_after_a_missed_hop_or_a_stop_the_rhythm_must_show_itself_anew(gap_s: float) -> None:
    following = NextLanding()
    for number in range(20):
        following.add(0.45 * number)
    assert following.predicted_at() is not None
    following.add(19 * 0.45 + gap_s)
    assert following.predicted_at() is None


def test_how_evenly_somebody_hops_is_remembered_from_set_to_set() -> None:
    following = NextLanding()
    Hopper(2.8, 0.03, seed=1).hop(following)
    again = Hopper(2.8, 0.03, seed=2).hop(following, sets=1)
    assert len(again.errors_s) == again.landings - NEEDED_LANDINGS


def test_who_tires_and_loses_the_rhythm_is_soon_not_foretold_any_more() -> None:
    foretold = []
    for seed in range(20):
        following = NextLanding()
        Hopper(2.8, 0.02, seed=seed).hop(following)
        foretold.append(len(Hopper(2.8, 0.08, seed=100 + seed).hop(following, sets=1).errors_s))
    assert sum(foretold) / len(foretold) < 12


def test_a_landing_told_late_changes_nothing() -> None:
    following = NextLanding()
    for number in range(20):
        following.add(0.45 * number)
    before = following.predicted_at()
    following.add(8.3)
    assert following.predicted_at() == before


def test_a_rhythm_that_slows_is_followed() -> None:
    following, at, interval_s = NextLanding(), 0.0, 0.4
    for _ in range(40):
        following.add(at)
        interval_s *= 1.002
        at += interval_s
    predicted_at = following.predicted_at()
    assert predicted_at is not None
    assert abs(predicted_at - at) < 0.02
