"""A session without headphones: the virtual microphone hears the virtual speaker too."""

from __future__ import annotations

from pathlib import Path

import pytest
from live_session import LiveSession
from measuring import of_kind
from virtual_audio import VirtualAudio

pytestmark = pytest.mark.live


@pytest.mark.parametrize("options", [(), ("--beat", "2.6")], ids=["voice", "voice and beat"])
def test_the_coach_counts_the_hops_and_never_itself(options: tuple[str, ...], circuit: Path, tmp_path: Path) -> None:
    with VirtualAudio(loudspeaker=True) as audio:
        session = LiveSession(audio, circuit, tmp_path, options=options)
        session.start(recorded=False)
        assert session.finish(80.0) == 0
        session.stop()
    ended = [line for line in of_kind(session.events(), "step_ended") if line["step"] == "ankle-hops"]
    assert abs(sum(line["count"] for line in ended) - len(session.truth)) <= 1
