"""A session on the virtual devices while two hundred browsers follow its page, and whether its sound noticed.

python tools/bench_crowd.py --browsers 200

Underruns are looked for twice: as PortAudio and the stream's own clock tell them (`audio` lines of the event log), and
as holes in what was recorded from the speaker, which murmurs at -80 dB and so is never exactly silent.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from live_session import SHORT_CIRCUIT, Heard, LiveSession
from measuring import Line, Sound, of_kind
from virtual_audio import RATE_HZ, VirtualAudio

BROWSERS = 200
APART_S = 0.02
"""They come one after another: here they share two cores with the session and the sound server, and all in one instant
they took both for a third of a second."""

GIVES_WAY = 19
"""The lowest priority there is."""

SESSION_S = 120.0
"""No session here takes longer."""

HOLE_S = 0.005
"""Half a block: the murmur crosses zero for a few samples at the most."""


class Crowd(threading.Thread):
    """Browsers that follow a page until it closes."""

    def __init__(self, port: int, browsers: int) -> None:
        super().__init__(daemon=True)
        self._port = port
        self.events = [0] * browsers
        """How many each has got."""

    def run(self) -> None:
        """Follow, with what the session and the sound server leave: browsers work on other machines."""
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), GIVES_WAY)
        asyncio.run(self._follow_all())

    async def _follow_all(self) -> None:
        await asyncio.gather(*(self._follow(number) for number in range(len(self.events))))

    async def _follow(self, number: int) -> None:
        await asyncio.sleep(number * APART_S)
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n\r\n".encode())
        while received := await reader.read(65_536):
            self.events[number] += received.count(b"event: view")
        writer.close()


@dataclass(frozen=True)
class Followed:
    """A session that a crowd followed."""

    got: Sequence[int]
    """Events of each browser, the fewest first."""
    glitches: Sequence[Line]
    holes_s: Sequence[float]
    """How long each hole in the recorded sound was, between the first sound and the last."""
    heard: Heard
    landings: int
    hopped: int


def main() -> None:
    """Let a crowd follow a session, and print what became of both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--browsers", type=int, default=BROWSERS)
    browsers = parser.parse_args().browsers
    with tempfile.TemporaryDirectory() as name, VirtualAudio() as audio:
        circuit = Path(name) / "crowd.toml"
        circuit.write_text(SHORT_CIRCUIT, encoding="utf-8")
        print_followed(followed(audio, circuit, Path(name), browsers))


def print_followed(found: Followed) -> None:
    """Print a line a measure."""
    errors_ms = 1e3 * np.abs(found.heard.planned_error_s)
    told = [(line["what"], line["t"], line["seconds"]) for line in found.glitches]
    each = f"{found.got[0]} to {found.got[-1]} events" if found.got else "none"
    print(f"browsers       {len(found.got)}, each got {each}, {sum(found.got)} in all")
    print(f"over/underruns {len(found.glitches)} told {told}")
    print(f"holes          {len(found.holes_s)} in the speaker's sound, {sum(found.holes_s):.3f} s of it")
    print(f"cue onsets     p50 {np.median(errors_ms):.1f} ms, the worst {errors_ms.max():.1f} ms from plan")
    print(f"not sounded    {len(found.heard.missing)} cues")
    print(f"landings       {found.landings} counted of {found.hopped} hopped")


def followed(audio: VirtualAudio, circuit: Path, folder: Path, browsers: int) -> Followed:
    """Run a session of `circuit` that so many browsers follow from its first event to its end."""
    port = _free_port()
    session = LiveSession(audio, circuit, folder, options=[f"--web=127.0.0.1:{port}"])
    crowd = Crowd(port, browsers)
    try:
        session.start()
        crowd.start()
        status = session.finish(SESSION_S)
    finally:
        session.stop()
    if status:
        raise RuntimeError(f"the session ended with status {status}")
    crowd.join(30.0)
    events = session.events()
    speaker = soundfile.read(session.room_path, dtype="float32")[0][:, 0]
    return Followed(
        got=sorted(crowd.events),
        glitches=[line for line in of_kind(events, "audio") if "glitch" in line["what"]],
        holes_s=holes_s(speaker),
        heard=session.heard(),
        landings=len(of_kind(events, "landing")),
        hopped=len(session.truth),
    )


def holes_s(sound: Sound) -> list[float]:
    """Return how long each stretch of exact silence was that no murmur has, between the first sound and the last."""
    sounding = np.flatnonzero(sound)
    apart_s = (np.diff(sounding) - 1) / RATE_HZ
    return [float(one) for one in apart_s if one > HOLE_S]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


if __name__ == "__main__":
    main()
