"""A virtual microphone and speaker on a machine that has none: a private PulseAudio server with null sinks.

PortAudio sees them through ALSA's pulse plug-in as the devices ``coach_mic`` and ``coach_speaker``.  Debian:
``apt install pulseaudio pulseaudio-utils libasound2-plugins``.

    python tools/virtual_audio.py voicecoach doctor --mic coach_mic --speaker coach_speaker

runs a command with them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType

MIC, SPEAKER = "coach_mic", "coach_speaker"
RATE_HZ = 48_000
START_WITHIN_S = 10.0

_ALSA = """\
pcm.!default { type pulse }
ctl.!default { type pulse }
pcm.coach_mic { type pulse device coach_mic hint { show on description "Virtual microphone" } }
pcm.coach_speaker { type pulse device coach_speaker hint { show on description "Virtual speaker" } }
"""

# One stereo room, speaker left and microphone right: recorded together they share one time line, sample by sample.
_PULSE = """\
load-module module-native-protocol-unix auth-anonymous=1 socket={socket}
load-module module-null-sink sink_name=coach_room rate={rate} channels=2 channel_map=front-left,front-right
load-module module-remap-sink sink_name=coach_speaker master=coach_room channels=1 channel_map=mono {left} remix=no
load-module module-remap-sink sink_name=coach_mic_feed master=coach_room channels=1 channel_map=mono {right} remix=no
load-module module-remap-source source_name=coach_mic master=coach_room.monitor channels=1 channel_map=mono {hears}
set-default-sink coach_speaker
set-default-source coach_mic
"""


class VirtualAudio:
    """The server; a context.  `environ` is what a program needs to see its devices.

    Parameters
    ----------
    loudspeaker
        Whether the microphone hears the speaker too, as it does without headphones.
    """

    def __init__(self, *, loudspeaker: bool = False) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="virtual-audio-")
        folder = Path(self._folder.name)
        self._socket = folder / "native"
        self._script = folder / "server.pa"
        self._server: subprocess.Popen[bytes] | None = None
        alsa = folder / "asoundrc"
        alsa.write_text(_ALSA, encoding="utf-8")
        script = _PULSE.format(
            socket=self._socket,
            rate=RATE_HZ,
            left="master_channel_map=front-left",
            right="master_channel_map=front-right",
            hears="remix=yes" if loudspeaker else "master_channel_map=front-right remix=no",
        )
        self._script.write_text(script, encoding="utf-8")
        self.environ = os.environ | {
            "XDG_RUNTIME_DIR": str(folder),
            "XDG_DATA_HOME": str(folder / "data"),  # nobody trains here: nothing for anybody's history
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_SERVER": f"unix:{self._socket}",
            "ALSA_CONFIG_PATH": f"/usr/share/alsa/alsa.conf:{alsa}",
        }

    def __enter__(self) -> VirtualAudio:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self._folder.cleanup()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = ["pulseaudio", "-n", "-F", str(self._script), "--daemonize=no", "--exit-idle-time=-1"]
        self._server = subprocess.Popen(
            [*command, "--use-pid-file=no"],
            env=self.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline_at = time.monotonic() + START_WITHIN_S
        while self._ask("info").returncode:
            if time.monotonic() > deadline_at:
                raise TimeoutError("the virtual sound server does not start")
            time.sleep(0.05)

    def kill(self) -> None:
        """Let the server die at once, as a crash would."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None
        self._socket.unlink(missing_ok=True)

    def feed(self, sound: Path) -> subprocess.Popen[bytes]:
        """Start to play a file into the microphone."""
        return self._run("paplay", "--device=coach_mic_feed", str(sound))

    def record(self, sound: Path) -> subprocess.Popen[bytes]:
        """Start to record speaker (left) and microphone (right); terminate it to finish the WAV file."""
        wanted = (
            "--channels=2",
            "--channel-map=front-left,front-right",
            f"--rate={RATE_HZ}",
            "--file-format=wav",
        )
        return self._run("parec", "--device=coach_room.monitor", *wanted, str(sound))

    def _run(self, *command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, env=self.environ, stderr=subprocess.DEVNULL)

    def _ask(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["pactl", *words], env=self.environ, capture_output=True, check=False)


def main() -> None:
    """Run the command given, with the virtual devices."""
    with VirtualAudio() as audio:
        sys.exit(subprocess.run(sys.argv[1:], env=audio.environ, check=False).returncode)


if __name__ == "__main__":
    main()
