"""Any circuit, for property tests."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from voicecoach.circuit.model import Circuit, CueLine, CueTime, CueTimeKind, Feet, Level, Sides, Step, StepKind

WORDS = ["heel", "high", "push", "through", "your", "toes", "stand", "tall", "and", "breathe", "calmly"]


def circuits() -> st.SearchStrategy[Circuit]:
    """Return circuits of any shape that a file may have, a few minutes long at most."""
    seconds = st.integers(0, 20).map(float)
    step = st.builds(
        Step,
        exercise=st.sampled_from(["ankle-hops", "calf-hold", "my-own"]),
        name=st.none(),
        kind=st.sampled_from(list(StepKind)),
        work_s=st.integers(1, 20).map(lambda work: dict.fromkeys(Level, float(work))),
        sides=st.sampled_from(list(Sides)),
        cues=st.just(()),
        setup=st.none() | st.just("Heels up. Quick off the floor, and light."),
        equipment=st.none() | st.just("the band"),
        target_hz=st.none(),
        get_ready_s=seconds,
        switch_s=seconds,
        rest_s=seconds,
    )
    return st.builds(
        Circuit,
        id=st.just("any"),
        name=st.just("Any circuit"),
        rounds=st.integers(1, 3),
        rest_between_rounds_s=seconds,
        equipment=st.just(()),
        welcome_s=st.none() | seconds,
        steps=st.lists(step, min_size=1, max_size=4).map(tuple),
    )


def any_words(draw: random.Random, most: int) -> str:
    """Return a sentence of up to `most` words."""
    return " ".join(draw.choices(WORDS, k=draw.randint(1, most))).capitalize() + "."


def any_line(draw: random.Random, shortest_s: float) -> CueLine:
    """Return a technique line somewhere in a work of at least `shortest_s` seconds."""
    kind = draw.choice([*CueTimeKind])
    amount = draw.random() * 0.99 if kind is CueTimeKind.SHARE else draw.uniform(0.01, shortest_s - 0.01)
    return CueLine(CueTime(kind, amount), any_words(draw, 10), draw.choice([None, any_words(draw, 3)]))


def any_step(draw: random.Random) -> Step:
    """Return a step with or without each thing that a file may leave out."""
    work_s = {level: float(draw.choice([1, 4, 8, 20, 30, 45, 90])) for level in Level}
    return Step(
        exercise=draw.choice(["ankle-hops", "calf-hold", "my-own"]),
        name=draw.choice([None, any_words(draw, 5)]),
        kind=draw.choice([*StepKind]),
        work_s=work_s,
        sides=draw.choice([*Sides]),
        cues=tuple(any_line(draw, min(work_s.values())) for _ in range(draw.randint(0, 5))),
        setup=draw.choice([None, any_words(draw, 10)]),
        equipment=draw.choice([None, "the band"]),
        target_hz=draw.choice([None, (2.0, 2.8)]),
        get_ready_s=any_pause_s(draw),
        switch_s=any_pause_s(draw),
        rest_s=any_pause_s(draw),
        name_short=draw.choice([None, any_words(draw, 2)]),
        setup_short=draw.choice([None, any_words(draw, 3)]),
        more=tuple(any_words(draw, 4) for _ in range(draw.randint(0, 4))),
        feet=draw.choice([*Feet]),
        time_calls=draw.choice([True, True, True, False]),
    )


def any_pause_s(draw: random.Random) -> float:
    """Return the seconds of a rest, a switch or a get-ready: often none."""
    return draw.choice([0.0, round(draw.uniform(0.1, 15.0), 3)])


def any_circuit(draw: random.Random, *, rounds: int = 3, steps: int = 4) -> Circuit:
    """Return a circuit of up to so many rounds and steps."""
    return Circuit(
        id="any",
        name=any_words(draw, 3),
        rounds=draw.randint(1, rounds),
        rest_between_rounds_s=any_pause_s(draw),
        equipment=tuple(any_words(draw, 3) for _ in range(draw.randint(0, 3))),
        welcome_s=draw.choice([None, any_pause_s(draw)]),
        steps=tuple(any_step(draw) for _ in range(draw.randint(1, steps))),
    )
