"""Any circuit, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from voicecoach.circuit.model import Circuit, Level, Sides, Step, StepKind


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
