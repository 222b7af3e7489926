"""Two hundred browsers follow a session, and its sound does not notice."""

from __future__ import annotations

import asyncio
import socket
import threading
from pathlib import Path

import pytest
from live_session import LiveSession
from measuring import of_kind
from virtual_audio import VirtualAudio

pytestmark = pytest.mark.live

BROWSERS = 200
SESSION_S = 50.0


class Crowd(threading.Thread):
    """Browsers that follow a page until it closes."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self._port = port
        self.events = [0] * BROWSERS
        """How many each has got."""

    def run(self) -> None:
        asyncio.run(self._follow_all())

    async def _follow_all(self) -> None:
        await asyncio.gather(*(self._follow(number) for number in range(BROWSERS)))

    async def _follow(self, number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n\r\n".encode())
        while received := await reader.read(65_536):
            self.events[number] += received.count(b"event: view")
        writer.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def test_two_hundred_browsers_cost_the_session_no_sound(audio: VirtualAudio, circuit: Path, tmp_path: Path) -> None:
    port = free_port()
    session = LiveSession(audio, circuit, tmp_path, options=[f"--web=127.0.0.1:{port}"])
    crowd = Crowd(port)
    try:
        session.start()
        crowd.start()
        assert session.finish(SESSION_S + 60.0) == 0
    finally:
        session.stop()
    crowd.join(30.0)
    events, heard = session.events(), session.heard()
    glitches = [line for line in of_kind(events, "audio") if "glitch" in line["what"]]
    got = sorted(crowd.events)
    print(f"{BROWSERS} browsers got {got[0]} to {got[-1]} events each, {sum(got)} in all; {len(glitches)} glitches")
    print(f"cue onsets within {1e3 * max(abs(error_s) for error_s in heard.planned_error_s):.1f} ms of their plan")
    assert got[0] > SESSION_S / 4, "each was served to the end"
    assert not glitches
    assert not heard.missing
    assert len(of_kind(events, "landing")) == len(session.truth)
