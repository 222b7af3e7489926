from __future__ import annotations

from collections.abc import Iterator

import pytest
from scratch_mosquitto import ScratchMosquitto
from subscriber import Subscriber

from voicecoach.coaching.wording import is_counted
from voicecoach.cuefiles import load_circuit
from voicecoach.testing import SessionRig


@pytest.fixture
def broker() -> Iterator[ScratchMosquitto]:
    with ScratchMosquitto() as running:
        yield running


@pytest.fixture
def subscriber(broker: ScratchMosquitto) -> Iterator[Subscriber]:
    """Somebody else at the broker."""
    with Subscriber(broker.port) as listening:
        yield listening


@pytest.fixture
def hopping() -> SessionRig:
    """A session after the fourth landing of its first counted set."""
    rig = SessionRig(load_circuit("demo"))
    start_at = next(phase.start_s for phase in rig.script.timeline.phases if is_counted(phase))
    rig.run(until=start_at + 2.0, landings=[start_at + 0.4 + 0.45 * n for n in range(4)])
    return rig
