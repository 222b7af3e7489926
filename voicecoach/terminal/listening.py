"""The live view of `voicecoach listen`: landings scroll by, below them the count, the rhythm and the microphone."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.text import Text

from voicecoach.listening.landing import Landing
from voicecoach.listening.rhythm import PAUSE_S, RhythmReading
from voicecoach.terminal.live import meter

SHOWN = 30
"""Intervals in the strip."""

_BARS = "▁▂▃▄▅▆▇█"
_SHORTEST_S, _LONGEST_S = 0.2, 0.8


class ListenScreen:
    """A panel that redraws itself under the lines that were printed."""

    def __init__(self, console: Console) -> None:
        self._live = Live(console=console, auto_refresh=False, transient=True)
        self._landings: deque[Landing] = deque(maxlen=SHOWN + 1)
        self._count = 0

    def __enter__(self) -> ListenScreen:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def heard(self, landing: Landing, line: str) -> None:
        """Print a landing's line and remember it."""
        self._landings.append(landing)
        self._count += 1
        self._live.console.print(line, highlight=False)

    def show(self, rhythm: RhythmReading | None, level_db: float) -> None:
        """Draw the present state."""
        self._live.update(listening_picture(list(self._landings), self._count, rhythm, level_db), refresh=True)


def listening_picture(
    landings: list[Landing], count: int, rhythm: RhythmReading | None, level_db: float
) -> RenderableType:
    """Return the view of one instant."""
    numbers = Text()
    numbers.append(f"{count}", style="bold green")
    numbers.append(" landing" if count == 1 else " landings", style="dim")
    if rhythm is not None:
        numbers.append(f"   {rhythm.cadence_hz:.1f}", style="bold")
        numbers.append(" a second, varying by ", style="dim")
        numbers.append(f"{rhythm.variation:.0%}", style="bold")
    strip = Text("each hop ", style="dim")
    strip.append(_strip([landing.at for landing in landings]) or "…", style="cyan")
    lines = [numbers, strip, meter(level_db)]
    return Panel(Group(*lines), title="listening", subtitle="Ctrl-C stops", width=78, padding=(0, 1))


def _strip(instants: list[float]) -> str:
    """Return a bar for each interval, the longer the higher; a gap for a pause."""
    bars = ""
    for earlier, later in pairwise(sorted(instants)):
        share = (later - earlier - _SHORTEST_S) / (_LONGEST_S - _SHORTEST_S)
        bars += " " if later - earlier > PAUSE_S else _BARS[round(min(max(share, 0.0), 1.0) * (len(_BARS) - 1))]
    return bars
