"""The live terminal view: what to do, how long still, the count, the rhythm, and whether the microphone hears."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from voicecoach.circuit.timeline import PhaseKind
from voicecoach.coaching.cue import Cue
from voicecoach.coaching.facts import AudioNote, CueDropped, Fact
from voicecoach.coaching.snapshot import Snapshot
from voicecoach.coaching.speaking import AS_MEANT
from voicecoach.coaching.states import State
from voicecoach.units import clock_text

QUIETEST_DB = -60.0
"""The left end of the level meter."""

_METER_WIDTH = 30
_NOTICES = 3
_LOUD_SHARE = 0.95
_PHASES = {
    PhaseKind.WELCOME: "Welcome",
    PhaseKind.GET_READY: "Get ready",
    PhaseKind.WORK: "Go",
    PhaseKind.SWITCH: "Switch sides",
    PhaseKind.REST: "Rest, then",
    PhaseKind.ROUND_REST: "Rest, then",
    PhaseKind.FAREWELL: "Done",
}
_KEYS = "space {space} · n next · b back · r repeat · m {mute} · + - volume · q stop"


REDRAWN_EVERY_S = 0.25
"""What changes all the time, the time left and the level, is drawn this often; what is read, at once."""


class LiveScreen:
    """A panel that redraws itself."""

    def __init__(self, console: Console) -> None:
        self._drawn: Snapshot | None = None
        self._live = Live(console=console, auto_refresh=False, transient=True)
        self._notices: deque[str] = deque(maxlen=_NOTICES)

    def __enter__(self) -> LiveScreen:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def show(self, snapshot: Snapshot, level_db: float) -> None:
        """Draw the present state, unless hardly anything has changed."""
        if self._drawn is None or _differ(self._drawn, snapshot):
            self._drawn = snapshot
            self._live.update(picture(snapshot, level_db, tuple(self._notices)), refresh=True)

    def said(self, cue: Cue, at: float) -> None:
        """Show nothing more: the picture has the words that sound."""

    def noted(self, fact: Fact) -> None:
        """Keep the last few things that went wrong in view."""
        match fact:
            case CueDropped() if fact.reason not in AS_MEANT:
                self._notices.append(f"not said: {fact.id} ({fact.reason})")
            case AudioNote():
                self._notices.append(f"{fact.what}: {fact.device}")
            case _:
                pass

    def notice(self, text: str) -> None:
        """Keep a sentence in view."""
        self._notices.append(text)


def _differ(drawn: Snapshot, now: Snapshot) -> bool:
    as_drawn = replace(now, t=drawn.t, remaining_s=drawn.remaining_s)
    return abs(now.t - drawn.t) >= REDRAWN_EVERY_S or as_drawn != drawn


def picture(snapshot: Snapshot, level_db: float, notices: tuple[str, ...] = ()) -> RenderableType:
    """Return the view of one instant."""
    heading = Text()
    state = "" if snapshot.state in {State.RUNNING, State.FAREWELL} else f"  [{snapshot.state}]"
    heading.append(f"{_PHASES[snapshot.phase]} ", style="dim")
    heading.append(snapshot.exercise or "", style="bold")
    heading.append(f", {snapshot.side}" if snapshot.side else "")
    heading.append(state, style="bold yellow")
    lines: list[RenderableType] = [heading, _time(snapshot), _numbers(snapshot), _levels(snapshot, level_db)]
    lines.append(Text(f"“{snapshot.saying}”" if snapshot.saying else " ", style="italic cyan"))
    lines += [Text(notice, style="yellow") for notice in notices]
    title = f"round {snapshot.round} of {snapshot.rounds}" if snapshot.rounds > 1 else "voicecoach"
    return Panel(Group(*lines), title=title, subtitle=_keys(snapshot), width=78, padding=(0, 1))


def _keys(snapshot: Snapshot) -> str:
    """Return what each key does now."""
    held = snapshot.state in {State.PAUSED, State.PAUSED_AND_LOST}
    return _KEYS.format(space="go on" if held else "pause", mute="sound" if snapshot.loudness.muted else "mute")


def _time(snapshot: Snapshot) -> RenderableType:
    row = Table.grid(padding=(0, 1))
    done_s = snapshot.duration_s - snapshot.remaining_s
    bar = ProgressBar(total=max(snapshot.duration_s, 0.001), completed=done_s, width=60)
    row.add_row(bar, Text(clock_text(snapshot.remaining_s), style="bold"))
    return row


def _numbers(snapshot: Snapshot) -> RenderableType:
    text = Text()
    if snapshot.count is not None:
        text.append(f"{snapshot.count}", style="bold green")
        text.append(" landings", style="dim")
        if snapshot.cadence_hz is not None:
            text.append(f"   {snapshot.cadence_hz:.1f}", style="bold")
            text.append(" a second", style="dim")
    else:
        text.append(f"{snapshot.landings} landings so far" if snapshot.landings else " ", style="dim")
    return text


def _levels(snapshot: Snapshot, level_db: float) -> RenderableType:
    text, loudness = meter(level_db), snapshot.loudness
    text.append("   volume ", style="dim")
    if loudness.muted:
        text.append("muted", style="bold yellow")
    else:
        text.append(f"{loudness.volume_db:+.0f} dB" if loudness.volume_db else "0 dB", style="dim")
    return text


def meter(level_db: float) -> Text:
    """Return the microphone's level as a bar and a number."""
    share = min(max(1.0 - level_db / QUIETEST_DB, 0.0), 1.0)
    filled = round(share * _METER_WIDTH)
    bar = Text("mic ", style="dim")
    bar.append("▮" * filled, style="green" if share < _LOUD_SHARE else "red")
    bar.append("▯" * (_METER_WIDTH - filled), style="dim")
    bar.append(f" {level_db:.0f} dB" if level_db > QUIETEST_DB else " silent", style="dim")
    return bar
