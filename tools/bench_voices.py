"""The same words and the same session by each engine: what rendering costs, and how long the clips are.

python tools/bench_voices.py
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from voicecoach.circuit.model import Level
from voicecoach.coaching.cue import INSTRUCTION_RATE_WPM
from voicecoach.coaching.numbers import RATES_WPM, CountMode
from voicecoach.coaching.preparing import words_to_prepare
from voicecoach.coaching.wording import Talk
from voicecoach.cuefiles import cue_sound, load_circuit, load_phrases
from voicecoach.runtime.clips import utterance
from voicecoach.runtime.rehearsal import Rehearsal
from voicecoach.voice.engine import Engine, Utterance
from voicecoach.voice.piper_engine import PiperEngine
from voicecoach.voice.piper_voices import find_piper_voices
from voicecoach.voice.pyttsx3_engine import Pyttsx3Engine
from voicecoach.voice.shaping import shaped
from voicecoach.voice.voicebox import RESTS_AFTER_S, Voicebox

CIRCUIT = "ankle-stiffness"
NUMBERS = range(1, 31)
QUICK_S = 0.45
"""From one landing to the next at 2.2 a second."""

RATE_HZ = 48_000
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Rendering:
    """What one engine's process did."""

    first_cpu_s: float
    cpu_s: float
    peak_mb: float
    lengths_s: dict[Utterance, float]


Renderer = PiperEngine | Pyttsx3Engine


def words() -> list[Utterance]:
    """Return what a session of the circuit has rendered, and the numbers that are compared."""
    rehearsal = Rehearsal(load_circuit(CIRCUIT), Level.START, load_phrases(), 0, Talk.NORMAL)
    cues = words_to_prepare(rehearsal.script(), CountMode.EVERY, listens=True)
    needed = [utterance(cue) for cue in cues if cue.lane.is_speech]
    compared = [Utterance(str(number), rate_wpm) for rate_wpm in RATES_WPM for number in NUMBERS]
    return list(dict.fromkeys([*needed, *compared]))


def render(engine: Renderer, wanted: Iterable[Utterance]) -> Rendering:
    """Render everything in a fresh process and look at it before it ends."""
    with closing(engine):
        engine.render(Utterance("Ready."))
        first_cpu_s = cpu_s(engine)
        lengths = {one: length_s(engine, one) for one in wanted}
        return Rendering(first_cpu_s, cpu_s(engine), memory_mb(engine, "VmHWM"), lengths)


def memory_mb(engine: Renderer, which: str) -> float:
    """Return the memory of the engine's process, by its name in Linux' status file; 0 if there is no process."""
    if engine.process.pid is None:
        return 0.0
    status = Path("/proc", str(engine.process.pid), "status").read_text().splitlines()
    (found,) = (line for line in status if line.startswith(which))
    return int(found.split()[1]) / 1024


def at_rest(engine: Renderer) -> tuple[float, float, float]:
    """Return what a session's engine takes while it renders and when it rests, in MB, and the next words' time in s."""
    first, next_one = Utterance("Ankle hops."), Utterance("That's twenty-one.")
    voicebox = Voicebox(
        engine, rate_hz=RATE_HZ, cache_dir=None, on_ready=lambda _said, _length_s: None, on_trouble=print
    )
    with closing(voicebox):
        voicebox.prepare([first])
        voicebox.wait([first], 60.0)
        working_mb = memory_mb(engine, "VmRSS")
        time.sleep(RESTS_AFTER_S + 1.0)
        resting_mb = memory_mb(engine, "VmRSS")
        asked_at = time.monotonic()
        voicebox.prepare([next_one])
        voicebox.wait([next_one], 60.0)
        return working_mb, resting_mb, time.monotonic() - asked_at


def cpu_s(engine: Renderer) -> float:
    """Return the CPU seconds that the engine's process has used."""
    stat = Path("/proc", str(engine.process.pid), "stat").read_text()
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / CLOCK_TICKS


def length_s(engine: Engine, wanted: Utterance) -> float:
    """Return how long a clip is as the session plays it."""
    return shaped(engine.render(wanted), RATE_HZ).length_s


def session(engine: str, cache: Path) -> tuple[float, float, str]:
    """Run the demo in simulated time; return its CPU seconds, own peak memory in MB, and what it says last."""
    command = [sys.executable, "-m", "voicecoach", "run", "demo", "--fast", "--mic", str(cue_sound("demo-hops.flac"))]
    env = os.environ | {"VOICECOACH_ENGINE": engine, "XDG_CACHE_HOME": str(cache)}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None  # noqa: S101 - opened with a pipe
        said = program.stdout.read().splitlines()
        _, status, used = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said[-1]


def import_s(statement: str) -> float:
    """Return the CPU seconds that a fresh Python takes for an import, less those of its own start."""

    def run(program: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", program], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return min(run(statement) for _ in range(3)) - min(run("") for _ in range(3))


def rows(name: str, open_engine: Callable[[], Renderer], statement: str, wanted: list[Utterance]) -> dict[str, str]:
    """Return everything about one engine by the name of its row."""
    found = render(open_engine(), wanted)
    working_mb, resting_mb, next_s = at_rest(open_engine())
    table = {
        "import, CPU s": f"{import_s(statement):.2f}",
        "from its start to the first clip, CPU s": f"{found.first_cpu_s:.2f}",
        f"rendering {len(wanted)} clips, CPU s": f"{found.cpu_s:.1f}",
        "  peak memory of its process, MB": f"{found.peak_mb:.0f}",
        "its memory while there is work, MB": f"{working_mb:.0f}",
        f"  {RESTS_AFTER_S:.0f} s after the last, MB": f"{resting_mb:.0f}",
        "  the next words then, s": f"{next_s:.2f}",
    }
    with tempfile.TemporaryDirectory() as cache:
        for title in ("nothing rendered", "all rendered"):
            used_s, peak_mb, said = session(name, Path(cache))
            table[f"demo --fast, {title}, CPU s"] = f"{used_s:.1f}"
            table["  peak memory of the session, MB"] = f"{peak_mb:.0f}"
            table["  it counted"] = said.partition(" landings")[0]
    for rate_wpm in RATES_WPM:
        lengths = [found.lengths_s[Utterance(str(number), rate_wpm)] for number in NUMBERS]
        fits = sum(one <= QUICK_S for one in lengths) / len(lengths)
        table[f"numbers to 30 at {rate_wpm} wpm, median s"] = f"{statistics.median(lengths):.2f}"
        table[f"  within {QUICK_S} s ({rate_wpm} wpm)"] = f"{fits:.0%}"
    lines = [s for one, s in found.lengths_s.items() if one.rate_wpm == INSTRUCTION_RATE_WPM]
    table[f"{len(lines)} instruction lines, s in all"] = f"{sum(lines):.1f}"
    table["  median, longest"] = f"{statistics.median(lines):.2f}, {max(lines):.2f}"
    return table


def main() -> None:
    """Print the engines side by side."""
    wanted = words()
    columns = {
        "piper": rows("piper", lambda: PiperEngine(find_piper_voices()[0]), "import onnxruntime, piper", wanted),
        "pyttsx3": rows("pyttsx3", Pyttsx3Engine, "import pyttsx3; pyttsx3.init()", wanted),
    }
    print(f"{'':<42}" + "".join(f"{name:>16}" for name in columns))
    for title in columns["piper"]:
        print(f"{title:<42}" + "".join(f"{column[title]:>16}" for column in columns.values()))


if __name__ == "__main__":
    main()
