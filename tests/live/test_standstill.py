"""A machine that stops is noticed, so that what was measured on it meanwhile is measured again."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

TOOLS = Path(__file__).parents[2] / "tools"

WATCHED = """
from standstill import StandstillWatch
with StandstillWatch() as machine:
    print("watching", flush=True)
    input()
print(machine.stood_still)
"""


def test_a_standstill_is_noticed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WATCHED], cwd=TOOLS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as watcher:
        assert watcher.stdout is not None
        assert watcher.stdout.readline() == "watching\n"
        watcher.send_signal(signal.SIGSTOP)
        time.sleep(0.1)
        watcher.send_signal(signal.SIGCONT)
        said, _ = watcher.communicate("\n", timeout=30.0)
    assert said == "True\n"
