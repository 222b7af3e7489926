from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measuring import of_kind, read_events

from voicecoach.coaching.events import Command
from voicecoach.cuefiles import load_circuit
from voicecoach.runtime.performance import Give, perform
from voicecoach.runtime.request import Request
from voicecoach.terminal.plain import PlainScreen


@contextmanager
def pressed(give: Give) -> Iterator[None]:
    """Press what there is to press, all at once."""
    give(Command.MUTE_OR_UNMUTE, "keyboard")
    give(Command.PAUSE_OR_RESUME, "headset")
    give(Command.STOP, "button")
    yield


def test_every_source_controls_the_one_session_and_is_named_in_its_log(tmp_path: Path) -> None:
    log = tmp_path / "events.jsonl"
    request = Request(load_circuit("demo"), mic="none", speaker="none", events=str(log))
    with (tmp_path / "lines").open("w", encoding="utf-8") as stream:
        outcome = perform(request, PlainScreen(stream), pressed)
    assert outcome.summary.reason == "stopped"
    taken = [(line["name"], line["source"]) for line in of_kind(read_events(log), "command")]
    assert taken == [("mute", "keyboard"), ("pause", "headset"), ("stop", "button")]
