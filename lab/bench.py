"""The table of scenarios: ours and its peers on the same takes of the test half, in one run."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import cache, partial, reduce

import numpy as np

from lab import peers
from lab.ours import answer
from lab.scenarios import LOUDER, NOBODY, QUIETER
from lab.scoring import Score
from lab.takes import kept, render_all
from voicecoach.coaching.summary import DOUBTFUL

TAKES = 32
"""Of each scenario: of 8 the share of sets that are exact would be 3 or 4 in a hundred off by chance."""
OURS = "voicecoach"


def bench(count: int = TAKES, *, with_peers: bool = True) -> None:
    """Print everything."""
    render_all(count)
    names = (OURS, *(_rivals() if with_peers else ()))
    totals: dict[str, dict[str, Score]] = {}
    with ProcessPoolExecutor() as pool:
        for title, table, expecting in (
            ("hops, the rest at least 3 dB quieter", QUIETER, True),
            ("hops, the rest as loud or up to 4 dB louder", LOUDER, True),
            ("nobody hops; landings are expected", NOBODY, True),
            ("nobody hops; none is expected", NOBODY, False),
        ):
            still = table is NOBODY
            print(f"\n{title}: {'invented a minute' if still else 'F1 (sets exact, within one)'}")
            print(f"{'':24}" + "".join(f"{name:>20}" for name in names))
            scores: dict[str, Score] = {name: Score() for name in names}
            for scenario in table:
                one = _scenario(scenario, count, pool, expecting=expecting, with_peers=with_peers)
                _print_row(scenario, one.values(), still=still)
                scores = {name: scores[name] + one[name] for name in names}
            _print_row("all", scores.values(), still=still)
            totals[title] = scores
    _print_verdict(next(iter(totals.values())))
    _print_doubt(totals)


@cache
def _rivals() -> dict[str, peers.Detector]:
    """Return them once in each process."""
    return peers.rivals()


def _scenario(scenario: str, count: int, pool: Executor, *, expecting: bool, with_peers: bool) -> dict[str, Score]:
    one = partial(_take, scenario, expecting=expecting, with_peers=with_peers)
    scored = list(pool.map(one, range(count)))
    return {name: reduce(Score.__add__, (scores[name] for scores in scored)) for name in scored[0]}


def _take(scenario: str, number: int, *, expecting: bool, with_peers: bool) -> dict[str, Score]:
    """Return how well each hears one take."""
    take, rivals = kept(scenario, number), _rivals() if with_peers else {}
    scores = {name: Score() for name in (OURS, *rivals)}
    seconds = len(take.sound) / take.rate_hz
    ours = answer(take, expecting=expecting)
    told = [landing.at for landing in ours.landings]
    scores[OURS].add(take.landings, told, seconds, ours.recount.count if expecting else None)
    scores[OURS].delays_s = [landing.heard_at - landing.at for landing in ours.landings]
    scores[OURS].confidences = [ours.recount.confidence]
    for name, detect in rivals.items():
        scores[name].add(take.landings, detect(take.sound, take.rate_hz), seconds)
    return scores


def _print_row(name: str, scores: Iterable[Score], *, still: bool) -> None:
    cells = [
        f"{score.a_minute:.1f}" if still else f"{score.f1:.3f} ({score.exact:4.0%} {score.within_one:4.0%})"
        for score in scores
    ]
    print(f"{name:24}" + "".join(f"{cell:>20}" for cell in cells), flush=True)


def _print_doubt(totals: dict[str, dict[str, Score]]) -> None:
    """Print how often a count that the coach would say, or would not, is within one of the truth."""
    for title, scores in totals.items():
        ours = scores[OURS]
        sure = [abs(wrong) <= 1 for wrong, odds in zip(ours.counts, ours.confidences, strict=True) if odds >= DOUBTFUL]
        unsure = [abs(wrong) <= 1 for wrong, odds in zip(ours.counts, ours.confidences, strict=True) if odds < DOUBTFUL]
        print(f"{title}: {len(sure)} sets said, {sum(sure)} of them within one; {len(unsure)} in doubt, {sum(unsure)}")


def _print_verdict(scores: dict[str, Score]) -> None:
    ours = scores[OURS]
    print(
        f"\ninstants: mean absolute error {1e3 * np.mean(np.abs(ours.errors_s)):.1f} ms, "
        f"median {1e3 * np.median(ours.errors_s):+.1f} ms"
    )
    print(
        f"own delay: p50 {1e3 * np.quantile(ours.delays_s, 0.5):.0f} ms, "
        f"p95 {1e3 * np.quantile(ours.delays_s, 0.95):.0f} ms"
    )
    if len(scores) > 1:
        best = max((score.f1, name) for name, score in scores.items() if name != OURS)
        print(
            f"error (1 - F1): {1.0 - ours.f1:.3f}; best peer, {best[1]}: {1.0 - best[0]:.3f}, "
            f"{(1.0 - best[0]) / max(1e-9, 1.0 - ours.f1):.1f} times as much"
        )
